"""What a bulletin tells, out of the figures of a moment: always the same for the same moment."""

from collections.abc import Callable
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Party
from reports.definitions import COLUMNS, MEASURES
from reports.figures import Asked, Counts, Figures, Standing, figures, parties, rows_behind
from tasks.enums import TaskRole
from tasks.models import Task

LISTED = 200  # rows of a list
EXCERPT = 240  # characters of what an agency reports
STEPS = 5


def compiled(asked: Asked, *, advance: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """{total, rate, before_rate, agencies, overdue, done, difficult}: JSON, ready to be kept. Five statements.

    advance: called after each of the STEPS.
    """
    now = figures(asked)
    advance()
    before = figures(asked.before).total
    advance()
    lists = {}
    for measure in ("overdue", "difficult", "reported"):
        lists[measure] = rows_behind(asked, measure)
        advance()
    units = parties({*now.agencies, *(row.agency for rows in lists.values() for row in rows)})
    today = timezone.localdate(asked.at)
    reported = _of_leads(lists["reported"])
    return {
        "total": now.total.of, "rate": now.total.rate, "before_rate": before.rate, "agencies": _ranked(now, units),
        "overdue": [_late(row, units, today) for row in lists["overdue"][:LISTED]],
        "done": [_done(row, units) for row in reported[:LISTED]],
        "difficult": [_difficult(row, units) for row in lists["difficult"][:LISTED]],
        "done_count": len(reported),
    }  # fmt: skip


def _ranked(now: Figures, units: dict[int, Party]) -> list[dict[str, Any]]:
    """By on-time rate, then by the share that is reported; equals share a rank. What has no rate follows."""
    order = {key: number for number, key in enumerate(units)}
    found = sorted(now.agencies.items(), key=lambda row: (*_best_first(row[1]), order[row[0]]))
    rows: list[dict[str, Any]] = []
    last: tuple | None = None
    for number, (key, counts) in enumerate(found, start=1):
        rank = number if _best_first(counts) != last else rows[-1]["rank"]
        last = _best_first(counts)
        facts = {measure: counts[measure] for measure in COLUMNS}
        rank = rank if counts.rate is not None else None
        rows.append({"name": units[key].name, "rank": rank, "rate": counts.rate, **facts})
    return rows


def _best_first(counts: Counts) -> tuple:
    share = counts["reported"] / counts["owed"] if counts["owed"] else 0
    return counts.rate is None, -(counts.rate or 0), -share


def _of_leads(rows: list[Standing]) -> list[Standing]:
    """What leading agencies have handed in and said as such, whoever leads today; by task."""
    found = [row for row in rows if row.role == TaskRole.LEAD and row.text]
    tasks = Task.objects.filter(pk__in={row.task for row in found}).order_by("position", "pk")
    order = {key: number for number, key in enumerate(tasks.values_list("pk", flat=True))}
    return sorted(found, key=lambda row: (order[row.task], row.period, row.id))


def _late(row: Standing, units: dict[int, Party], today) -> dict[str, Any]:
    days = (today - row.due_on).days
    return {"agency": units[row.agency].name, "task": row.title, "due_on": row.due_on.isoformat(), "days": days}


def _done(row: Standing, units: dict[int, Party]) -> dict[str, Any]:
    text = " ".join((row.text or "").split())
    text = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    return {"agency": units[row.agency].name, "task": row.title, "text": text}


def _difficult(row: Standing, units: dict[int, Party]) -> dict[str, Any]:
    facts = {"agency": units[row.agency].name, "task": row.title}
    return facts | {"needs": row.needs or "", "needs_from": row.needs_from or ""}


def facts_of(asked: Asked, found: dict[str, Any]) -> dict[str, Any]:
    """What the places of a text are filled with (wording.PLACEHOLDERS)."""
    comma, nobody = pgettext("list", ", "), _("none")
    best = [row["name"] for row in found["agencies"] if row["rate"] == 100 and row["reported"] == row["owed"]]
    late = [row["name"] for row in found["agencies"] if row["overdue"]]
    return {measure: found["total"][measure] for measure in MEASURES} | {
        "plan": asked.plan.title if asked.plan else "", "period": asked.span.words, "issuer": asked.by.party.name,
        "as_of": formats.date_format(timezone.localtime(asked.at), "DATETIME_FORMAT"),
        "agencies": len(found["agencies"]), "rate": percent(found["rate"]),
        "before_rate": percent(found["before_rate"]), "best": comma.join(best) or nobody,
        "overdue_agencies": comma.join(late) or nobody,
    }  # fmt: skip


def percent(rate: float | None) -> str:
    return _("not to be said") if rate is None else f"{rate}%"
