"""What the goals of a task have in common: opening the duties that ask for them, their files, what is said of them."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kernel.errors import Refused
from kernel.models import Day, StoredFile
from notices.enums import Audience
from notices.kinds import NoticeKind
from notices.services import tell
from obligations.enums import DutyState
from obligations.models import Obligation
from obligations.services import open_duties
from tasks.enums import TaskRole
from tasks.kinds import MILESTONE, RECURRENCE
from tasks.models import GoalFile, Milestone, Plan, Recurrence
from tasks.periods import spell_of
from tasks.sources import GOAL_EVIDENCE

MOST_FILES = 20

logger = logging.getLogger(__name__)


def open_goals(*, day: date, at: datetime) -> int:
    """Open what the milestones, and the recurrences for the periods in which a day lies, ask for, in every plan that
    reports; returns how many duties are new. Safe to repeat: a duty is unique by goal, agency and period.
    """
    return open_in_each(Plan.objects.reporting(on=day), open_goals_of, day=day, at=at)


def open_in_each(plans: QuerySet[Plan], deed: Callable[..., int], *, day: date, at: datetime) -> int:
    """What fails in one plan is written to the log, and the others go on."""
    count = 0
    for plan in plans.order_by("pk"):
        try:
            count += deed(plan, day=day, at=at)
        except (Refused, DatabaseError):
            logger.exception("%s failed in plan %s", deed.__name__, plan.pk)
    return count


@transaction.atomic
def open_goals_of(plan: Plan, *, day: date, at: datetime, by=None) -> int:
    """Nothing while the plan does not report; a milestone of a day before that is history, and nobody owes it."""
    plan = Plan.objects.get(pk=plan.pk)  # a task may hold it as it was before it reported
    if not plan.reports_on(day):
        return 0
    return _open_milestones(plan, day=day, at=at, by=by) + _open_recurrences(plan, day=day, at=at, by=by)


def _open_milestones(plan: Plan, *, day: date, at: datetime, by) -> int:
    reach = Day.objects.aggregate(last=Max("day"))["last"]
    standing = Milestone.objects.filter(task__plan=plan, is_dropped=False, due_on__range=(plan.reports_from, reach))
    rows = _with_leads(standing, MILESTONE.key, "tasks.milestone", day=day, period="")
    days = rows.order_by().values_list("due_on", flat=True).distinct()
    return sum(
        open_duties(
            MILESTONE.key, _columns(rows.filter(due_on=due_on)), subject_kind="tasks.milestone", at=at, by=by,
            starts_on=min(day, due_on), due_on=due_on,
        )
        for due_on in list(days)
    )  # fmt: skip


def _open_recurrences(plan: Plan, *, day: date, at: datetime, by) -> int:
    standing = Recurrence.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), task__plan=plan, starts_on__lte=day)
    count = 0
    for months, year in sorted(set(standing.values_list("months", "starts_on__year"))):
        span = spell_of(day, months, since=date(year, 1, 1))
        counted = standing.filter(months=months, starts_on__year=year)
        rows = _with_leads(counted, RECURRENCE.key, "tasks.recurrence", day=day, period=span.key)
        count += open_duties(
            RECURRENCE.key, _columns(rows), subject_kind="tasks.recurrence", at=at, by=by, starts_on=span.first,
            due_on=span.last, period=span.key,
        )  # fmt: skip
    return count


def _with_leads(goals: QuerySet, kind: str, subject_kind: str, *, day: date, period: str) -> QuerySet:
    """The goals with each lead that has not got its duty yet.

    Not owed again is what the lead's predecessor has settled, and what the leads do together and one has done.
    """
    exists = Q(task__responsibilities__agency__party__valid_to=None)
    exists |= Q(task__responsibilities__agency__party__valid_to__gte=day)
    goals = goals.filter(
        exists, task__responsibilities__role=TaskRole.LEAD, task__responsibilities__agency__isnull=False,
        task__responsibilities__closed_on=None,
    ).annotate(lead=F("task__responsibilities__agency"))  # fmt: skip
    duties = Obligation.objects.standing().filter(
        kind=kind, subject_kind=subject_kind, subject_id=OuterRef("pk"), period=period
    )
    has_it = Q(bearer=OuterRef("lead")) | Q(bearer__successor=OuterRef("lead"))
    met = Q(state__in=[DutyState.MET, DutyState.MET_LATE])
    return goals.exclude(Exists(duties.filter(has_it))).exclude(
        Q(task__leads_separately=False) & Exists(duties.filter(met))
    )


def _columns(goals: QuerySet) -> QuerySet:
    return goals.values("title", "region_path", bearer_id=F("lead"), subject_id=F("pk"))


def duties_of(goal: Milestone | Recurrence, *, period: str = "") -> QuerySet[Obligation]:
    """The duties that ask for a goal, for a period where it comes again and again."""
    return Obligation.objects.about(goal).standing().filter(period=period).order_by("pk")


def attach(files: Iterable[StoredFile], *, by, **to) -> list[GoalFile]:
    """to: reach or occurrence. Raises Refused for more than 20 files, and for those of another person or goal."""
    kept = list(files)
    if GoalFile.objects.filter(**to).count() + len(kept) > MOST_FILES:
        raise Refused(_("An entry has at most %(most)d files.") % {"most": MOST_FILES})
    own = StoredFile.objects.filter(pk__in=[file.pk for file in kept], purpose=GOAL_EVIDENCE, owner=by.user_id)
    if own.count() != len(kept) or GoalFile.objects.filter(file__in=own).exists():
        raise Refused(_("A file belongs to another entry already. Choose it again."))
    return GoalFile.objects.bulk_create(GoalFile(file=file, **to) for file in kept)


def say(kind: NoticeKind, goal, *, key: str, to, audience: Audience, at: datetime, **facts) -> None:
    """key: the occasion, one for each thing that happened."""
    tell(
        kind, to=to, audience=audience, url=goal.get_absolute_url(), at=at,
        key=f"{kind.key}:{key}:{to.pk}:{audience}", params={"title": goal.title, **facts},
    )  # fmt: skip
