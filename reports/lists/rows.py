"""The duties behind a figure as a table shows them, in the state in which they stood."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

from agencies.models import Party
from obligations.deadlines import soon_days
from obligations.enums import DutyState
from obligations.lights import Light, light
from obligations.models import Obligation
from reports.figures import Asked, Standing
from tasks.models import ProgressEntry


@dataclass(frozen=True)
class Line:
    """state: in words.  entry: what the unit has reported, where the reader may open it."""

    row: Standing
    duty: Obligation
    agency: Party
    state: str
    light: Light
    entry: ProgressEntry | None


def lines_of(rows: Iterable[Standing], asked: Asked) -> list[Line]:
    """The rows of one page, in their order; five queries for any number."""
    rows = list(rows)
    duties = Obligation.objects.in_bulk([row.id for row in rows])
    agencies = Party.objects.in_bulk({row.agency for row in rows})
    entries = _entries(rows, asked.by)
    soon = soon_days(asked.by.region_path, on=timezone.localdate(asked.at))
    return [
        Line(
            row, duties[row.id], agencies[row.agency], str(DutyState(row.state).label),
            light(row, at=asked.at, soon=soon), entries.get(row.entry),
        )
        for row in rows
    ]  # fmt: skip


def _entries(rows: Collection[Standing], by) -> dict[int | None, ProgressEntry]:
    keys = [row.entry for row in rows if row.entry]
    seen = ProgressEntry.objects
    found = [*seen.visible_to(by).filter(pk__in=keys), *seen.shared_with(by).filter(pk__in=keys)]
    return {row.pk: row for row in found}
