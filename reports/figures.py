"""The figures of tasks and reports: how many duties stood how at a moment, for pages, API and bulletins alike.

Each is a count over `standing` (sql/standing.sql), which folds the steps taken until a moment; the rows behind a figure
are the same condition (definitions.py), so that they add up to it, also for a moment long past.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.utils import timezone

from agencies.models import Party
from kernel.sql import found_without_loops
from obligations.deadlines import soon_days
from obligations.enums import RELEASED
from obligations.models import Obligation
from obligations.sql import named
from reports.definitions import MEASURES
from reports.sql import standing
from tasks.enums import Period
from tasks.kinds import REPORT
from tasks.models import Plan, Task
from tasks.periods import Span, span_of

REMEMBERED = 60  # seconds
SETTLED = timedelta(minutes=1)
QUARTERS = 4
FACTS = ("pk", "subject_id", "bearer_id", "title", "period", "first_due_on")
COUNTS = ", ".join(f"count(*) FILTER (WHERE {row.condition})" for row in MEASURES.values())


@dataclass(frozen=True)
class Asked:
    """Which duties. plan: None for every plan.  at: the moment at which they stood so.

    is_own: what the acting unit itself owes, wherever it is from, in place of the duties of its territory.
    """

    by: Any
    plan: Plan | None
    span: Span
    at: datetime
    is_own: bool = False

    @property
    def before(self) -> "Asked":
        """The period before, as it stood when as much of it had passed."""
        span = self.span.before
        return replace(self, span=span, at=self.at - (self.span.first - span.first))

    @property
    def quarters(self) -> list[Span]:
        """The last four, the first first."""
        spans = [span_of(self.span.last, Period.QUARTER)]
        while len(spans) < QUARTERS:
            spans.insert(0, spans[0].before)
        return spans


@dataclass(frozen=True)
class Counts:
    """{measure: how many}. longest: of the overdue ones, by how many days."""

    of: dict[str, int]
    longest: int = 0

    def __getitem__(self, measure: str) -> int:
        return self.of[measure]

    @property
    def rate(self) -> float | None:
        """The on-time rate, in percent; None without a base."""
        return round(100 * self.of["on_time"] / self.of["decided"], 1) if self.of["decided"] else None


NONE = Counts(dict.fromkeys(MEASURES, 0))


@dataclass(frozen=True)
class Figures:
    """as_of: the moment at which they held.  agencies, tasks: by key, as far as they owe something."""

    as_of: datetime
    total: Counts
    agencies: dict[int, Counts]
    tasks: dict[int, Counts]


class Standing(NamedTuple):
    """A duty as it stood; state as the ledger says it, role, text and needs as the entry said it last."""

    id: int
    task: int
    agency: int
    title: str
    period: str
    due_on: date
    state: str
    was_late: bool
    first_at: datetime | None
    entry: int | None
    role: str | None
    work: str
    text: str | None
    needs: str | None
    needs_from: str | None

    @property
    def due_at(self) -> None:
        """Reports are due on a day."""


def figures(asked: Asked) -> Figures:
    """Totals, by agency and by task, in one statement. Raises nothing: who sees nothing gets zeros."""
    rows = _ask(
        asked,
        f"SELECT agency, task, max(%(today)s - due_on) FILTER (WHERE {MEASURES['overdue'].condition}), {COUNTS} "
        "FROM standing GROUP BY GROUPING SETS ((), (agency), (task))",
    )
    found: dict[tuple, Counts] = {
        (agency, task): Counts(dict(zip(MEASURES, counts, strict=True)), longest or 0)
        for agency, task, longest, *counts in rows
    }
    return Figures(
        asked.at, found.get((None, None), NONE),
        {agency: counts for (agency, task), counts in found.items() if agency},
        {task: counts for (agency, task), counts in found.items() if task},
    )  # fmt: skip


def by_quarter(asked: Asked) -> list[tuple[Span, Counts]]:
    """The last four quarters, the first first, as they stand at the moment asked for."""
    spans = asked.quarters
    year = Span("", spans[0].first, spans[-1].last)
    rows = _ask(
        replace(asked, span=year),
        f"SELECT date_trunc('quarter', first_due_on)::date, {COUNTS} FROM standing GROUP BY 1",
    )
    found = {first: Counts(dict(zip(MEASURES, counts, strict=True))) for first, *counts in rows}
    return [(span, found.get(span.first, NONE)) for span in spans]


def rows_behind(asked: Asked, measure: str, *, agency: int | None = None, task: int | None = None) -> list[Standing]:
    """The duties that a figure counts, what was due first first."""
    sql = f"SELECT {', '.join(Standing._fields)} FROM standing WHERE ({MEASURES[measure].condition})"
    facts = {"agency": agency, "task": task}
    for name, key in facts.items():
        sql += f" AND {name} = %({name})s" if key else ""
    return [Standing(*row) for row in _ask(asked, f"{sql} ORDER BY due_on, id", **facts)]


def owes(asked: Asked, agency: Party) -> bool:
    """Whether any of these duties was the agency's then."""
    return bool(_ask(asked, "SELECT 1 FROM standing WHERE agency = %(agency)s LIMIT 1", agency=agency.pk))


def size(asked: Asked) -> int:
    """How many duties would be read."""
    return sum(rows.count() for rows in _duties(asked))


def settled(at: datetime) -> datetime:
    """The last moment whose figures stay: whatever is asked of it, now or later, tells the same.

    A step has the time at which its request came, and is kept when the request ends: within a minute, or never.
    """
    return at - SETTLED


def remembered(what: str, asked: Asked, count: Callable[[Asked], Any]) -> Any:
    """What `count` finds for the first question of a unit, role, plan and period in a minute, whose moment it says."""
    scope = "all" if asked.by.user.is_superuser else asked.by.party_id
    plan = asked.plan.pk if asked.plan else "every"
    key = f"reports:{what}:{scope}:{asked.by.role}:{asked.is_own}:{plan}:{asked.span.key}:{asked.at:%Y%m%d%H%M}"
    return cache.get_or_set(key, lambda: count(asked), REMEMBERED)


def parties(keys) -> dict[int, Party]:
    """The agencies of figures, with what a table says of them; in the order in which they are printed."""
    rows = Party.objects.filter(pk__in=keys).select_related("agency").order_by("agency__position", "pk")
    return {party.pk: party for party in rows}


def _ask(asked: Asked, question: str, **facts) -> list[tuple]:
    parts, named_facts = [], dict(facts)
    for number, rows in enumerate(_duties(asked)):
        try:
            sql, more = named(rows, prefix=f"part{number}_")
        except EmptyResultSet:  # who asks sees nothing, or the plan has no task
            return []
        parts.append(f"SELECT * FROM ({sql}) AS part{number} (id, subject_id, bearer_id, title, period, first_due_on)")
        named_facts |= more
    today = timezone.localdate(asked.at)
    soon_until = today + timedelta(days=soon_days(asked.by.region_path, on=today))
    return found_without_loops(
        standing(duties=" UNION ALL ".join(parts), question=question),
        {**named_facts, "at": asked.at, "today": today, "soon_until": soon_until},
    )


def _duties(asked: Asked) -> list[QuerySet]:
    """Those that stand now, and those that were released since or before; each part has its own index."""
    rows = Obligation.objects.shared_with(asked.by) if asked.is_own else Obligation.objects.visible_to(asked.by)
    rows = rows.filter(
        kind=REPORT.key, subject_kind="tasks.task", opened_at__lte=asked.at,
        first_due_on__range=(asked.span.first, asked.span.last),
    )  # fmt: skip
    if asked.plan:
        rows = rows.filter(subject_id__in=list(Task.objects.filter(plan=asked.plan).values_list("pk", flat=True)))
    return [rows.standing().values_list(*FACTS), rows.filter(state__in=sorted(RELEASED)).values_list(*FACTS)]
