"""The reading vocabulary of plans, tasks and responsibilities."""

from django.db.models import QuerySet

from agencies.access import granted_to, in_scope
from kernel.models import EditableQuerySet


class PlanQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.plan"))

    def shared_with(self, by):
        """Plans in which the acting unit has a part, though they are another territory's."""
        return self.filter(tasks__responsibilities__agency=by.party_id).distinct()


class TaskQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.task"))

    def shared_with(self, by):
        """Tasks of other territories in which the acting unit has a part, and what was shared with its group."""
        involved = self.filter(responsibilities__agency=by.party_id)
        return (involved | self.filter(pk__in=granted_to(by, "tasks.view_task", self.model))).distinct()


class ResponsibilityQuerySet(QuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.responsibility", path="task__region_path"))

    def shared_with(self, by):
        return self.filter(agency=by.party_id)


class PlanDraftQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "tasks.plandraft"))
