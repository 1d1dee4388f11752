"""How lists of plans, tasks and responsibilities are narrowed, on pages and in the API alike."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import KeyFilter, TerritoryFilter
from agencies.models import Membership
from tasks.enums import ClosingState, DraftState, EntryState, ReachState, TaskRole, Work
from tasks.models import (
    Assignment,
    Closing,
    Milestone,
    Occurrence,
    Phase,
    Plan,
    PlanDraft,
    ProgressEntry,
    Reach,
    Receipt,
    Recurrence,
    Responsibility,
    Task,
)


class PlanFilters(django_filters.FilterSet):
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    q = django_filters.CharFilter(label=_("Title or document number"), method="titled")

    class Meta:
        model = Plan
        fields = ()

    def titled(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(document_number__icontains=value))


class TaskFilters(django_filters.FilterSet):
    """`agency` with `role` asks for the tasks that this agency leads, or takes part in."""

    plan = KeyFilter(label=_("Plan"), field_name="plan")
    agency = django_filters.UUIDFilter(label=_("Agency"), method="with_a_part")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=TaskRole.choices, method="with_a_part")
    section = django_filters.CharFilter(label=pgettext_lazy("plan", "Section"), field_name="section")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    q = django_filters.CharFilter(label=_("Title or number"), method="titled")

    class Meta:
        model = Task
        fields = ()

    def with_a_part(self, rows, name, value):
        """Both parameters are asked of one and the same responsibility."""
        asked = self.form.cleaned_data
        if name == "role" and asked.get("agency"):
            return rows
        facts = {"agency__party__public_id": asked.get("agency"), "role": asked.get("role")}
        parts = Responsibility.objects.filter(task=OuterRef("pk"), **{key: fact for key, fact in facts.items() if fact})
        return rows.filter(Exists(parts))

    def titled(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(number=value))


class PlanDraftFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=DraftState.choices)
    plan = KeyFilter(label=_("Plan"), field_name="plan")

    class Meta:
        model = PlanDraft
        fields = ()


class ResponsibilityFilters(django_filters.FilterSet):
    plan = KeyFilter(label=_("Plan"), field_name="task__plan")
    task = KeyFilter(label=_("Task"), field_name="task")
    agency = django_filters.UUIDFilter(label=_("Agency"), field_name="agency__party__public_id")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=TaskRole.choices)
    received = django_filters.BooleanFilter(label=_("Signed for"), method="signed_for")

    class Meta:
        model = Responsibility
        fields = ()

    def signed_for(self, rows, name, value):
        """Of the agencies that are known; of parts that are open today, unless they were signed for."""
        is_received = Exists(Receipt.objects.filter(task=OuterRef("task"), agency=OuterRef("agency")))
        open_today = rows.open_on(timezone.localdate()).filter(agency__isnull=False)
        return rows.filter(is_received) if value else open_today.filter(~is_received)


class PartFilters(ResponsibilityFilters):
    """The parts of an agency, by who does them; `vacant`: those that nobody does who is still there."""

    person = KeyFilter(label=_("Handler or deputy"), method="of_person")
    vacant = django_filters.BooleanFilter(label=_("Handled by nobody"), method="without_handler")

    class Meta:
        model = Responsibility
        fields = ()

    def of_person(self, rows, name, value):
        return rows.filter(Exists(self._assignments().filter(Q(handler=value) | Q(deputy=value))))

    def without_handler(self, rows, name, value):
        here = Membership.objects.at_work(timezone.localdate()).values("pk")
        handled = Exists(self._assignments().filter(handler__in=here))
        return rows.filter(~handled) if value else rows.filter(handled)

    def _assignments(self):
        return Assignment.objects.filter(task=OuterRef("task"), agency=OuterRef("agency"))


class AssignmentFilters(django_filters.FilterSet):
    task = KeyFilter(label=_("Task"), field_name="task")
    agency = django_filters.UUIDFilter(label=_("Agency"), field_name="agency__party__public_id")

    class Meta:
        model = Assignment
        fields = ()


class ProgressEntryFilters(django_filters.FilterSet):
    task = KeyFilter(label=_("Task"), field_name="task")
    plan = KeyFilter(label=_("Plan"), field_name="task__plan")
    agency = django_filters.UUIDFilter(label=_("Agency"), field_name="agency__party__public_id")
    period = django_filters.CharFilter(label=pgettext_lazy("duty", "Period"), field_name="period")
    state = django_filters.ChoiceFilter(label=_("State"), choices=EntryState.choices)
    work = django_filters.ChoiceFilter(label=_("How the work goes"), choices=Work.choices)

    class Meta:
        model = ProgressEntry
        fields = ()


class PhaseFilters(django_filters.FilterSet):
    plan = KeyFilter(label=_("Plan"), field_name="plan")

    class Meta:
        model = Phase
        fields = ()


class MilestoneFilters(django_filters.FilterSet):
    task = KeyFilter(label=_("Task"), field_name="task")
    plan = KeyFilter(label=_("Plan"), field_name="task__plan")
    due_from = django_filters.DateFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_until = django_filters.DateFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Milestone
        fields = ()


class ReachFilters(django_filters.FilterSet):
    milestone = KeyFilter(label=_("Milestone"), field_name="milestone")
    state = django_filters.ChoiceFilter(label=_("State"), choices=ReachState.choices)

    class Meta:
        model = Reach
        fields = ()


class RecurrenceFilters(django_filters.FilterSet):
    task = KeyFilter(label=_("Task"), field_name="task")
    plan = KeyFilter(label=_("Plan"), field_name="task__plan")

    class Meta:
        model = Recurrence
        fields = ()


class OccurrenceFilters(django_filters.FilterSet):
    recurrence = KeyFilter(label=_("Recurrence"), field_name="recurrence")
    period = django_filters.CharFilter(label=pgettext_lazy("duty", "Period"), field_name="period")

    class Meta:
        model = Occurrence
        fields = ()


class ClosingFilters(django_filters.FilterSet):
    task = KeyFilter(label=_("Task"), field_name="task")
    agency = django_filters.UUIDFilter(label=_("Agency"), field_name="agency__party__public_id")
    state = django_filters.ChoiceFilter(label=_("State"), choices=ClosingState.choices)

    class Meta:
        model = Closing
        fields = ()
