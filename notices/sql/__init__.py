"""The set-based statements of the delivery, one file each; `/* told */` marks the place of told.sql."""

from functools import cache
from pathlib import Path


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str) -> str:
    return _text(name).replace("/* told */", _text("told"))
