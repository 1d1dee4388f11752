"""The statements that are asked of everybody at once, or on every page; `/* told */` marks the place of told.sql."""

from functools import cache
from pathlib import Path


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str) -> str:
    text = _text(name)
    for part in ("told", "news"):
        if f"/* {part} */" in text:
            text = text.replace(f"/* {part} */", _text(part))
    return text
