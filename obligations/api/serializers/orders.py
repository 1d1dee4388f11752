"""Supervision orders as they leave the API, and what is sent in about them."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.api.serializers import PartyRefSerializer
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from obligations.enums import OrderState, OrderVerb


class OrderSerializer(RowSerializer):
    """`reply` and `judgement` are those of the last round; all of them are in its steps."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="What is required.")
    issuer = PartyRefSerializer()
    bearer = PartyRefSerializer(help_text="Who was ordered.")
    about = serializers.UUIDField(source="about__public_id", allow_null=True, help_text="The duty that it presses.")
    issued_by = serializers.CharField(source="issued_by__user__name")
    issued_at = serializers.DateTimeField()
    state = serializers.ChoiceField(OrderState.choices)
    state_display = LabelField(OrderState, source="state")
    receipt_number = serializers.CharField(help_text="Empty until it is received.")
    received_by = serializers.CharField(source="received_by__user__name", allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    reply = serializers.CharField()
    replied_by = serializers.CharField(source="replied_by__user__name", allow_null=True)
    replied_at = serializers.DateTimeField(allow_null=True)
    judgement = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)


class OrderStepSerializer(serializers.Serializer):
    """Something that was done with an order."""

    verb = serializers.ChoiceField(OrderVerb.choices)
    verb_display = serializers.CharField(source="get_verb_display")
    at = serializers.DateTimeField()
    unit = serializers.CharField(source="by.party.name")
    person = serializers.CharField(source="by.user.name")
    text = serializers.CharField(help_text="The receipt's number, a reply, or a reason.")


class IssuingSerializer(StrictSerializer):
    bearer = serializers.UUIDField(help_text="The unit that is pressed.")
    title = serializers.CharField(max_length=200, help_text="One line, as it stands in lists.")
    text = serializers.CharField(max_length=5000, help_text="What is required, and what the reply has to say.")
    reply_by = serializers.DateField(required=False, help_text="In place of the usual limit.")
    about = serializers.UUIDField(required=False, help_text="The duty of the unit that it presses.")


class ReplyingSerializer(StrictSerializer):
    text = serializers.CharField(max_length=5000)


class JudgingSerializer(StrictSerializer):
    decision = serializers.ChoiceField(["close", "return"], help_text="Accept the reply, or send it back.")
    remark = serializers.CharField(max_length=300, required=False, help_text="Needed to send it back.")

    def validate(self, attrs):
        if attrs["decision"] == "return" and not attrs.get("remark"):
            raise serializers.ValidationError({"remark": [_("Say what is missing, so that the unit can reply anew.")]})
        return attrs


class WithdrawingSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)
