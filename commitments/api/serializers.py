"""Commitments and their texts as they enter and leave the API."""

from rest_framework import serializers

from agencies.api.serializers import PartyRefSerializer
from commitments.enums import CommitmentKind
from commitments.forms import LONGEST_TEXT
from institutions.api.changes import InstitutionRefSerializer
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer


class CommitmentTextSerializer(RowSerializer):
    """By which text: its version."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    number = serializers.IntegerField()
    digest = serializers.CharField()


class CommitmentSerializer(RowSerializer):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(CommitmentKind.choices)
    kind_display = LabelField(CommitmentKind, source="kind")
    party = PartyRefSerializer(help_text="Who commits himself.")
    institution = InstitutionRefSerializer()
    to = PartyRefSerializer(help_text="To whom.")
    template = CommitmentTextSerializer()
    year = serializers.IntegerField()
    signed_name = serializers.CharField()
    signed_on = serializers.DateField()
    signed_at = serializers.DateTimeField(help_text="When it was signed on the page, or the scan entered.")
    scan = serializers.UUIDField(source="scan__public_id", allow_null=True, help_text="File of the signed paper.")
    digest = serializers.CharField(
        help_text="SHA-256 of the JSON list: digest of the text, ids of party and to, year, name, time, SHA-256 of the "
        "scan or an empty text."
    )


class SignatureSerializer(StrictSerializer):
    institution = serializers.UUIDField(help_text="Public id of the institution.")
    practitioner = serializers.UUIDField(
        required=False,
        help_text="Public id of the practitioner who signs; without it the institution's principal does.",
    )
    name = serializers.CharField(max_length=60, help_text="Full name of the person who signs.")
    template = serializers.IntegerField(help_text="Id of the text that was read.", min_value=1, max_value=2**63 - 1)


class CommitmentTemplateSerializer(RowSerializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(CommitmentKind.choices)
    kind_display = LabelField(CommitmentKind, source="kind")
    region = serializers.IntegerField(source="region_id", allow_null=True, help_text="Null: everywhere.")
    region_name = serializers.CharField(source="region__name", allow_null=True)
    number = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    valid_from = serializers.DateField()
    digest = serializers.CharField()


class NewTemplateSerializer(StrictSerializer):
    kind = serializers.ChoiceField(CommitmentKind.choices)
    title = serializers.CharField(max_length=100)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    valid_from = serializers.DateField()
