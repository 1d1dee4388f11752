"""Requests for more time as they leave the API, and what is sent in about them."""

from rest_framework import serializers

from agencies.api.serializers import PartyRefSerializer
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from obligations.enums import ExtensionState


class ExtensionSerializer(RowSerializer):
    id = serializers.IntegerField()
    duty = serializers.UUIDField(source="obligation__public_id")
    title = serializers.CharField(source="obligation__title")
    bearer = PartyRefSerializer(source="obligation__bearer")
    due_on = serializers.DateField(source="obligation__due_on", help_text="When the duty is due now.")
    until = serializers.DateField(help_text="Until when more time is asked for, or was given.")
    reason = serializers.CharField()
    basis = serializers.CharField()
    asked_by = serializers.CharField(source="asked_by__user__name")
    asked_at = serializers.DateTimeField()
    state = serializers.ChoiceField(ExtensionState.choices)
    state_display = LabelField(ExtensionState, source="state")
    decided_by = serializers.CharField(source="decided_by__user__name", allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()


class AskingSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)
    basis = serializers.CharField(max_length=200, help_text="The document or article it rests on.")
    until = serializers.DateField(
        required=False, help_text="Not needed where the kind itself says by how much (`extension` of /duties/kinds/)."
    )


class GrantingSerializer(StrictSerializer):
    answer = serializers.CharField(max_length=300, required=False)


class RefusingSerializer(StrictSerializer):
    answer = serializers.CharField(max_length=300, help_text="Why not.")
