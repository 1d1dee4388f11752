"""Statements of many parts, written by hand: the planner takes each for a few rows, to be joined by nested loops."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

WITHOUT_LOOPS = "SET LOCAL enable_nestloop = off"
AS_BEFORE = "SET LOCAL enable_nestloop TO DEFAULT"


@contextmanager
def many_rows() -> Iterator:
    """A cursor within a transaction, for statements in which nested loops are left out where there is another way."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(WITHOUT_LOOPS)
        yield cursor
        cursor.execute(AS_BEFORE)


def found_without_loops(sql: str, facts: dict[str, Any]) -> list[tuple]:
    """The rows that one such statement finds, asked in one go."""
    is_within = connection.in_atomic_block
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(f"{WITHOUT_LOOPS}; {sql}", facts)
        rows = cursor.fetchall()
        if is_within:  # else the transaction ends here, and the setting with it
            cursor.execute(AS_BEFORE)
    return rows
