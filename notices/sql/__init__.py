"""The statements that are asked of everybody at once, or on every page.

`/* told */` marks the place of told.sql, and so on; `/* counts */` that of what the apps above count for the digest.
"""

from functools import cache
from pathlib import Path

from notices.kinds import counting_statements


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str) -> str:
    text = _text(name)
    for part in ("told", "news", "members"):
        if f"/* {part} */" in text:
            text = text.replace(f"/* {part} */", _text(part))
    if "/* counts */" in text:
        text = text.replace("/* counts */", " UNION ALL ".join(f"({each})" for each in counting_statements()))
    return text
