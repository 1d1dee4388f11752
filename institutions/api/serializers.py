"""Institutions as they enter and leave the API."""

from rest_framework import serializers

from agencies.api.serializers import RegionRefSerializer
from institutions.enums import Category, ClassGrade, InstitutionState, Level, LicenceType, Ownership, ProfitClass
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer


class InstitutionSerializer(RowSerializer):
    id = serializers.UUIDField(source="party__public_id")
    name = serializers.CharField()
    region = RegionRefSerializer(source="party__region")
    category = serializers.ChoiceField(Category.choices)
    category_display = LabelField(Category, source="category")
    state = serializers.ChoiceField(InstitutionState.choices)
    uscc = serializers.CharField(help_text="Unified social credit code.")
    reg_code = serializers.CharField(help_text="Institution registration code.")
    ownership = serializers.ChoiceField(Ownership.choices, allow_blank=True)
    profit_class = serializers.ChoiceField(ProfitClass.choices, allow_blank=True)
    level = serializers.ChoiceField(Level.choices, allow_blank=True)
    class_grade = serializers.ChoiceField(ClassGrade.choices, allow_blank=True)
    beds = serializers.IntegerField()
    subjects = serializers.ListField(child=serializers.CharField())
    principal = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    owner = serializers.UUIDField(source="owner__public_id", allow_null=True)
    licence_type = serializers.ChoiceField(LicenceType.choices)
    licence_number = serializers.CharField()
    licence_from = serializers.DateField(allow_null=True)
    licence_to = serializers.DateField(allow_null=True)
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    successor = serializers.UUIDField(
        source="party__successor__public_id", allow_null=True, help_text="Into which it was merged."
    )


class InstitutionFactsSerializer(StrictSerializer):
    """What is sent in; empty texts, and null for a day, say that there is none."""

    name = serializers.CharField(max_length=120)
    region = serializers.IntegerField(help_text="Id of a region of the territory.")
    category = serializers.ChoiceField(Category.choices)
    uscc = serializers.CharField(required=False, allow_blank=True, max_length=18)
    reg_code = serializers.CharField(required=False, allow_blank=True, max_length=22)
    ownership = serializers.ChoiceField(Ownership.choices, required=False, allow_blank=True)
    profit_class = serializers.ChoiceField(ProfitClass.choices, required=False, allow_blank=True)
    level = serializers.ChoiceField(Level.choices, required=False, allow_blank=True)
    class_grade = serializers.ChoiceField(ClassGrade.choices, required=False, allow_blank=True)
    beds = serializers.IntegerField(required=False, min_value=0)
    subjects = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=100)
    principal = serializers.CharField(required=False, allow_blank=True, max_length=60)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=30)
    address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    owner = serializers.UUIDField(required=False, allow_null=True, help_text="Public id of a party.")
    licence_type = serializers.ChoiceField(LicenceType.choices, required=False)
    licence_number = serializers.CharField(required=False, allow_blank=True, max_length=40)
    licence_from = serializers.DateField(required=False, allow_null=True)
    licence_to = serializers.DateField(required=False, allow_null=True)
    opened_on = serializers.DateField(required=False, allow_null=True)


class ClosureSerializer(StrictSerializer):
    on = serializers.DateField(help_text="The last day.")
    reason = serializers.CharField(max_length=300)
    successor = serializers.UUIDField(
        required=False, help_text="Public id of the institution into which it was merged."
    )


class StepReasonSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)
