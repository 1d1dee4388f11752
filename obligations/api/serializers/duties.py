"""Duties as they leave the API, and what is said about them as it comes in."""

from dataclasses import asdict
from types import SimpleNamespace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.api.serializers import PartyRefSerializer
from kernel.api.serializers import ComputedField, LabelField, RowSerializer, StrictSerializer
from obligations import kinds
from obligations.deadlines import soon_days
from obligations.enums import DutyState, LimitUnit, Verb
from obligations.filters import LIGHTS
from obligations.lights import light


class KindWords:
    """The words for each kind of duty, as a LabelField asks for them."""

    @property
    def choices(self):
        return kinds.choices()


class LightSerializer(serializers.Serializer):
    state = serializers.ChoiceField([key for key, _words in LIGHTS], help_text="The shape.")
    text = serializers.CharField(help_text="The word or words beside it, in the reader's language.")


@extend_schema_field(LightSerializer)
class LightField(ComputedField):
    """The light at the moment of the question; what is due soon is a setting of the reader's region."""

    needs = ("state", "due_on", "due_at", "was_late")

    def reader(self, context):
        at = timezone.now()
        soon = soon_days(context["request"].acting.region_path, on=timezone.localdate(at))
        return lambda row: asdict(light(SimpleNamespace(**{name: row[name] for name in self.needs}), at=at, soon=soon))


class DutySerializer(RowSerializer):
    """`counted_from`, `amount` and `unit` are what the day follows from; a day that somebody has set has no amount."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField(help_text="See /duties/kinds/.")
    kind_display = LabelField(KindWords(), source="kind")
    title = serializers.CharField()
    bearer = PartyRefSerializer(help_text="Who owes it.")
    supervisor = serializers.UUIDField(
        source="supervisor__public_id", allow_null=True, help_text="The unit that watches over it."
    )
    subject_kind = serializers.CharField(help_text="The kind of record it is about: “tasks.responsibility”.")
    subject_id = serializers.IntegerField(help_text="The key of that record.")
    section = serializers.IntegerField(source="section_id", allow_null=True, help_text="Inner section of the bearer.")
    period = serializers.CharField(help_text="“2026Q4”, “2026-11”, or empty.")
    opened_at = serializers.DateTimeField()
    counted_from = serializers.DateField(help_text="The day of the event, which is not counted.")
    amount = serializers.IntegerField(allow_null=True)
    unit = serializers.ChoiceField(LimitUnit.choices)
    unit_display = LabelField(LimitUnit, source="unit")
    due_on = serializers.DateField()
    due_at = serializers.DateTimeField(allow_null=True, help_text="Of a clock of hours.")
    first_due_on = serializers.DateField(help_text="The day it was due before anything moved it.")
    is_provisional = serializers.BooleanField(help_text="The day may move when the calendar of its year is published.")
    state = serializers.ChoiceField(DutyState.choices)
    state_display = LabelField(DutyState, source="state")
    light = LightField()
    first_submitted_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    was_late = serializers.BooleanField(help_text="Something was handed in after its day.")
    closed_at = serializers.DateTimeField(allow_null=True)


class StepSerializer(serializers.Serializer):
    """Something that was done to a duty after it was opened."""

    verb = serializers.ChoiceField(Verb.choices)
    verb_display = serializers.CharField(source="get_verb_display")
    at = serializers.DateTimeField()
    unit = serializers.CharField(source="by.party.name", default=None, allow_null=True, help_text="Empty: the portal.")
    person = serializers.CharField(source="by.user.name", default=None, allow_null=True)
    reason = serializers.CharField()
    basis = serializers.CharField()
    due_before = serializers.DateField(allow_null=True)
    due_after = serializers.DateField(allow_null=True)
    giver = serializers.CharField(source="giver.name", default=None, allow_null=True, help_text="Of a hand-over.")


class ToldSerializer(serializers.Serializer):
    """A reminder or an urging."""

    at = serializers.DateTimeField()
    words = serializers.CharField(help_text="The step of the ladder.")
    unit = serializers.CharField(help_text="Who was told.")
    audience = serializers.CharField()
    read_at = serializers.DateTimeField(allow_null=True, help_text="When somebody there opened it first.")


class WaivingSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class ExtendingSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)
    basis = serializers.CharField(max_length=200, help_text="The document that allows it.")
    until = serializers.DateField(
        required=False, help_text="Not needed where the kind itself says by how much (`extension` of /duties/kinds/)."
    )


class UrgingSerializer(StrictSerializer):
    """Which overdue duties to urge: those named, or all that fit the filters of the address."""

    duties = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=1000, allow_empty=False)
    all = serializers.BooleanField(required=False, default=False)
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Say only what would be done.")

    def validate(self, attrs):
        if attrs["all"] == ("duties" in attrs):
            raise serializers.ValidationError({"duties": [_("Name the duties, or say “all”, not both.")]})
        return attrs


class LeftOutSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    reason = serializers.CharField()


class UrgedSerializer(serializers.Serializer):
    """What was done, or what would be."""

    dry_run = serializers.BooleanField()
    duties = serializers.IntegerField()
    units = serializers.IntegerField()
    notices = serializers.IntegerField()
    left_out = LeftOutSerializer(many=True, help_text="The first 200, each with what stands against urging it.")


class LightCountsSerializer(serializers.Serializer):
    """Unsettled duties by light: `done` does not occur."""

    over = serializers.IntegerField()
    soon = serializers.IntegerField()
    idle = serializers.IntegerField()
    ok = serializers.IntegerField()


class SummarySerializer(serializers.Serializer):
    at = serializers.DateTimeField(help_text="When it was counted, within the last minute.")
    lights = LightCountsSerializer()


class UnitCountSerializer(serializers.Serializer):
    unit = PartyRefSerializer()
    owed = serializers.IntegerField(help_text="Open or sent back.")
    overdue = serializers.IntegerField(help_text="Of these.")
    handed_in = serializers.IntegerField()
    paused = serializers.IntegerField()


class ByUnitSerializer(serializers.Serializer):
    at = serializers.DateTimeField(help_text="When it was counted, within the last minute.")
    units = UnitCountSerializer(many=True, help_text="Those with most that is overdue, at most 200.")


class KindSerializer(serializers.Serializer):
    """A kind of duty with the limit that holds in the region of the acting unit today."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes the fields out of the class
    amount = serializers.IntegerField(help_text="Negative for a limit before the event.")
    unit = serializers.ChoiceField(LimitUnit.choices)
    unit_display = serializers.CharField()
    begins = serializers.CharField(help_text="The event from which it is counted.")
    usual = serializers.IntegerField(help_text="The kind's own amount, where the region has none of its own.")
    basis = serializers.CharField(help_text="The document of the region's own amount, or empty.")
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Law or rule, with the confidence in it."
    )
    extension = serializers.IntegerField(
        allow_null=True, help_text="By how much more it can be extended, once; 0: not at all; null: as is decided."
    )
    at_least = serializers.IntegerField(allow_null=True, help_text="Where `amount` is the most, the least.")
