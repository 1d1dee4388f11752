"""`/api/v1/permits/` and `/api/v1/equipment/`: what institutions may do beside their licence, and with what."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from institutions.api.changes import InstitutionRefSerializer
from institutions.enums import EquipmentKind, PermitKind
from institutions.filters import DayFilter
from institutions.lists import own_or_named
from institutions.models import Equipment, Permit
from institutions.services import permits as services
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent


class PermitFactsSerializer(StrictSerializer):
    kind = serializers.ChoiceField(PermitKind.choices)
    number = serializers.CharField(max_length=60)
    issued_by = serializers.CharField(required=False, allow_blank=True, max_length=100)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_to = serializers.DateField(required=False, allow_null=True)


class NewPermitSerializer(PermitFactsSerializer):
    institution = serializers.UUIDField(help_text="Public id of the institution.")


class PermitSerializer(RowSerializer):
    id = serializers.IntegerField()
    institution = InstitutionRefSerializer()
    kind = serializers.ChoiceField(PermitKind.choices)
    kind_display = LabelField(PermitKind, source="kind")
    number = serializers.CharField()
    issued_by = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class EquipmentFactsSerializer(StrictSerializer):
    kind = serializers.ChoiceField(EquipmentKind.choices)
    name = serializers.CharField(max_length=100)
    model = serializers.CharField(required=False, allow_blank=True, max_length=60)
    serial = serializers.CharField(required=False, allow_blank=True, max_length=60)
    room = serializers.CharField(required=False, allow_blank=True, max_length=60)
    permit_number = serializers.CharField(required=False, allow_blank=True, max_length=60)
    permit_to = serializers.DateField(required=False, allow_null=True)
    checked_on = serializers.DateField(required=False, allow_null=True)
    is_in_use = serializers.BooleanField(required=False)


class NewEquipmentSerializer(EquipmentFactsSerializer):
    institution = serializers.UUIDField(help_text="Public id of the institution.")


class EquipmentSerializer(RowSerializer):
    id = serializers.UUIDField(source="public_id", help_text="In the code that is put on it: /open/e/{id}/.")
    institution = InstitutionRefSerializer()
    kind = serializers.ChoiceField(EquipmentKind.choices)
    kind_display = LabelField(EquipmentKind, source="kind")
    name = serializers.CharField()
    model = serializers.CharField()
    serial = serializers.CharField()
    room = serializers.CharField()
    permit_number = serializers.CharField()
    permit_to = serializers.DateField(allow_null=True)
    checked_on = serializers.DateField(allow_null=True)
    is_in_use = serializers.BooleanField()


class OfInstitutionFilters(django_filters.FilterSet):
    institution = django_filters.UUIDFilter(
        label=gettext_lazy("Institution (public id)"), field_name="institution__party__public_id"
    )


class PermitFilters(OfInstitutionFilters):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=PermitKind.choices)
    ends = DayFilter(label=gettext_lazy("Ends by"), field_name="valid_to", lookup_expr="lte")


class EquipmentFilters(OfInstitutionFilters):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=EquipmentKind.choices)
    ends = DayFilter(label=gettext_lazy("Permit ends by"), field_name="permit_to", lookup_expr="lte")


class _OfInstitution(SharedViewSet):
    """perm, add, change, facts_class, new_class: of the subclass."""

    order = ("pk",)
    perm = ""
    add: Any = None
    change: Any = None
    facts_class: Any = None
    new_class: Any = None

    def also(self) -> dict[str, Any]:
        """What the services ask for beside the facts."""
        return {}

    def make(self, request) -> Response:
        by = request.acting
        require(by, self.perm)
        told = sent(request, self.new_class) | self.also()
        institution = own_or_named(by, told.pop("institution"))
        if institution is None:
            raise serializers.ValidationError({"institution": [_("No institution of your territory has this id.")]})

        def make_row() -> str:
            return str(getattr(type(self).add(institution, by=by, **told), self.lookup_field))

        key, is_new = made_once(request, make_row)
        return self.answer_made(key, is_new=is_new)

    def alter(self, request) -> Response:
        row = self.get_object(self.perm)
        form = self.facts_class(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        type(self).change(row, by=request.acting, **form.validated_data, **self.also())
        return self.retrieve(request)


class PermitViewSet(_OfInstitution):
    """Special permits of the institutions of the territory; an institution finds its own under /shared/."""

    model, serializer_class, filterset_class = Permit, PermitSerializer, PermitFilters
    lookup_field, lookup_url_kwarg, lookup_value_regex = "pk", "id", "[0-9]+"
    perm, facts_class, new_class = "institutions.keep_permit", PermitFactsSerializer, NewPermitSerializer
    add, change = services.add_permit, services.change_permit

    @extend_schema(
        parameters=[ONCE], request=NewPermitSerializer, responses={200: PermitSerializer, 201: PermitSerializer}
    )
    def create(self, request):
        """Add a permit."""
        return self.make(request)

    @extend_schema(request=PermitFactsSerializer, responses=PermitSerializer)
    def partial_update(self, request, **kwargs):
        """Correct a permit; what is left out stays."""
        return self.alter(request)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request, **kwargs):
        """Take out one that was entered by mistake."""
        services.remove_permit(self.get_object("institutions.keep_permit"), by=request.acting)
        return Response(status=204)


class EquipmentViewSet(_OfInstitution):
    """Large and radiology equipment of the territory; an institution finds its own under /shared/, and keeps it."""

    model, serializer_class, filterset_class = Equipment, EquipmentSerializer, EquipmentFilters
    lookup_field, lookup_url_kwarg, lookup_value_regex = "public_id", "id", PUBLIC_ID
    perm, facts_class, new_class = "institutions.keep_equipment", EquipmentFactsSerializer, NewEquipmentSerializer
    add, change = services.add_equipment, services.change_equipment

    def also(self) -> dict[str, Any]:
        return {"at": timezone.now()}

    @extend_schema(
        parameters=[ONCE],
        request=NewEquipmentSerializer,
        responses={200: EquipmentSerializer, 201: EquipmentSerializer},
    )
    def create(self, request):
        """Add a piece of equipment; its id is that of its code."""
        return self.make(request)

    @extend_schema(request=EquipmentFactsSerializer, responses=EquipmentSerializer)
    def partial_update(self, request, **kwargs):
        """Correct what is said of it, also that it is no longer in use."""
        return self.alter(request)
