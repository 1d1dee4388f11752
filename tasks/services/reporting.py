"""Letting the agencies of a plan report: each lead and participant owes an entry a period (rules 9a)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.access import require
from kernel.errors import Refused
from obligations.models import Obligation
from obligations.services import open_duties
from tasks.enums import Period
from tasks.kinds import REPORT
from tasks.models import Assignment, Plan, Responsibility
from tasks.periods import Span, span_of
from tasks.services.goals import open_goals_of, open_in_each


@transaction.atomic
def start_reporting(plan: Plan, *, on: date, by, at: datetime, until: date | None = None) -> int:
    """Let the agencies of a plan report from the period on in which a day lies; returns how many duties were opened.

    until: the last day of the plan, if it has one.
    Raises PermissionDenied unless `by` keeps plans there, Stale, and Refused when they report already.
    """
    plan = Plan.objects.locked(plan)
    require(by, "tasks.change_plan", plan)
    if plan.reports_from:
        raise Refused(_("The agencies of this plan report already."))
    if until and until < on:
        raise Refused(_("The last day lies before the first."))
    plan.reports_from, plan.reports_until = span_of(on, Period(plan.period)).first, until
    plan.save()
    day = max(on, timezone.localdate(at))
    return open_reports_of(plan, day=day, at=at, by=by) + open_goals_of(plan, day=day, at=at, by=by)


def open_reports(*, day: date, at: datetime) -> int:
    """Open what is owed for the periods in which a day lies, in every plan; returns how many duties are new.

    Safe to repeat: a duty is unique by task, agency and period.
    """
    return open_in_each(Plan.objects.reporting(on=day), open_reports_of, day=day, at=at)


@transaction.atomic
def open_reports_of(plan: Plan, *, day: date, at: datetime, by=None) -> int:
    """Nothing while the plan does not report. A name that stands for several, or for none that is known, owes nothing
    until it is confirmed, and a part that is closed for good nothing more."""
    plan = Plan.objects.get(pk=plan.pk)  # the caller may hold it as it was before it reported
    if not plan.reports_on(day):
        return 0
    own = Coalesce(NullIf("task__period", Value("")), "task__plan__period")
    parts = Responsibility.objects.filter(task__plan=plan, agency__isnull=False, closed_on=None).annotate(
        counted=own, by_day=Coalesce("task__due_day", "task__plan__due_day")
    )
    parts = parts.filter(Q(agency__party__valid_to=None) | Q(agency__party__valid_to__gte=day))
    ways = parts.order_by().values_list("counted", "by_day").distinct()
    return sum(
        _open(parts.filter(counted=period, by_day=due_day), span_of(day, Period(period)), due_day, at=at, by=by)
        for period, due_day in ways
    )


def _open(parts, span: Span, due_day: int, *, at: datetime, by) -> int:
    settled = Obligation.objects.standing().filter(  # by the predecessor, whose part it was
        kind=REPORT.key, subject_kind="tasks.task", subject_id=OuterRef("task"), period=span.key,
        bearer__successor=OuterRef("agency"),
    )  # fmt: skip
    parts = parts.exclude(Exists(settled))
    assigned = Assignment.objects.filter(task=OuterRef("task"), agency=OuterRef("agency"))
    rows = parts.values(
        bearer_id=F("agency"), subject_id=F("task"), title=F("task__title"), region_path=F("task__region_path"),
        section_id=Subquery(assigned.values("section")),
    )  # fmt: skip
    return open_duties(
        REPORT.key, rows, subject_kind="tasks.task", at=at, by=by, starts_on=span.first, due_on=span.due_on(due_day),
        period=span.key,
    )  # fmt: skip
