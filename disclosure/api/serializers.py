"""Publications as they leave the API, masked as the public reads them, and what the steps take."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from disclosure.enums import PublicationState, WithdrawalGround
from disclosure.kinds import PublicationKind
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer


class PublicationSerializer(RowSerializer):
    """`id` is the one of the public address; `party` and `party_name` are those about whom it is."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField(help_text="One of the kinds of /open/definitions/.")
    party = serializers.UUIDField(source="party__public_id")
    party_name = serializers.CharField()
    agency = serializers.UUIDField(source="agency__party__public_id")
    title = serializers.CharField()
    content = serializers.DictField(source="payload", child=serializers.CharField(), help_text="By field of its kind.")
    formed_on = serializers.DateField(help_text="The day of the decision, from which the clock runs.")
    public_from = serializers.DateField(help_text="Planned until it is published.")
    public_until = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(PublicationState.choices)
    state_display = LabelField(PublicationState, source="state")
    privacy_checked_at = serializers.DateTimeField(allow_null=True)
    secrecy_checked_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawal_ground = serializers.ChoiceField(WithdrawalGround.choices, allow_blank=True, help_text="Public.")
    withdrawal_reason = serializers.CharField(help_text="Not public.")


class ReasonSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class WithdrawalSerializer(ReasonSerializer):
    ground = serializers.ChoiceField(WithdrawalGround.choices, help_text="What the public is told.")


class RevokedSerializer(StrictSerializer):
    on = serializers.DateField(help_text="The day on which the decision was changed or revoked.")


class DraftSerializer(StrictSerializer):
    """What was recorded; what the public will read of it is masked when it is saved."""

    title = serializers.CharField(max_length=200)
    content = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        help_text="{key of a field of the kind: text}; a day as 2026-11-22, a choice as its code.",
    )
    names = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        help_text="Natural persons named in the texts: only the surname of each stays.",
    )
    public_from = serializers.DateField(
        required=False, help_text="A later first day, within the clock; else the day on which it is published."
    )
    public_until = serializers.DateField(required=False, help_text="The last day, needed where its level sets a limit.")

    def facts(self, kind: PublicationKind) -> dict:
        """As the services take them. Raises ValidationError for a field that the kind does not have."""
        told = dict(self.validated_data)
        told["fields"] = told.pop("content")
        if unknown := sorted(set(told["fields"]) - {field.key for field in kind.fields}):
            raise serializers.ValidationError({"content": [f"{_('There is no such field.')} {', '.join(unknown)}"]})
        return told


class NewDraftSerializer(DraftSerializer):
    kind = serializers.CharField(help_text="One of the kinds of /open/definitions/.")
    party = serializers.UUIDField(help_text="About whom it is.")
    formed_on = serializers.DateField(help_text="The day of the decision, after which the clock runs.")


class PublishingSerializer(StrictSerializer):
    public_from = serializers.DateField(
        required=False, help_text="A later first day, within the clock; else as planned, today at the earliest."
    )


class ComparedSerializer(serializers.Serializer):
    """A field as it was recorded, and as the public reads it."""

    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes the fields out of the class
    privacy = serializers.CharField()
    recorded = serializers.CharField()
    shown = serializers.CharField()
    is_changed = serializers.BooleanField()
