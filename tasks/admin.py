"""Plans, their tasks and responsibilities: for the business administrator."""

from django.contrib import admin

from kernel.admin import ReadOnlyAdmin, ScopedAdmin
from tasks.models import Plan, PlanDraft, ProgressEntry, Responsibility, Task


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
