"""Build .venv from requirements-dev.txt, unless that is done. Runs on a bare Python, without packages."""

import fcntl
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "complete"
LOCK = Path("requirements-dev.txt")
# What uv is told of pip's configuration, which it does not read: a company's or a country's mirror, a certificate.
PIP_SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def main():
    check_python()
    os.chdir(Path(__file__).resolve().parents[2])
    Path("var").mkdir(exist_ok=True)
    with Path("var", "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python, packages = f"{sys.prefix} {sys.version}", hashlib.sha256(LOCK.read_bytes()).hexdigest()
        wanted = f"{packages} {python}"
        found = STAMP.read_text() if PYTHON.exists() and STAMP.exists() else ""
        if found == wanted:
            return
        STAMP.unlink(missing_ok=True)  # from here to the end an interruption means: from the beginning
        build(anew=not found.endswith(python))
        STAMP.with_suffix(".new").write_text(wanted)
        STAMP.with_suffix(".new").rename(STAMP)


def check_python():
    """End with one sentence where this Python will not do."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - an old Python reads this and says so
        sys.exit(f"Python 3.11 or newer is needed, and {sys.executable} is {version}. Use: make PYTHON=python3.11 ...")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(f"Python {version} cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv")


def build(*, anew):
    print("Installing the packages into .venv (a minute or two, once) ...", flush=True)  # noqa: T201
    if anew:
        run(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r"]
    only_uv = VENV / "requirements-uv.txt"
    only_uv.write_text("".join(re.findall(r"^uv==.*\n(?: +--hash=.*\n)+", LOCK.read_text(), re.M)))
    if not (run(*pip, str(only_uv), check=False) and run(*uv(), check=False)):  # uv is quicker, pip is surer
        run(*pip, str(LOCK))


def uv():
    for line in subprocess.check_output([str(PYTHON), "-m", "pip", "config", "list"], text=True).splitlines():
        name, _, value = line.partition("=")
        if variable := PIP_SETTINGS.get(name.split(".")[-1]):
            os.environ.setdefault(variable, value.strip("'"))
    os.environ.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")  # any index will do: the hashes decide
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    os.environ.setdefault("UV_LINK_MODE", "copy")
    return str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "-p", str(PYTHON), "--require-hashes", "-r", str(LOCK)


def run(*command, check=True):
    """Whether the command succeeded; with `check` a failure ends the set-up."""
    try:
        succeeded = subprocess.run(command).returncode == 0
    except OSError:  # a program that is missing, or not for this machine
        succeeded = False
    if check and not succeeded:
        sys.exit("The set-up did not succeed (see above); run it again when the cause is gone.")
    return succeeded


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("The set-up was broken off; the next one begins anew.")
