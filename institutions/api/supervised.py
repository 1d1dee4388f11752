"""`/api/v1/objects/`: what is supervised beside the medical institutions."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from agencies.api.serializers import RegionRefSerializer
from institutions.enums import SupervisedKind
from institutions.filters import SupervisedObjectFilters
from institutions.lists import ORDER, region_named
from institutions.models import SupervisedObject
from institutions.services import supervised as services
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import PUBLIC_ID, ScopedViewSet, sent
from kernel.errors import FaultyFacts


class ObjectSerializer(RowSerializer):
    id = serializers.UUIDField(source="party__public_id")
    kind = serializers.ChoiceField(SupervisedKind.choices)
    kind_display = LabelField(SupervisedKind, source="kind")
    name = serializers.CharField()
    region = RegionRefSerializer(source="party__region")
    address = serializers.CharField()
    uscc = serializers.CharField(help_text="Unified social credit code.")
    phone = serializers.CharField()
    remark = serializers.CharField()
    ended_on = serializers.DateField(allow_null=True)


class ObjectFactsSerializer(StrictSerializer):
    kind = serializers.ChoiceField(SupervisedKind.choices)
    name = serializers.CharField(max_length=120)
    region = serializers.IntegerField(help_text="Id of a region of the territory.")
    address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    uscc = serializers.CharField(required=False, allow_blank=True, max_length=18)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=30)
    remark = serializers.CharField(required=False, allow_blank=True, max_length=300)


class EndSerializer(StrictSerializer):
    on = serializers.DateField(help_text="The last day.")
    reason = serializers.CharField(max_length=300)


class ObjectViewSet(ScopedViewSet):
    """Schools, waterworks, public places, practice without a licence, persons: as subjects of events and checks."""

    model, serializer_class, filterset_class = SupervisedObject, ObjectSerializer, SupervisedObjectFilters
    order = ORDER
    lookup_field, lookup_url_kwarg, lookup_value_regex = "party__public_id", "id", PUBLIC_ID

    @extend_schema(
        parameters=[ONCE], request=ObjectFactsSerializer, responses={200: ObjectSerializer, 201: ObjectSerializer}
    )
    def create(self, request):
        """Name one that is not there yet."""
        require(request.acting, "institutions.add_supervisedobject")
        facts = self.understood(sent(request, ObjectFactsSerializer))

        def make() -> str:
            return str(tried(services.add_object, by=request.acting, **facts).party.public_id)

        key, is_new = made_once(request, make)
        return self.answer_made(key, is_new=is_new)

    @extend_schema(request=ObjectFactsSerializer, responses=ObjectSerializer)
    def partial_update(self, request, **kwargs):
        """Correct what is recorded; what is left out stays."""
        row = self.get_object("institutions.change_supervisedobject")
        form = ObjectFactsSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        tried(services.change_object, row, by=request.acting, **self.understood(form.validated_data))
        return self.retrieve(request)

    @extend_schema(request=EndSerializer, responses=ObjectSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, **kwargs):
        """It is there no more."""
        return self.done(services.end_object, "institutions.end_supervisedobject", EndSerializer)

    def understood(self, told: dict[str, Any]) -> dict[str, Any]:
        """The facts with the region's row in the place of its id."""
        if "region" not in told:
            return told
        region = region_named(self.request.acting, told["region"], on=timezone.localdate())
        if region is None:
            raise serializers.ValidationError({"region": [_("No region of your territory has this id.")]})
        return told | {"region": region}


def tried(deed, *args, **facts) -> SupervisedObject:
    try:
        made: SupervisedObject = deed(*args, **facts)
    except FaultyFacts as refusal:
        raise serializers.ValidationError({name: [fault] for name, fault in refusal.faults.items()}) from None
    return made
