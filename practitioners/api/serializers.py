"""Practitioners and registrations as they enter and leave the API: personal numbers come in, and leave masked."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.api.serializers import RegionRefSerializer
from institutions.api.changes import InstitutionRefSerializer
from kernel.api.serializers import ComputedField, LabelField, RowSerializer, StrictSerializer
from practitioners.enums import (
    CancelGround,
    DoctorCategory,
    Profession,
    Purpose,
    RegistrationKind,
    RegistrationState,
)
from practitioners.forms import LONGEST_REASON
from practitioners.masking import masked
from practitioners.models import Registration

NUMBER = 50  # signs that a number may have, spaces too


@extend_schema_field(serializers.CharField(allow_null=True))
class MaskedField(ComputedField):
    """A personal number with most of its signs hidden; null for who may not see even that."""

    def __init__(self, column: str, **kwargs):
        self.needs = (column,)
        super().__init__(help_text="The first six and last two signs; null outside the health commission.", **kwargs)

    def reader(self, context):
        (column,) = self.needs
        if not context["request"].acting.has_perm("practitioners.view_numbers"):
            return lambda row: None
        return lambda row: masked(row[column])


class NumberField(serializers.CharField):
    """A number as people write it: in capitals, without spaces."""

    def __init__(self, **kwargs):
        super().__init__(max_length=NUMBER, **kwargs)

    def to_internal_value(self, data):
        return "".join(super().to_internal_value(data).split()).upper()


class MainSerializer(RowSerializer):
    """The main registration, where one holds."""

    id = serializers.IntegerField()
    institution = serializers.UUIDField(help_text="Public id of the institution.")
    institution_name = serializers.CharField()
    valid_to = serializers.DateField(allow_null=True)


class PractitionerSerializer(RowSerializer):
    id = serializers.UUIDField(source="party__public_id")
    name = serializers.CharField()
    region = RegionRefSerializer(source="party__region")
    profession = serializers.ChoiceField(Profession.choices)
    profession_display = LabelField(Profession, source="profession")
    category = serializers.ChoiceField(DoctorCategory.choices, allow_blank=True)
    category_display = LabelField(DoctorCategory, source="category")
    certificate_number = serializers.CharField(help_text="Of the practice certificate.")
    id_number = MaskedField("id_number")
    qualification_code = MaskedField("qualification_code")
    main = MainSerializer(many=True, source="main_rows", help_text="The main registration; none, or one.")

    @classmethod
    def annotations(cls):
        main = Registration.objects.open().main().filter(practitioner=OuterRef("pk")).order_by()
        shown = JSONObject(
            id="pk", institution="institution__party__public_id", institution_name="institution__name",
            valid_to="valid_to",
        )  # fmt: skip
        return {"main_rows": ArraySubquery(main.values_list(shown))}


class PersonFactsSerializer(StrictSerializer):
    name = serializers.CharField(max_length=60)
    profession = serializers.ChoiceField(Profession.choices)
    category = serializers.ChoiceField(DoctorCategory.choices, required=False, allow_blank=True)
    certificate_number = NumberField(required=False, allow_blank=True)
    id_number = NumberField(required=False, allow_blank=True, help_text="In full; it never leaves so.")
    qualification_code = NumberField(required=False, allow_blank=True)


class TermSerializer(StrictSerializer):
    scope = serializers.CharField(required=False, allow_blank=True, max_length=100)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(
        required=False, allow_null=True, help_text="By default what the law says of the profession."
    )


class NewPractitionerSerializer(PersonFactsSerializer, TermSerializer):
    institution = serializers.UUIDField(help_text="Public id of the main institution.")


class FindSerializer(StrictSerializer):
    number = NumberField(help_text="Of practice certificate, identity card or qualification certificate, exactly.")


class UnmaskSerializer(StrictSerializer):
    purpose = serializers.ChoiceField(Purpose.choices)
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="The matter and its number.")


class NumbersSerializer(serializers.Serializer):
    id_number = serializers.CharField()
    qualification_code = serializers.CharField()


class PractitionerRefSerializer(RowSerializer):
    id = serializers.UUIDField(source="party__public_id")
    name = serializers.CharField()
    profession = serializers.ChoiceField(Profession.choices)


class RegistrationSerializer(RowSerializer):
    id = serializers.IntegerField()
    practitioner = PractitionerRefSerializer()
    institution = InstitutionRefSerializer()
    kind = serializers.ChoiceField(RegistrationKind.choices)
    kind_display = LabelField(RegistrationKind, source="kind")
    scope = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(RegistrationState.choices)
    state_display = LabelField(RegistrationState, source="state")
    ended_on = serializers.DateField(allow_null=True)
    ground = serializers.ChoiceField(CancelGround.choices, allow_blank=True)


class NewRegistrationSerializer(FindSerializer, TermSerializer):
    institution = serializers.UUIDField(help_text="Public id of the institution.")
    kind = serializers.ChoiceField(RegistrationKind.choices)


class UntilSerializer(StrictSerializer):
    until = serializers.DateField()


class EndRegistrationSerializer(StrictSerializer):
    on = serializers.DateField(help_text="The last day.")
    reason = serializers.CharField(max_length=LONGEST_REASON)


class CancelRegistrationSerializer(EndRegistrationSerializer):
    ground = serializers.ChoiceField(CancelGround.choices)
