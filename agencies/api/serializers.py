"""Regions and agencies as they leave the API."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from rest_framework import serializers

from agencies.enums import AgencyKind, CodeScheme, PartyKind, RegionKind
from agencies.models import AgencyAlias, RegionCode, Section
from kernel.api.serializers import LabelField, RowSerializer


class RegionRefSerializer(RowSerializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class PartyRefSerializer(RowSerializer):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    kind = serializers.ChoiceField(PartyKind.choices)


class RegionCodeSerializer(RowSerializer):
    scheme = serializers.ChoiceField(CodeScheme.choices)
    code = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class RegionSerializer(RowSerializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(RegionKind.choices)
    kind_display = LabelField(RegionKind, source="kind")
    parent = serializers.IntegerField(  # type: ignore[assignment]  # the metaclass takes the fields out of the class
        source="parent_id", allow_null=True, help_text="Id of the region above."
    )
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    codes = RegionCodeSerializer(many=True, source="code_rows", help_text="Official division codes, past ones too.")

    @classmethod
    def annotations(cls):
        code = JSONObject(scheme="scheme", code="code", valid_from="valid_from", valid_to="valid_to")
        codes = RegionCode.objects.filter(region=OuterRef("pk")).order_by("scheme", "valid_from", "pk")
        return {"code_rows": ArraySubquery(codes.values_list(code))}


class SectionSerializer(RowSerializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class AgencySerializer(RowSerializer):
    """`parent` and `successor` are ids of agencies; they may lie outside the reader's territory."""

    id = serializers.UUIDField(source="party__public_id")
    name = serializers.CharField(source="party__name")
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(AgencyKind.choices, help_text="The competence.")
    kind_display = LabelField(AgencyKind, source="kind")
    region = RegionRefSerializer(source="party__region")
    parent = serializers.UUIDField(source="parent__party__public_id", allow_null=True)  # type: ignore[assignment]
    position = serializers.IntegerField(help_text="Order in the matrix.")
    valid_from = serializers.DateField(source="party__valid_from", allow_null=True)
    valid_to = serializers.DateField(source="party__valid_to", allow_null=True)
    successor = serializers.UUIDField(source="party__successor__public_id", allow_null=True)
    aliases = serializers.ListField(child=serializers.CharField(), source="alias_names")
    sections = SectionSerializer(many=True, source="section_rows", help_text="Inner sections in use.")

    @classmethod
    def annotations(cls):
        aliases = AgencyAlias.objects.filter(agency=OuterRef("pk")).order_by("name")
        sections = Section.objects.filter(agency=OuterRef("pk"), is_active=True).order_by("name")
        return {
            "alias_names": ArraySubquery(aliases.values("name")),
            "section_rows": ArraySubquery(sections.values_list(JSONObject(id="pk", name="name"))),
        }
