"""The dashboard of who coordinates a territory: figures of a plan's period, by agency or task, and what presses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Party
from kernel.keyset import count_up_to
from obligations.enums import OrderState
from obligations.lists import BY_DAY, last_urged, overdue_asked
from obligations.models import ExtensionRequest, Obligation, ObligationStep, SupervisionOrder
from reports.definitions import COLUMNS, MEASURES, RATE
from reports.figures import Asked, Counts, Figures, by_quarter, figures, parties, remembered
from reports.lists.asking import address
from tasks.kinds import REPORT
from tasks.lists import Tab, entries_of
from tasks.models import Task
from tasks.periods import Span

PRESSING = 6  # overdue duties that are named
MOST_COUNTED = 1000  # of them, one by one


@dataclass(frozen=True)
class Kpi:
    """A figure with the way to its rows. base, base_url: what it is a part of.  change: against the period before."""

    label: Any
    value: Any
    unit: str
    url: str
    state: str = ""
    base: str = ""
    base_url: str = ""
    change: str = ""


@dataclass(frozen=True)
class Cell:
    """A number with the way to its rows."""

    label: Any
    value: int
    url: str
    state: str = ""


@dataclass(frozen=True)
class Row:
    """An agency or a task. done: how many of a hundred are reported."""

    name: str
    title: str
    url: str
    cells: list[Cell]
    done: float
    rate: float | None


@dataclass(frozen=True)
class Pressing:
    """An overdue duty that stands to be urged."""

    duty: Obligation
    days: int
    urged: ObligationStep | None


@dataclass(frozen=True)
class Quarter:
    span: Span
    counts: Counts
    rate_url: str
    base_url: str
    overdue_url: str


@dataclass(frozen=True)
class Known:
    """What is read from the ledger, kept for a minute."""

    now: Figures
    before: Figures
    quarters: list[tuple[Span, Counts]]


def read(asked: Asked) -> tuple[Asked, Known]:
    """The figures of the dashboard, with the question to which they answer: its moment is that of the count."""
    known: Known = remembered("dashboard", asked, _read)
    return Asked(asked.by, asked.plan, asked.span, known.now.as_of, asked.is_own), known


def _read(asked: Asked) -> Known:
    return Known(figures(asked), figures(asked.before), by_quarter(asked))


def kpis(asked: Asked, known: Known) -> list[Kpi]:
    """The six: each a number of rows that its address lists."""
    now, before = known.now.total, known.before.total
    words = {"period": asked.span.before.words}

    def change(measure: str) -> str:
        if not before["owed"]:
            return _("nothing to compare with in %(period)s") % words
        facts = words | {"change": _signed(now[measure] - before[measure])}
        return _("%(change)s against the same time of %(period)s") % facts

    def counted(measure: str, unit: str, state: str = "", **facts) -> Kpi:
        label, url = MEASURES[measure].label, address(asked, measure)
        return Kpi(label, now[measure], unit, url, state if now[measure] else "", **facts)

    items = _("items")
    longest = ngettext("the longest by %(days)d day", "the longest by %(days)d days", now.longest)
    return [
        Kpi(
            RATE.label, "–" if now.rate is None else now.rate, "" if now.rate is None else "%",
            address(asked, "on_time"), base=f"{now['on_time']}/{now['decided']}", base_url=address(asked, "decided"),
            change=_rate_change(now, before, words),
        ),
        counted("reported", items, base=f"{now['reported']}/{now['owed']}", base_url=address(asked, "owed"),
                change=change("reported")),
        counted("overdue", items, "over",
                change=longest % {"days": now.longest} if now["overdue"] else change("overdue")),
        counted("soon", items, "soon", change=change("soon")),
        counted("returned", items, "soon", change=change("returned")),
        counted("difficult", items, change=change("difficult")),
    ]  # fmt: skip


def _rate_change(now: Counts, before: Counts, words: dict[str, str]) -> str:
    if now.rate is None or before.rate is None:
        return _("nothing to compare with in %(period)s") % words
    facts = words | {"change": _signed(round(now.rate - before.rate, 1))}
    return _("%(change)s points against the same time of %(period)s") % facts


def _signed(number: float) -> str:
    return f"{number:+}" if number else "±0"


def by_agency(asked: Asked, found: Figures) -> list[Row]:
    """Those with most that is overdue first, then those with most that is missing; else in the order of the print."""
    units = parties(found.agencies)
    rows = sorted(units.values(), key=lambda unit: _worst_first(found.agencies[unit.pk]))
    return [
        _row(asked, found.agencies[unit.pk], name=unit.agency.short_name or unit.name, title=unit.name, agency=unit)
        for unit in rows
    ]


def by_task(asked: Asked, found: Figures) -> list[Row]:
    """In the order of the plan."""
    tasks = Task.objects.filter(pk__in=found.tasks).order_by("position", "pk")
    return [
        _row(asked, found.tasks[task.pk], name=f"{task.number} {task.title}", title=task.title, task=task)
        for task in tasks
    ]


def _worst_first(counts: Counts) -> tuple:
    return -counts["overdue"], counts["reported"] - counts["owed"]


def _row(
    asked: Asked, counts: Counts, *, name: str, title: str, agency: Party | None = None, task: Task | None = None
) -> Row:
    url = ""
    if agency is None or asked.by.covers(agency):
        url = (agency.agency if agency else task).get_absolute_url()  # type: ignore[union-attr]
    key = task.pk if task else None
    states = {"overdue": "over", "returned": "soon"}
    cells = [
        Cell(row.label, counts[row.key], address(asked, row.key, agency=agency, task=key), states.get(row.key, ""))
        for row in map(MEASURES.__getitem__, COLUMNS)
    ]
    done = round(100 * counts["reported"] / counts["owed"], 1) if counts["owed"] else 0.0
    return Row(name, title, url, cells, done, counts.rate)


def quarters_of(asked: Asked, found: list[tuple[Span, Counts]]) -> list[Quarter]:
    return [_quarter(Asked(asked.by, asked.plan, span, asked.at, asked.is_own), counts) for span, counts in found]


def _quarter(asked: Asked, counts: Counts) -> Quarter:
    return Quarter(asked.span, counts, *(address(asked, measure) for measure in ("on_time", "decided", "overdue")))


def pressing(by, *, at: datetime) -> tuple[list[Pressing], tuple[int, bool], str]:
    """What the unit may urge, of whatever period and plan: the longest overdue, how many there are, and their list.

    The count as `count_up_to` gives it.
    """
    asked = QueryDict(f"kind={REPORT.key}")
    rows = overdue_asked(by, asked, at=at).qs
    duties = list(rows.select_related("bearer").order_by(*BY_DAY)[:PRESSING])
    urged, today = last_urged(duties), timezone.localdate(at)
    shown = [Pressing(duty, (today - duty.due_on).days, urged.get(duty.pk)) for duty in duties]
    return shown, count_up_to(rows, MOST_COUNTED), f"{reverse('obligations:overdue')}?{asked.urlencode()}"


def waiting(by) -> list[Cell]:
    """What else waits for the unit."""
    found = [(entries_of(Tab.JUDGE, by), reverse("tasks:entries") + "?tab=judge", _("reports to be judged"))]
    if by.has_perm("obligations.decide_extension"):
        requests = ExtensionRequest.objects.visible_to(by).put_before(by).waiting()
        found.append((requests, reverse("obligations:extensions"), _("requests for more time")))
    replied = SupervisionOrder.objects.issued_by_unit(by).filter(state=OrderState.REPLIED)
    url = reverse("obligations:orders") + f"?tab=issued&state={OrderState.REPLIED}"
    found.append((replied, url, _("replies to supervision orders")))
    return [Cell(words, rows.count(), url) for rows, url, words in found]
