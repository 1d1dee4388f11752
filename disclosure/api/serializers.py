"""Publications as they leave the API, masked as the public reads them, and what the steps take."""

from rest_framework import serializers

from disclosure.enums import PublicationState, WithdrawalGround
from kernel.api.serializers import LabelField, RowSerializer


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


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class WithdrawalSerializer(ReasonSerializer):
    ground = serializers.ChoiceField(WithdrawalGround.choices, help_text="What the public is told.")


class RevokedSerializer(serializers.Serializer):
    on = serializers.DateField(help_text="The day on which the decision was changed or revoked.")
