"""Regional limits and the ladder as they leave the API, and what is sent in about them."""

from rest_framework import serializers

from agencies.api.serializers import RegionRefSerializer
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from obligations.api.serializers.duties import KindWords
from obligations.enums import LimitUnit, Stage

STEPS = [choice for choice in Stage.choices if choice[0] != Stage.ASSIGNED]
EVERYWHERE = "Null: everywhere."


class LimitSerializer(RowSerializer):
    """The amount of a limit in a territory, from a day on; the kind's own: /duties/kinds/."""

    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="See /duties/kinds/.")
    kind_display = LabelField(KindWords(), source="kind")
    region = RegionRefSerializer()
    amount = serializers.IntegerField(help_text="In the kind's unit; negative for a limit before the event.")
    valid_from = serializers.DateField()
    basis = serializers.CharField(help_text="The document that says so.")


class ChangedLimitSerializer(StrictSerializer):
    amount = serializers.IntegerField(min_value=-32768, max_value=32767)
    valid_from = serializers.DateField()
    basis = serializers.CharField(max_length=200)


class NewLimitSerializer(ChangedLimitSerializer):
    kind = serializers.CharField()
    region = serializers.IntegerField(help_text="Id of a region of the territory.")


class RuleSerializer(RowSerializer):
    """A step of the ladder; of the rules for a duty those of the most particular kind and territory count."""

    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="Empty: every kind.")
    kind_display = LabelField(KindWords(), source="kind")
    region = serializers.IntegerField(source="region_id", allow_null=True, help_text=EVERYWHERE)
    region_name = serializers.CharField(source="region__name", allow_null=True)
    stage = serializers.ChoiceField(STEPS)
    stage_display = LabelField(Stage, source="stage")
    offset = serializers.IntegerField(help_text="After the due day or hour; negative before it.")
    unit = serializers.ChoiceField(LimitUnit.choices)
    unit_display = LabelField(LimitUnit, source="unit")


class ChangedRuleSerializer(StrictSerializer):
    stage = serializers.ChoiceField(STEPS)
    offset = serializers.IntegerField(min_value=-32768, max_value=32767)
    unit = serializers.ChoiceField(LimitUnit.choices)


class NewRuleSerializer(ChangedRuleSerializer):
    kind = serializers.CharField(required=False, allow_blank=True, default="", help_text="Empty: every kind.")
    region = serializers.IntegerField(required=False, allow_null=True, default=None, help_text=EVERYWHERE)


class FeedSerializer(serializers.Serializer):
    """The calendar feed of the acting person."""

    created_at = serializers.DateTimeField()
    last_read_at = serializers.DateTimeField(allow_null=True, help_text="Kept once an hour.")


class NewFeedSerializer(FeedSerializer):
    address = serializers.CharField(
        allow_null=True,
        help_text="Shown this once; whoever knows it reads the calendar. Null in the answer to a repeat.",
    )
