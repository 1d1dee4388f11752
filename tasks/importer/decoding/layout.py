"""The rows of a table as they are laid out, whatever its cells cover."""

from django.utils.translation import gettext_lazy as _

from tasks.importer.decoding.limits import MAX_COLUMNS, NotAPlan, refuse_many


class Cell:
    """A cell before it is written. Where it is merged, each place it covers holds this one object."""

    __slots__ = ("begins_page", "codes", "text")

    def __init__(self, text: str = "", *, codes: tuple[str, ...] = (), begins_page: bool = False):
        self.text = text
        self.codes = codes  # what could not be taken over
        self.begins_page = begins_page


class Layout:
    """The rows of a table as they are laid out: cells that reach across and down fill each place they cover."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self._hanging: dict[int, tuple[Cell, int]] = {}  # {column: (cell, rows it still reaches down)}
        self._places = 0

    def row(self) -> None:
        self._fill(to_end=True)
        self.rows.append([])

    def place(self, cell: Cell, *, across: int = 1, down: int = 1) -> None:
        self._fill()
        for _column in range(min(max(across, 1), MAX_COLUMNS + 1)):
            if down > 1:
                self._hanging[len(self.rows[-1])] = cell, down - 1
            self._put(cell)

    def above(self) -> Cell | None:
        """The cell over the next place."""
        over = self.rows[-2] if len(self.rows) > 1 else []
        at = len(self.rows[-1])
        return over[at] if at < len(over) else None

    def finished(self) -> list[list[Cell]]:
        if self.rows:
            self._fill(to_end=True)
        return self.rows

    def _fill(self, *, to_end: bool = False) -> None:
        """Put what hangs down from above into the next places, `to_end` also those right of free ones."""
        while self.rows and self._hanging:
            column = len(self.rows[-1])
            if column not in self._hanging:
                if not to_end or column > max(self._hanging):
                    return
                self._put(Cell())
                continue
            cell, down = self._hanging.pop(column)
            if down > 1:
                self._hanging[column] = cell, down - 1
            self._put(cell)

    def _put(self, cell: Cell) -> None:
        self.rows[-1].append(cell)
        self._places += 1
        refuse_many(self._places)


def squared(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of one width, without those (and columns) that only repeat the one before or hold nothing at the edge."""
    width = max(map(len, rows), default=0)
    if width > MAX_COLUMNS:
        raise NotAPlan(_("A table of this file has more than %(limit)s columns.") % {"limit": MAX_COLUMNS})
    rows = [row + [Cell() for _missing in range(width - len(row))] for row in rows]
    rows = [row for number, row in enumerate(rows) if not number or not _same(row, rows[number - 1])]
    columns = [list(column) for column in zip(*rows, strict=True)]
    columns = [column for number, column in enumerate(columns) if not number or not _same(column, columns[number - 1])]
    if not any(cell.text.strip() for column in columns for cell in column):
        return []
    return [list(row) for row in zip(*columns, strict=True)]


def _same(one: list[Cell], other: list[Cell]) -> bool:
    return all(cell is beside for cell, beside in zip(one, other, strict=True))
