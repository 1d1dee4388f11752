"""Copies of the portal's folder, with servers and data of their own, for tests that kill things."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "staticfiles", "__pycache__", ".*_cache")
SERVERS_ONLY = ("oversight/__init__.py", "oversight/embedded", "deploy/database-roles.sql")


class Checkout:
    """A copied folder; what it starts works in it or in its data, so that nothing is lost sight of."""

    def __init__(self, folder: Path, *, parts=None, account: dict | None = None, python: str = sys.executable):
        self.folder, self.account, self.python = folder, account or {}, python
        for part in parts or sorted(path.name for path in ROOT.iterdir() if path.name[0] != "."):
            self._copy(part)
        if self.account:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.account["user"], self.account["group"])
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": next(path for path in sys.path if path.endswith("site-packages")),
        }
        self.data = self.ask("DATA")

    def _copy(self, part: str) -> None:
        source, target = ROOT / part, self.folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            if part not in {"var", "staticfiles"}:
                shutil.copytree(source, target, ignore=LEFT_OUT, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)

    def popen(self, *arguments: str, **variables: str) -> subprocess.Popen:
        return subprocess.Popen(
            [self.python, *arguments],
            cwd=self.folder,
            env={**self.env, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **self.account,
        )

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        process = self.popen(*arguments, **variables)
        stdout, stderr = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, stdout, stderr)

    def start(self) -> subprocess.CompletedProcess:
        return self.run("-m", "oversight.embedded", "start")

    def ask(self, expression: str) -> str:
        """A value as the copy's own code has it."""
        names = "from oversight.embedded import *; from oversight.embedded.cluster import *"
        return self.run("-c", f"{names}; print({expression})").stdout.strip()

    def sql(self, text: str, *, role: str = "app") -> subprocess.CompletedProcess:
        options = ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text, self.ask(f"database_url({role!r})")]
        command = [f"{self.ask('find_programs()')}/psql", *options]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, cwd="/", **self.account)

    def processes(self, *words: str) -> dict[int, str]:
        """What runs of this copy, zombies left out: number and command line with all of the words."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                place = str((process / "cwd").readlink())
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if place.startswith((str(self.folder), self.data)) and all(word in command for word in words):
                found[int(process.name)] = command
        return found

    def kill(self, *words: str) -> None:
        """Kill -9 the oldest process with all of the words: the one that the others come from."""
        os.kill(min(self.processes(*words)), signal.SIGKILL)

    def clean(self) -> None:
        """Remove the copy; fails if a process had to be killed for that."""
        self.run("-m", "oversight.embedded", "clean")
        until(lambda: not self.processes(), seconds=2)
        left = self.processes()
        for number in left:
            os.kill(number, signal.SIGKILL)
        for folder in (self.folder, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        assert not left


def until(condition, *, seconds: float) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
