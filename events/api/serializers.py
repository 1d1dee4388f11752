"""Events as they leave the API, and as they come in."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.api.serializers import PartyRefSerializer
from events.enums import CheckResult, CreditKind, EventState, Level, Penalty, StandingKind
from events.kinds import choices, kinds
from events.models import STATE_FOLLOWS_FROM, Event, state_from
from events.sources import TABLE
from kernel.api.serializers import ComputedField, LabelField, RowSerializer, StrictSerializer

HUNDREDTHS = "In hundredths of a point, negative against the party."


class KindWords:
    """The words for each kind, as a LabelField asks for them."""

    @property
    def choices(self):
        return choices()


class CreditOfKind:
    """What each kind is to the credit record."""

    @property
    def choices(self):
        return [(kind.key, kind.credit.value) for kind in kinds()]


@extend_schema_field(
    {
        "type": "object",
        "description": "What only some kinds are told with; amounts in yuan.",
        "properties": {
            "results": {"type": "array", "items": {"type": "string", "enum": CheckResult.values}},
            "penalties": {"type": "array", "items": {"type": "string", "enum": Penalty.values}},
            "fine": {"type": "string", "example": "12000.00"},
            "confiscated": {"type": "string", "example": "300.00"},
            "public_basis": {"type": "string"},
        },
    }
)
class DetailsField(serializers.JSONField):
    pass


@extend_schema_field({"type": "string", "enum": EventState.values})
class StateField(ComputedField):
    """Where an event stands today."""

    needs = STATE_FOLLOWS_FROM

    def reader(self, context):
        today = timezone.localdate()
        return lambda row: state_from(row, today).value


@extend_schema_field(str)
class StateWordsField(ComputedField):
    """The same in the reader's language."""

    needs = STATE_FOLLOWS_FROM

    def reader(self, context):
        today = timezone.localdate()
        words = {state: str(state.label) for state in EventState}
        return lambda row: words[state_from(row, today)]


class EventSerializer(RowSerializer):
    """An event never changes; `state` and `countered_by` tell what became of it until today."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    kind_display = LabelField(KindWords(), source="kind")
    credit = LabelField(CreditOfKind(), source="kind", help_text=f"One of {', '.join(CreditKind.values)}.")
    party = PartyRefSerializer(source="subject")
    agency = PartyRefSerializer(help_text="Whose record it is.")
    occurred_on = serializers.DateField(help_text="Of the decision or document, where there is one.")
    recorded_at = serializers.DateTimeField()
    title = serializers.CharField()
    text = serializers.CharField()
    level = serializers.ChoiceField([("", ""), *Level.choices])
    document_number = serializers.CharField()
    points = serializers.IntegerField(help_text=HUNDREDTHS)
    demerits = serializers.IntegerField()
    details = DetailsField()
    public_from = serializers.DateField(allow_null=True)
    public_until = serializers.DateField(
        allow_null=True, help_text="The last day; open where public_from stands alone."
    )
    regime = serializers.CharField(help_text="The publicity rules of its day.")
    source = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes the fields out of the class
    source_id = serializers.CharField()
    state = StateField()
    state_display = StateWordsField()
    counters = serializers.UUIDField(
        source="counters__public_id", allow_null=True, help_text="The event that this one takes back."
    )
    countered_by = serializers.UUIDField(
        source="counter_public_id", allow_null=True, help_text="The event that takes this one back."
    )

    @classmethod
    def annotations(cls):
        counter = Event.objects.filter(counters=OuterRef("pk")).values("public_id")
        return {"counter_public_id": Subquery(counter)}


class NewEventSerializer(StrictSerializer):
    """An event to record. Which of the facts a kind needs and takes is told by the errors of those that it refuses."""

    kind = serializers.ChoiceField(choices())
    party = serializers.UUIDField()
    occurred_on = serializers.DateField(help_text="Of the decision or document, where there is one.")
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    text = serializers.CharField(required=False, allow_blank=True)
    level = serializers.ChoiceField(Level.choices, required=False)
    document_number = serializers.CharField(max_length=80, required=False, help_text="As 神政办发〔2020〕112号.")
    results = serializers.ListField(child=serializers.ChoiceField(CheckResult.choices), required=False)
    penalties = serializers.ListField(child=serializers.ChoiceField(Penalty.choices), required=False)
    fine = serializers.DecimalField(14, 2, required=False, help_text="Yuan.")
    confiscated = serializers.DecimalField(14, 2, required=False, help_text="Yuan.")
    demerits = serializers.IntegerField(required=False)
    points = serializers.IntegerField(required=False, help_text=HUNDREDTHS)
    public_until = serializers.DateField(required=False, help_text="Only to deviate from the latest day allowed.")
    public_basis = serializers.CharField(required=False, help_text="The law that sets a period outside the bounds.")
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=60, required=False, help_text="The system it comes from; with source_id it is recorded once."
    )
    source_id = serializers.CharField(max_length=120, required=False)

    def validate_source(self, source: str) -> str:
        if source == TABLE:
            raise serializers.ValidationError(
                _("“%(text)s” is what the portal calls its own tables.") % {"text": source}
            )
        return source


class CounterSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=2000)


class StandingSerializer(serializers.Serializer):
    """What became of an event from a day on."""

    kind = serializers.ChoiceField(StandingKind.choices)
    kind_display = serializers.CharField(source="get_kind_display")
    on = serializers.DateField()
    until = serializers.DateField(allow_null=True, help_text="The last day, of what ends by itself.")
    reason = serializers.CharField()
    document_number = serializers.CharField()
    unit = serializers.CharField(help_text="Who added it.")
    person = serializers.CharField(help_text="Empty where it was somebody of another territory, or the portal.")
    recorded_at = serializers.DateTimeField()


class NewStandingSerializer(StrictSerializer):
    kind = serializers.ChoiceField(StandingKind.choices)
    on = serializers.DateField(required=False, help_text="From which day; today, unless given.")
    reason = serializers.CharField(max_length=500)
    document_number = serializers.CharField(max_length=80, required=False, help_text="As 神政办发〔2020〕112号.")
