"""Plans, their tasks and responsibilities: for the business administrator."""

from django.contrib import admin

from kernel.admin import ReadOnlyAdmin, ScopedAdmin
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


@admin.register(Plan)
class PlanAdmin(ScopedAdmin):
    """Plans come by import; here their facts are corrected."""

    list_display = ("title", "document_number", "issuer", "issued_on", "period", "due_day")
    list_filter = ("period",)
    search_fields = ("title", "document_number")
    ordering = ("-pk",)
    fields = (
        "title",
        "document_number",
        "issuer",
        "issued_on",
        "region",
        "period",
        "due_day",
        "reports_from",
        "reports_until",
    )
    readonly_fields = ("region", "reports_from")


@admin.register(Task)
class TaskAdmin(ScopedAdmin):
    """Tasks as they were published; who answers for them is another list."""

    list_display = ("number", "title", "section", "plan_title")
    list_select_related = ("plan",)
    list_filter = ("leads_separately",)
    search_fields = ("number", "title", "section")
    ordering = ("-plan", "position", "pk")
    fields = ("plan", "section", "number", "title", "text", "remark", "leads_separately", "period", "due_day")
    readonly_fields = ("plan",)

    @admin.display(description=Plan._meta.verbose_name)
    def plan_title(self, task):
        return task.plan.title


@admin.register(Responsibility)
class ResponsibilityAdmin(ReadOnlyAdmin):
    """Who leads and who takes part, as printed; the agency's own name is its territory's."""

    list_display = ("printed_name", "role", "task", "is_collective")
    list_select_related = ("task",)
    list_filter = ("role", "is_collective")
    search_fields = ("printed_name", "task__title")
    ordering = ("-task", "role", "position", "pk")
    fields = ("task", "role", "printed_name", "agency", "is_collective")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """Who in an agency does its part; changed on the agency's own page."""

    list_display = ("task", "section", "handler", "deputy")
    list_select_related = ("task", "section", "handler__user", "handler__party", "deputy__user", "deputy__party")
    search_fields = ("task__title",)
    ordering = ("-pk",)
    fields = ("task", "section", "handler", "deputy")


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """Which agencies have signed for their parts; done on the agency's own page."""

    list_display = ("number", "task", "by", "at")
    list_select_related = ("task", "by__user", "by__party")
    search_fields = ("number", "task__title")
    ordering = ("-pk",)
    fields = ("number", "task", "by", "at")


@admin.register(PlanDraft)
class PlanDraftAdmin(ReadOnlyAdmin):
    """What was read from documents; decided on its own page."""

    list_display = ("__str__", "state", "created_at")
    list_select_related = ("source",)
    list_filter = ("state",)
    ordering = ("-pk",)
    fields = ("source_name", "region", "state", "created_at")
    readonly_fields = ("source_name",)

    @admin.display(description=PlanDraft._meta.get_field("source").verbose_name)
    def source_name(self, draft):
        return draft.source.name


@admin.register(ProgressEntry)
class ProgressEntryAdmin(ReadOnlyAdmin):
    """What the agencies report; written and judged on its own page."""

    list_display = ("task", "agency", "period", "state", "work")
    list_select_related = ("task", "agency__party")
    list_filter = ("state", "work", "period")
    search_fields = ("task__title",)
    ordering = ("-period", "-pk")
    fields = ("task", "agency", "role", "period", "state", "work", "text", "needs", "needs_from", "quantity", "percent")


@admin.register(Phase)
class PhaseAdmin(ReadOnlyAdmin):
    """Phases of plans; kept on the page of the plan's line."""

    list_display = ("title", "plan", "starts_on", "ends_on")
    list_select_related = ("plan",)
    search_fields = ("title", "plan__title")
    ordering = ("-plan", "ends_on", "pk")
    fields = ("plan", "title", "starts_on", "ends_on")


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    """Milestones of tasks; set, moved and dropped on their own pages."""

    list_display = ("title", "task", "due_on", "is_dropped")
    list_select_related = ("task",)
    list_filter = ("is_dropped",)
    search_fields = ("title", "task__title")
    ordering = ("-due_on", "-pk")
    fields = ("task", "title", "due_on", "quantity", "unit", "is_dropped")


@admin.register(Reach)
class ReachAdmin(ReadOnlyAdmin):
    """Reports that milestones were reached; judged on the milestone's page."""

    list_display = ("milestone", "agency", "reached_on", "state")
    list_select_related = ("milestone", "agency__party")
    list_filter = ("state",)
    search_fields = ("milestone__title",)
    ordering = ("-pk",)
    fields = ("milestone", "agency", "reached_on", "quantity", "note", "state", "return_reason")


@admin.register(Recurrence)
class RecurrenceAdmin(ReadOnlyAdmin):
    """What comes again and again; asked for and ended on its own page."""

    list_display = ("title", "task", "months", "at_least", "starts_on", "ends_on")
    list_select_related = ("task",)
    list_filter = ("months",)
    search_fields = ("title", "task__title")
    ordering = ("-pk",)
    fields = ("task", "title", "months", "at_least", "starts_on", "ends_on", "end_reason")


@admin.register(Occurrence)
class OccurrenceAdmin(ReadOnlyAdmin):
    """Each time that it was done; recorded and struck out on the recurrence's page."""

    list_display = ("recurrence", "agency", "period", "done_on")
    list_select_related = ("recurrence", "agency__party")
    list_filter = ("period",)
    search_fields = ("recurrence__title", "text")
    ordering = ("-pk",)
    fields = ("recurrence", "agency", "period", "done_on", "text", "struck_reason")


@admin.register(Closing)
class ClosingAdmin(ReadOnlyAdmin):
    """Parts that were closed; judged and reopened on the closing's own page."""

    list_display = ("task", "agency", "role", "state")
    list_select_related = ("task", "agency__party")
    list_filter = ("state", "role")
    search_fields = ("task__title",)
    ordering = ("-pk",)
    fields = ("task", "agency", "role", "state", "summary")
