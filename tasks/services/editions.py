"""A new version of a plan that is in force: what goes on keeps its progress, what has gone asks for nothing more."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from obligations.models import Obligation
from obligations.services import retitle
from tasks.deciding.work import Row, Work
from tasks.enums import GoalVerb, TaskRole
from tasks.models import Plan, PlanDraft, Responsibility, Task
from tasks.services.closings import open_merged
from tasks.services.differences import Change, difference
from tasks.services.goals import open_goals_of
from tasks.services.import_goals import milestones_of, recurrences_of
from tasks.services.milestones import note_step
from tasks.services.plan_parts import Heirs, parts_of, words_of
from tasks.services.releasing import Release
from tasks.services.reporting import open_reports_of

ASIDE = 10_000  # more than any position


@transaction.atomic
def renew_plan(plan: Plan, draft: PlanDraft, *, by, at: datetime) -> Plan:
    """Let the draft be the version in force. A task that goes on keeps its reports, assignments, receipts and goals.

    Whoever is no longer named owes nothing more: what is owed is cancelled, what was reported stays. A task that the
    new version leaves out is kept with its day, its parts closed. The caller has asked for the right.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    work, renewal = draft.decided, Renewal(plan, draft.decided, by=by if by.pk else None, at=at)
    tasks = list(plan.tasks.standing().select_for_update(of=("self",)).order_by("pk"))  # as closings and goals do
    list(Responsibility.objects.select_for_update(of=("self",)).filter(task__in=tasks).order_by("pk"))
    found = difference(plan, work, on=renewal.today)
    _rename(plan, draft)
    plan.tasks.filter(dropped_on=None).update(position=F("position") + ASIDE)
    for position, change in enumerate(found.of("added", "changed", "same"), 1):
        renewal.take(change, position)
    for task in found.ending:
        renewal.drop(task)
    open_reports_of(plan, day=renewal.today, at=at, by=renewal.by)
    open_goals_of(plan, day=renewal.today, at=at, by=renewal.by)
    return plan


def _rename(plan: Plan, draft: PlanDraft) -> None:
    document = draft.decided.document
    plan.title, plan.source = document["title"], draft.source
    plan.document_number, plan.issuer = (document["number"] or "")[:60], (document["issuer"] or "")[:100]
    plan.issued_on = document["issued"]
    plan.version += 1
    plan.save()


class Renewal:
    """One plan's change to a new version, by one person at one moment."""

    def __init__(self, plan: Plan, work: Work, *, by, at: datetime):
        self.plan, self.work, self.by, self.at = plan, work, by, at
        self.today = timezone.localdate(at)
        self.here = Heirs(work, on=self.today)
        self.reason = _("The new version of the plan no longer asks for it.")
        self.release = Release(self.reason, by=by, at=at)

    def take(self, change: Change, position: int) -> None:
        row: Any = change.row
        task = change.task or Task(plan=self.plan, region_path=self.plan.region_path)
        before = {part.agency_id: part for part in task.responsibilities.all()} if change.task else {}
        for name, said in words_of(row).items():
            setattr(task, name, said)
        task.position = position
        task.version += 1 if change.task else 0
        task.save()
        retitle(task)
        self._parts(task, row, before)
        if self._goals(task, row, change):
            self._open(task.responsibilities.filter(role=TaskRole.LEAD, closed_on__isnull=False))

    def _parts(self, task: Task, row: Row, before: dict[int | None, Responsibility]) -> None:
        """An agency that stays keeps its row, which its closing names; in another role it is open again."""
        wanted = parts_of(task, row, self.work, self.here)
        staying = {part.agency_id for part in wanted if part.agency_id}
        leading = {part.agency_id for part in wanted if part.role == TaskRole.LEAD}
        for agency, part in before.items():
            if agency and agency not in staying:
                self.release.part(task, agency)
                part.delete()
            elif agency and part.role == TaskRole.LEAD and agency not in leading:
                self.release.goals(task, agency)
        task.responsibilities.filter(agency=None).delete()
        task.responsibilities.update(position=F("position") + ASIDE)
        for part in wanted:
            kept = before.get(part.agency_id) if part.agency_id else None
            if kept:
                if kept.role != part.role:
                    self._open([kept])
                kept.role, kept.printed_name, kept.position = part.role, part.printed_name, part.position
                kept.is_collective = part.is_collective
                part = kept
            part.save()

    def _goals(self, task: Task, row: Row, change: Change) -> bool:
        """What the document changes, changes; what it says as before stays as people have set, moved or dropped it.

        Returns whether anything comes.
        """
        is_new = change.task is None
        came = [goal for goal in milestones_of(task, row) if is_new or goal.due_on.isoformat() in change.days_came]
        known = set(task.milestones.values_list("due_on", flat=True))
        came = [goal for goal in came if goal.due_on not in known]
        for milestone in came:
            milestone.save()
            note_step(milestone, GoalVerb.ADD, by=self.by, at=self.at)
        self._drop_milestones(task.milestones.filter(due_on__in=change.days_went))
        if not (is_new or change.again):
            return bool(came)
        self._end_recurrences(task)
        again = list(recurrences_of(task, row, on=self.today + timedelta(days=0 if is_new else 1)))
        for recurrence in again:
            recurrence.save()
        return bool(came or again)

    def _drop_milestones(self, milestones) -> None:
        for milestone in milestones.filter(is_dropped=False):
            duties = Obligation.objects.about(milestone).standing()
            if duties.exists() and not duties.unsettled().exists():
                continue  # reached
            milestone.is_dropped = True
            milestone.save()
            note_step(milestone, GoalVerb.DROP, by=self.by, at=self.at, reason=self.reason)
            self.release.cancel(duties)

    def _end_recurrences(self, task: Task) -> None:
        for recurrence in task.recurrences.filter(ends_on=None):
            recurrence.ends_on, recurrence.end_reason = max(recurrence.starts_on, self.today), self.reason
            recurrence.version += 1
            recurrence.save()
            self.release.cancel(Obligation.objects.about(recurrence).filter(due_on__gt=recurrence.ends_on))

    def _open(self, parts) -> None:
        """What was closed is asked for again."""
        rows = [part for part in parts if part.closed_on]
        open_merged(rows, by=self.by, at=self.at, reason=_("The new version of the plan asks for more."))
        for part in rows:
            part.closed_on = None
            part.save(update_fields=["closed_on"])

    def drop(self, task: Task) -> None:
        """The task has gone from the plan: it stays to be read, with its day."""
        for agency in task.responsibilities.filter(agency__isnull=False).values_list("agency", flat=True):
            self.release.part(task, agency)
        self._drop_milestones(task.milestones.filter(due_on__gte=self.today))
        self._end_recurrences(task)
        task.responsibilities.filter(closed_on=None).update(closed_on=self.today)
        task.dropped_on = self.today
        task.version += 1
        task.save()
