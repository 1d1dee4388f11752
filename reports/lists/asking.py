"""What an address asks for: which plan, which period, which moment; and the address behind each figure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agencies.models import Party
from reports.definitions import MEASURES
from reports.figures import Asked, Standing, owes, rows_behind, settled
from tasks.enums import Period
from tasks.lists import task_reached
from tasks.matrix import plans_for
from tasks.models import Plan, Task
from tasks.periods import Span, span_named, span_of

OFFERED = 6  # periods
YEARS = range(2000, 2200)


def plans_of(by) -> list[Plan]:
    """The plans of the territory, those of the own region first."""
    return [plan for plan in plans_for(by) if by.user.is_superuser or by.covers(plan)]


def chosen_plan(plans: list[Plan], asked: QueryDict) -> Plan | None:
    """The plan that is asked for, else the first that is reported on. Raises Http404 for one that is not among them."""
    if wanted := asked.get("plan"):
        found = [plan for plan in plans if str(plan.pk) == wanted]
        if not found:
            raise Http404
        return found[0]
    return next((plan for plan in plans if plan.reports_from), plans[0] if plans else None)


def chosen_span(plan: Plan | None, asked: QueryDict, *, at: datetime) -> Span:
    """The period that is asked for; the present one of the plan for anything else."""
    if span := period_named(asked.get("period", "")):
        return span
    return span_of(timezone.localdate(at), Period(plan.period) if plan else Period.QUARTER)


def period_named(key: str) -> Span | None:
    """The period of a key as “2026Q4”, in years that figures can be of; None for anything else."""
    try:
        span = span_named(key)
    except ValueError:
        return None
    return span if span.first.year in YEARS else None


def chosen_moment(asked: QueryDict, *, at: datetime) -> datetime:
    """A moment that is settled; the last one for anything else."""
    try:
        found = parse_datetime(asked.get("at", ""))
    except ValueError:
        found = None
    if found is None:
        return settled(at)
    found = found if timezone.is_aware(found) else timezone.make_aware(found)
    return min(found, settled(at)) if found.year in YEARS else settled(at)


def spans_offered(plan: Plan | None, chosen: Span, *, at: datetime) -> list[Span]:
    """The present period and those before it, and the year; with what is chosen, the latest first."""
    today = timezone.localdate(at)
    spans = [span_of(today, Period(plan.period) if plan else Period.QUARTER)]
    while len(spans) < OFFERED:
        spans.append(spans[-1].before)
    year = span_of(today, Period.YEAR)
    found = {span.key: span for span in [*spans, year, chosen]}
    return sorted(found.values(), key=lambda span: (span.last, span.first), reverse=True)


def address(asked: Asked, measure: str, *, agency: Party | None = None, task: int | None = None) -> str:
    """Of the rows behind a figure, at the moment at which it was counted."""
    facts: dict[str, Any] = {"measure": measure, "period": asked.span.key}
    facts |= {"plan": asked.plan.pk} if asked.plan else {}
    facts |= {"whose": "own"} if asked.is_own else {}
    facts |= {"agency": agency.public_id} if agency else {}
    facts |= {"task": task} if task else {}
    return f"{reverse('reports:rows')}?{urlencode(facts | {'at': asked.at.isoformat()})}"


@dataclass(frozen=True)
class Behind:
    """The rows behind a figure, and what narrows them."""

    asked: Asked
    measure: str
    agency: Party | None
    task: Task | None
    rows: list[Standing]


def behind(asked: QueryDict, *, by, at: datetime) -> Behind:
    """What an address of `address` asks for. Raises Http404 for a plan, agency or task that is not there."""
    is_own = asked.get("whose") == "own" or not by.has_perm("reports.view_dashboard")
    plans = plans_for(by) if is_own else plans_of(by)
    plan = None if is_own and not asked.get("plan") else chosen_plan(plans, asked)
    moment = chosen_moment(asked, at=at)
    question = Asked(by, plan, chosen_span(plan, asked, at=moment), moment, is_own)
    measure = asked.get("measure", "")
    measure = measure if measure in MEASURES else "owed"
    agency, task = _agency(asked.get("agency"), question), _task(asked.get("task"), question)
    found = rows_behind(question, measure, agency=agency.pk if agency else None, task=task.pk if task else None)
    return Behind(question, measure, agency, task, found)


def _agency(public_id: str | None, asked: Asked) -> Party | None:
    """An agency of the territory, or one that owes something of what is asked about."""
    if not public_id:
        return None
    try:
        found = Party.objects.get(public_id=public_id, agency__isnull=False)
    except (Party.DoesNotExist, ValidationError):
        raise Http404 from None
    if not (asked.by.covers(found) or owes(asked, found)):
        raise Http404
    return found


def _task(key: str | None, asked: Asked) -> Task | None:
    if not key:
        return None
    found = task_reached(int(key), asked.by) if key.isdecimal() and len(key) < 19 else None
    if found is None or (asked.plan and found.plan_id != asked.plan.pk):
        raise Http404
    return found
