"""Plans, tasks and responsibilities as they leave the API."""

from rest_framework import serializers

from agencies.api.serializers import RegionRefSerializer
from kernel.api.serializers import LabelField, RowSerializer
from tasks.enums import Period, TaskRole


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
