"""`python -m oversight.embedded start|stop|clean`: the servers; `stop` also ends a running `make run`."""

import contextlib
import os
import shutil
import signal
import sys
import time

from . import Unavailable, start, stop
from .folders import DATA, RUNTIME, locked


def end_supervisor() -> None:
    for attempt in range(150):
        try:
            with locked("supervisor", wait=False):
                return
        except BlockingIOError:
            if attempt == 0:
                with contextlib.suppress(ValueError, ProcessLookupError):
                    os.kill(int((RUNTIME / "supervisor.lock").read_text()), signal.SIGTERM)
            time.sleep(0.1)
    raise Unavailable("The running portal does not end; look at var/log.")


def main(command: str) -> None:
    if command == "start":
        start()
        return
    end_supervisor()
    stop()
    if command == "clean":
        shutil.rmtree(DATA, ignore_errors=True)
        shutil.rmtree(RUNTIME, ignore_errors=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Unavailable as sentence:
        sys.exit(str(sentence))
