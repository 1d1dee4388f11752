"""The shape of figures as they leave the API."""

from rest_framework import serializers

from kernel.api.serializers import LabelField, RowSerializer
from obligations.enums import DutyState
from reports.definitions import MEASURES
from reports.enums import BulletinState


class DefinitionSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    formula = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class CountsSerializer(serializers.Serializer):
    """{key of a definition: how many}, and the on-time rate in percent, null without a base."""

    of = serializers.DictField(child=serializers.IntegerField(), help_text=", ".join(MEASURES))
    on_time_rate = serializers.FloatField(allow_null=True)


class AgencyFiguresSerializer(CountsSerializer):
    agency = serializers.UUIDField()
    name = serializers.CharField()


class TaskFiguresSerializer(CountsSerializer):
    task = serializers.IntegerField()


class QuarterSerializer(CountsSerializer):
    period = serializers.CharField()


class DashboardSerializer(serializers.Serializer):
    as_of = serializers.DateTimeField(help_text="The moment at which all of it held.")
    plan = serializers.IntegerField(allow_null=True)
    period = serializers.CharField(help_text="“2026Q4”, “2026-11”, “2026H2” or “2026”.")
    total = CountsSerializer()
    before = CountsSerializer(help_text="The period before, when as many days of it had passed.")
    agencies = AgencyFiguresSerializer(many=True)
    tasks = TaskFiguresSerializer(many=True)
    quarters = QuarterSerializer(many=True)
    definitions = DefinitionSerializer(many=True)


class CountedDutySerializer(serializers.Serializer):
    """A duty as it stood at the moment asked for."""

    duty = serializers.UUIDField()
    task = serializers.IntegerField()
    title = serializers.CharField()
    agency = serializers.UUIDField()
    period = serializers.CharField()
    state = serializers.ChoiceField(DutyState.choices)
    was_late = serializers.BooleanField()
    due_on = serializers.DateField()
    first_handed_in_at = serializers.DateTimeField(allow_null=True)


class RowsSerializer(serializers.Serializer):
    as_of = serializers.DateTimeField()
    count = serializers.IntegerField(help_text="On all pages.")
    next = serializers.URLField(allow_null=True, help_text="The next page, as of the same moment; null on the last.")
    rows = CountedDutySerializer(many=True)


class BulletinSerializer(RowSerializer):
    """How a plan stood in a period; what it tells, in `words` by section and in `figures`."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()
    number = serializers.CharField(help_text="Empty until it is signed.")
    plan = serializers.IntegerField(source="plan_id")
    issuer = serializers.UUIDField(source="issuer__public_id")
    period = serializers.CharField(help_text="“2026Q4”, “2026-11”, “2026H2” or “2026”.")
    as_of = serializers.DateTimeField(help_text="The moment of the figures.")
    state = serializers.ChoiceField(BulletinState.choices)
    state_display = LabelField(BulletinState, source="state")
    made_at = serializers.DateTimeField()
    signed_at = serializers.DateTimeField(allow_null=True)
    words = serializers.DictField(child=serializers.CharField())
    figures = serializers.DictField()
