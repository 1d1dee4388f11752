"""The reading vocabulary of plans, tasks and responsibilities."""

from datetime import date
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from agencies.access import granted_to, in_scope
from kernel.models import EditableQuerySet
from tasks.access import WITH_THE_UNIT
from tasks.enums import DraftState, EntryState

OUT_OF_THE_UNIT = ~Q(state__in=WITH_THE_UNIT) & ~Q(
    state=EntryState.RETURNED, handed_in_at=None
)  # as `is_with_its_unit`


class PlanQuerySet(EditableQuerySet):
    def reporting(self, *, on: date):
        """Whose agencies report on a day."""
        return self.filter(Q(reports_until=None) | Q(reports_until__gte=on), reports_from__lte=on)

    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.plan"))

    def shared_with(self, by):
        """Plans in which the acting unit has a part, though they are another territory's."""
        if not by.has_perm("tasks.view_plan"):
            return self.none()
        return self.filter(tasks__responsibilities__agency=by.party_id).distinct()


class TaskQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.task"))

    def shared_with(self, by):
        """Tasks of other territories in which the acting unit has a part, and what was shared with its group."""
        if not by.has_perm("tasks.view_task"):
            return self.none()
        involved = self.model.responsibilities.rel.related_model.objects.filter(agency=by.party_id)
        granted = granted_to(by, "tasks.view_task", self.model)
        return self.filter(Q(pk__in=involved.values("task")) | Q(pk__in=granted))

    def standing(self):
        """Without those that a later version of the plan left out."""
        return self.filter(dropped_on=None)

    def with_parts(self):
        """Each task with its responsibilities, leads first, and whom they mean; two queries for any number."""
        parts = self.model.responsibilities.rel.related_model.objects.select_related("agency__party")
        return self.prefetch_related(Prefetch("responsibilities", parts.order_by("role", "position")))


class ResponsibilityQuerySet(QuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.responsibility", path="task__region_path"))

    def shared_with(self, by):
        return self.filter(agency=by.party_id) if by.has_perm("tasks.view_responsibility") else self.none()

    def open_on(self, day: date):
        """Not closed, and of plans that report on that day or have not begun to."""
        return self.filter(closed_on=None).exclude(task__plan__reports_until__lt=day)


class ProgressEntryQuerySet(EditableQuerySet):
    def locked(self, row):
        """With the task and the agency, which every step names."""
        return super(ProgressEntryQuerySet, self.select_related("task", "agency__party")).locked(row)

    def visible_to(self, by):
        """Of the territory, what has left its unit's hands."""
        return self.filter(in_scope(by, "tasks.progressentry"), OUT_OF_THE_UNIT)

    def shared_with(self, by):
        """What the acting unit itself reports, and what has been handed in for tasks in which it has a part."""
        if not by.has_perm("tasks.view_progressentry"):
            return self.none()
        involved = self.model.task.field.related_model.objects.filter(responsibilities__agency=by.party_id)
        others = Q(task__in=involved.values("pk")) & OUT_OF_THE_UNIT
        return self.filter(Q(agency=by.party_id) | others)


class OwnQuerySet(QuerySet):
    """What an agency keeps of its part in a task."""

    def visible_to(self, by):
        return self.filter(in_scope(by, self.model._meta.label_lower))

    def shared_with(self, by):
        """The acting agency's own."""
        may_view = by.has_perm(f"tasks.view_{self.model._meta.model_name}")
        return self.filter(agency=by.party_id) if may_view else self.none()


class PlanDraftQuerySet(EditableQuerySet):
    def versions_of(self, plan):
        """Those that a plan was made of, the newest first; of before that was noted last."""
        rows = self.filter(plan=plan, state=DraftState.ACCEPTED)
        return rows.order_by(F("accepted_at").desc(nulls_last=True), "-pk")

    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.plandraft"))


class OfTaskQuerySet(EditableQuerySet):
    """What belongs to a task and is seen by whoever sees that; path: where the task stands."""

    path = "task"

    def visible_to(self, by):
        return self.filter(in_scope(by, self.model._meta.label_lower))

    def shared_with(self, by):
        if not by.has_perm(f"tasks.view_{self.model._meta.model_name}"):
            return self.none()
        whole: Any = self.model
        for name in self.path.split("__"):
            whole = whole._meta.get_field(name).related_model
        return self.filter(**{f"{self.path}__in": whole.objects.shared_with(by).values("pk")})


class PhaseQuerySet(OfTaskQuerySet):
    path = "plan"


class ReachQuerySet(OfTaskQuerySet):
    path = "milestone__task"


class OccurrenceQuerySet(OfTaskQuerySet):
    path = "recurrence__task"


class ClosingQuerySet(OfTaskQuerySet):
    """The end of parts in a task."""
