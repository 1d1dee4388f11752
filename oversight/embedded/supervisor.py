"""`make run`: the servers, the web, the worker and the scheduler under one process, which ends what it started."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from . import Unavailable, secret_key, servers, start, stop
from .folders import CHECKOUT, VAR, locked, own_folder

PYTHON = [sys.executable, "-u"]
CELERY = [*PYTHON, "-m", "celery", "-A", "oversight.celery"]
COMMANDS = {
    "web": [*PYTHON, "-m", "gunicorn", "-c", "python:oversight.embedded.web", "oversight.wsgi"],
    "worker": [*CELERY, "worker", "--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"],
    "scheduler": [*CELERY, "beat", "--schedule", str(VAR / "beat-schedule")],
}
GRACE = 5  # seconds from the request to end to the end
LONGEST_DELAY = 30  # seconds before a child that keeps dying is started again
LIBC = ctypes.CDLL(None)


def say(text: str) -> None:
    with contextlib.suppress(OSError):  # a terminal that was closed is no reason to leave processes behind
        print(text, flush=True)  # noqa: T201


def die_with_parent() -> None:
    """In a new process: let the kernel end it when its parent ends, however that happens."""
    if sys.platform == "linux":
        LIBC.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def launch(command: list[str], **options: object) -> subprocess.Popen:
    """Start a child in a session of its own, so that Ctrl-C reaches us alone."""
    return subprocess.Popen(
        command,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,  # safe: this process has one thread
        **options,  # type: ignore[call-overload]
    )


class Child:
    """A process that is started again when it dies, after 1, 2, 4 ... seconds."""

    def __init__(self, name: str):
        self.name, self.log = name, own_folder(VAR / "log") / f"{name}.log"
        self.log.unlink(missing_ok=True)
        self.delay, self.again_at = 1, 0.0
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = launch(COMMANDS[self.name], stdout=log, stderr=subprocess.STDOUT)
        self.started_at, self.again_at = time.monotonic(), 0.0

    def tend(self) -> None:
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.again_at:
            self.delay = 1 if now - self.started_at > LONGEST_DELAY else min(self.delay * 2, LONGEST_DELAY)
            self.again_at = now + self.delay
            say(f"The {self.name} ended and is started again in {self.delay} s; see {self.log}.")
        elif now >= self.again_at:
            self.start()


class Supervisor:
    def __init__(self, port: int):
        self.port, self.parent = port, os.getppid()
        self.ending = False
        self.children: list[Child] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.end)

    def end(self, *_signal: object) -> None:
        self.ending = True

    def run(self) -> None:
        say("Starting PostgreSQL and Valkey ..." if servers() else "Using the servers that the environment names ...")
        start()
        say("Preparing the database ...")
        self.children.append(Child("web"))  # loads while the database is prepared
        accounts = self.prepare()
        if not self.wait(self.page_answers, seconds=60):
            log = VAR / "log" / "web.log"
            raise Unavailable(f"{''.join(log.read_text().splitlines(True)[-5:])}\nThe first page failed; see {log}.")
        if not self.ending:
            self.children += [Child("worker"), Child("scheduler")]
            say(f"\n{accounts}\n\nThe portal runs at http://127.0.0.1:{self.port}  (logs: var/log; end it with Ctrl-C)")
        self.watch()

    def prepare(self) -> str:
        """Migrate and load the demonstration; returns what that says of its accounts."""
        folder = own_folder(VAR / "log")
        said, log = folder / "accounts.txt", folder / "prepare.log"
        with said.open("wb") as stdout, log.open("wb") as stderr:
            process = launch([*PYTHON, "-m", "oversight.embedded.prepare"], stdout=stdout, stderr=stderr)
        self.wait(lambda: process.poll() is not None)
        if self.ending:
            process.kill()
        if process.wait() and not self.ending:
            raise Unavailable(f"{log.read_text()}\nThe database could not be prepared; see above.")
        return said.read_text().strip()

    def wait(self, condition: Callable[[], bool], *, seconds: float = float("inf")) -> bool:
        """Whether the condition came true in time; also true when we are to end."""
        until = time.monotonic() + seconds
        while not (self.ending or condition()):
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def page_answers(self) -> bool:
        page = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            page.request("GET", "/")
            return page.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            page.close()

    def watch(self) -> None:
        look_at = 0.0
        while not self.ending:
            for child in self.children:
                child.tend()
            if time.monotonic() >= look_at:
                self.revive_servers()
                look_at = time.monotonic() + 2
            self.ending = self.ending or os.getppid() != self.parent  # `make` was killed
            time.sleep(0.2)

    def revive_servers(self) -> None:
        for server in servers():
            if not server.is_running():
                try:
                    server.start()
                    say(f"{server.name} had ended and was started again.")
                except Unavailable as sentence:
                    say(str(sentence))

    def close(self) -> None:
        """End the children, with force after some seconds, then the servers."""
        say("Stopping ...")
        self.end()
        for child in self.children:
            child.process.terminate()
        until = time.monotonic() + GRACE
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0, until - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        stop()


def free_port() -> int:
    """The port to use, from PORT; refused in a sentence when it cannot be had."""
    text = os.environ.setdefault("PORT", "8000")
    for attempt in range(20):  # those that a killed supervisor leaves need a moment to end
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(text)))
                os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{text}")  # what links in messages begin with
                return int(text)
            except (ValueError, OverflowError):
                raise Unavailable(f"PORT must be a number from 1 to 65535, not {text}.") from None
            except PermissionError:
                raise Unavailable(f"Port {text} needs more rights; choose another: make run PORT=8001") from None
            except OSError:
                time.sleep(0.1 if attempt else 0)
    raise Unavailable(f"Port {text} is used by another program; choose another: make run PORT=8001")


def main() -> None:
    try:
        with locked("supervisor", wait=False) as handle:
            supervisor = Supervisor(free_port())
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}".encode())
            os.environ.setdefault("DEBUG", "1")
            os.environ.setdefault("SECRET_KEY", secret_key())
            try:
                supervisor.run()
            finally:
                supervisor.close()
    except BlockingIOError:
        sys.exit("The portal already runs from this folder; end it with Ctrl-C there, or with `make stop`.")
    except Unavailable as sentence:
        sys.exit(str(sentence))


if __name__ == "__main__":
    main()
