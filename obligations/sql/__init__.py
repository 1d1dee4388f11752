"""The set-based statements of the ledger, one file each; `/* name */` marks a place for a part."""

from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str, **parts: str) -> str:
    text = _text(name)
    for part, sql in parts.items():
        text = text.replace(f"/* {part} */", sql)
    return text


def named(rows: QuerySet, prefix: str = "row") -> tuple[str, dict[str, Any]]:
    """A query to stand in a statement: its SQL with named places, and what belongs there."""
    sql, params = rows.query.sql_with_params()
    facts = {f"{prefix}{n}": value for n, value in enumerate(params)}
    return sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in facts), facts
