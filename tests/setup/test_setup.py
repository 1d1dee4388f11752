"""`make setup`: builds the environment once, again when the packages change, and again after an interruption."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from oversight.embedded import setup
from tests.setup.checkout import ROOT

pytestmark = pytest.mark.slow


def make_wheel(folder: Path, name: str, version: str) -> str:
    """A package with nothing but its version; returns its line for the lock."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def set_up(tmp_path, monkeypatch):
    """Our script in a folder with packages of its own, without a network; the one named uv is empty, so pip acts."""
    (tmp_path / "oversight/embedded").mkdir(parents=True)
    shutil.copy(ROOT / "oversight/embedded/setup.py", tmp_path / "oversight/embedded")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)

    def run(*lines: str) -> tuple[int, str]:
        (tmp_path / "requirements-dev.txt").write_text("".join(lines))
        done = subprocess.run(
            [sys.executable, tmp_path / "oversight/embedded/setup.py"], capture_output=True, text=True
        )
        return done.returncode, done.stdout

    return run


def installed(folder: Path) -> str:
    code = "import small; print(small.VERSION)"
    return subprocess.run([folder / ".venv/bin/python", "-c", code], capture_output=True, text=True).stdout.strip()


def test_packages_are_installed_once_and_again_after_a_failure_or_a_change(set_up, tmp_path):
    uv, first, second = (make_wheel(tmp_path, *package) for package in (("uv", "1"), ("small", "1"), ("small", "2")))
    forged = first.replace("sha256:", "sha256:00")[:-3] + "\n"
    working = "Installing the packages into .venv (a minute or two, once) ...\n"

    assert set_up(uv, forged) == (1, working)
    assert (set_up(uv, first), installed(tmp_path)) == ((0, working), "1")
    assert set_up(uv, first) == (0, "")
    assert (set_up(uv, second), installed(tmp_path)) == ((0, working), "2")


def test_an_old_python_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match=r"Python 3.11 or newer is needed, and .* is 3\.9\.2"):
        setup.check_python()


def test_a_python_without_venv_names_the_package_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="apt install python3-venv"):
        setup.check_python()
