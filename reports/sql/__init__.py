"""How duties stood at a moment, as a statement into which a question is put."""

from functools import cache
from pathlib import Path


@cache
def _text() -> str:
    return Path(__file__).with_name("standing.sql").read_text(encoding="utf-8")


def standing(*, duties: str, question: str) -> str:
    """duties: the statement that finds them.  question: what is asked of `standing`, a row for each."""
    return _text().replace("/* duties */", duties) + question
