"""CSV that a spreadsheet opens rightly, and that cannot make it calculate."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(file: TextIO, header: Sequence, rows: Iterable[Sequence]) -> None:
    """Rows below a header, with the mark that tells spreadsheets of UTF-8; every cell is escaped."""
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([escaped(cell) for cell in header])
    writer.writerows([escaped(cell) for cell in row] for row in rows)


def escaped(cell) -> str:
    """A text that a spreadsheet shows and does not calculate."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
