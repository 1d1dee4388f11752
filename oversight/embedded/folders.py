"""Where the embedded servers keep their files; known before anything runs, and nobody else's."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
VAR = CHECKOUT / "var"
_NAME = f"portal-{os.geteuid()}-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:10]}"

# Sockets and locks: a short path (a socket's may have 100 characters), the same for every process whatever TMPDIR says.
RUNTIME = Path("/tmp") / _NAME  # noqa: S108 - own_folder() refuses one that is not ours

# PostgreSQL refuses to run as root and then runs as an account that may be unable to enter the checkout.
DATA = Path("/var/tmp") / _NAME if os.geteuid() == 0 else VAR / "data"  # noqa: S108


class Unavailable(Exception):
    """An embedded server cannot be started; the text is a sentence for the person at the terminal."""


def own_folder(path: Path, *, mode: int = 0o700) -> Path:
    """Make the folder if need be, and refuse one that somebody else could have put there."""
    try:
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=mode, parents=True)
        found = path.lstat()
    except OSError as error:
        raise Unavailable(f"The folder {path} cannot be made: {error.strerror}.") from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Unavailable(f"{path} belongs to somebody else; remove it and try again.")
    path.chmod(mode)
    return path


@contextlib.contextmanager
def locked(name: str, *, wait: bool = True) -> Iterator[int]:
    """Hold the named lock, at most until the process ends; BlockingIOError if it is taken and `wait` is off."""
    handle = os.open(own_folder(RUNTIME, mode=0o711) / f"{name}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    finally:
        os.close(handle)


def secret_key() -> str:
    """The try-out's own key, made once; an installation sets SECRET_KEY."""
    path = own_folder(VAR, mode=0o755) / "secret-key"
    with locked("secret-key"):
        if not path.exists():
            new = path.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(50))
            new.rename(path)
    return path.read_text()
