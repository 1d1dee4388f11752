"""Plans, tasks and responsibilities as they leave the API."""

from django.db.models import OuterRef, Subquery
from rest_framework import serializers

from agencies.api.serializers import RegionRefSerializer
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from tasks.enums import EntryState, Period, TaskRole, Work
from tasks.models import Receipt
from tasks.services.progress import LONGEST_TEXT


class PlanSerializer(RowSerializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    document_number = serializers.CharField()
    issuer = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    region = RegionRefSerializer()
    period = serializers.ChoiceField(Period.choices, help_text="How often each lead and participant reports.")
    period_display = LabelField(Period, source="period")
    due_day = serializers.IntegerField(help_text="Day of the period's last month by which the report is due.")
    created_at = serializers.DateTimeField()


class TaskSerializer(RowSerializer):
    id = serializers.IntegerField()
    plan = serializers.IntegerField(source="plan_id")
    position = serializers.IntegerField()
    section = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    remark = serializers.CharField()
    leads_separately = serializers.BooleanField(help_text="Each of several leads answers for its own part.")
    dropped_on = serializers.DateField(allow_null=True, help_text="Since when a later version leaves it out.")


class ResponsibilitySerializer(RowSerializer):
    """`agency` is empty for a collective until its members are confirmed, and for a name that is not known."""

    id = serializers.IntegerField()
    task = serializers.IntegerField(source="task_id")
    role = serializers.ChoiceField(TaskRole.choices)
    role_display = LabelField(TaskRole, source="role")
    agency = serializers.UUIDField(source="agency__party__public_id", allow_null=True)
    printed_name = serializers.CharField(help_text="The plan's own words.")
    is_collective = serializers.BooleanField()
    position = serializers.IntegerField()
    receipt_number = serializers.CharField(allow_null=True, help_text="Null until the agency has signed for it.")
    received_at = serializers.DateTimeField(allow_null=True)

    @classmethod
    def annotations(cls):
        signed = Receipt.objects.filter(task=OuterRef("task"), agency=OuterRef("agency"))
        return {"receipt_number": Subquery(signed.values("number")), "received_at": Subquery(signed.values("at"))}


class ProgressEntrySerializer(RowSerializer):
    """What an agency reports of its part in a task for a period."""

    id = serializers.UUIDField(source="public_id")
    task = serializers.IntegerField(source="task_id")
    title = serializers.CharField(source="task__title")
    agency = serializers.UUIDField(source="agency__party__public_id")
    role = serializers.ChoiceField(TaskRole.choices)
    period = serializers.CharField(help_text="“2026Q4”, “2026-11”, “2026H2” or “2026”.")
    state = serializers.ChoiceField(EntryState.choices)
    state_display = LabelField(EntryState, source="state")
    work = serializers.ChoiceField(Work.choices)
    work_display = LabelField(Work, source="work")
    text = serializers.CharField()
    needs = serializers.CharField(help_text="Of work in difficulty, what has to be coordinated.")
    needs_from = serializers.UUIDField(source="needs_from__party__public_id", allow_null=True)
    quantity = serializers.DecimalField(14, 2, allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    is_on_behalf = serializers.BooleanField(help_text="Entered by the supervising unit, from an answer on paper.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    handed_in_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    return_reason = serializers.CharField()


class BeginningSerializer(StrictSerializer):
    task = serializers.IntegerField()
    period = serializers.CharField(max_length=10)


class WritingSerializer(StrictSerializer):
    """What an entry says; what is left out is empty."""

    text = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    work = serializers.ChoiceField(Work.choices, required=False)
    needs = serializers.CharField(required=False, allow_blank=True, max_length=500)
    needs_from = serializers.UUIDField(required=False, allow_null=True)
    quantity = serializers.DecimalField(14, 2, required=False, allow_null=True, min_value=0)
    percent = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)


class ReturningSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class EvidenceSerializer(StrictSerializer):
    file = serializers.FileField()


class EnteringSerializer(WritingSerializer):
    """What an agency has answered on paper."""

    task = serializers.IntegerField()
    agency = serializers.UUIDField()
    period = serializers.CharField(max_length=10)
    scan = serializers.FileField(help_text="The scan of what the agency has answered.")


class StartingSerializer(StrictSerializer):
    on = serializers.DateField(help_text="A day of the first period.")
    until = serializers.DateField(required=False, allow_null=True, help_text="The plan's last day, if it has one.")
