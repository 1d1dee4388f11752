"""Third-party front-end files are the ones that VENDOR.md names."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "oversight" / "static" / "vendor"
ROW = re.compile(r"^\| `(?P<path>[^`]+)` \| .+ \| `(?P<sha256>[0-9a-f]{64})` \|$", re.MULTILINE)
LICENCES = {"LICENSE", "NOTICE", "OFL.txt", "VENDOR.md"}


def listed() -> dict[Path, str]:
    text = (VENDOR / "VENDOR.md").read_text()
    return {(VENDOR / row["path"]).resolve(): row["sha256"] for row in ROW.finditer(text)}


def test_every_file_has_the_hash_that_is_written_down():
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in listed()} == listed()


def test_every_vendored_file_is_listed():
    present = {path for path in VENDOR.rglob("*") if path.is_file() and path.name not in LICENCES}

    assert present == {path for path in listed() if path.is_relative_to(VENDOR)}


def test_no_file_asks_for_a_source_map():
    """The manifest of static files fails on a source map that is not there."""
    files = [path for path in VENDOR.rglob("*") if path.suffix in {".css", ".js"}]

    assert [path.name for path in files if b"sourceMappingURL" in path.read_bytes()] == []
