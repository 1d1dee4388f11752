"""The set-based statements of self-inspections, one file each; `/* name */` marks a place for a part."""

from functools import cache
from pathlib import Path


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str, **parts: str) -> str:
    text = _text(name)
    for part, sql in parts.items():
        text = text.replace(f"/* {part} */", sql)
    return text
