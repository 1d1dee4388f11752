"""`/api/v1/practitioners/`."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from institutions.lists import institution_named
from institutions.services.register import FaultyFacts
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent
from practitioners.api.serializers import (
    FindSerializer,
    NewPractitionerSerializer,
    NumbersSerializer,
    PersonFactsSerializer,
    PractitionerSerializer,
    UnmaskSerializer,
)
from practitioners.filters import PractitionerFilters
from practitioners.lists import ORDER
from practitioners.models import Practitioner
from practitioners.services import people as services


def tried(deed, *args, **facts):
    """What the service makes; 400 with a sentence for each fact that it refuses."""
    try:
        return deed(*args, **facts)
    except FaultyFacts as refusal:
        raise serializers.ValidationError({name: [fault] for name, fault in refusal.faults.items()}) from None


def institution_meant(by, public_id):
    institution = institution_named(by, public_id)
    if institution is None:
        raise serializers.ValidationError({"institution": [_("No institution of your territory has this id.")]})
    return institution


@extend_schema_view(
    shared=extend_schema(description="Who is registered in the territory beside a main institution elsewhere; "
                                     "for an institution its own people.")
)  # fmt: skip
class PractitionerViewSet(SharedViewSet):
    """The practitioners of the territory, personal numbers masked; an institution finds its own under /shared/."""

    model, serializer_class, filterset_class = Practitioner, PractitionerSerializer, PractitionerFilters
    order = ORDER
    lookup_field, lookup_url_kwarg, lookup_value_regex = "party__public_id", "id", PUBLIC_ID

    @extend_schema(
        parameters=[ONCE],
        request=NewPractitionerSerializer,
        responses={200: PractitionerSerializer, 201: PractitionerSerializer},
    )
    def create(self, request):
        """Add somebody new, with the main registration at an institution."""
        by, at = request.acting, timezone.now()
        require(by, "practitioners.add_practitioner")
        told = sent(request, NewPractitionerSerializer)
        institution = institution_meant(by, told.pop("institution"))

        def make() -> str:
            made = tried(services.add_practitioner, institution=institution, by=by, at=at, **told)
            return str(made.party.public_id)

        key, is_new = made_once(request, make)
        shown = self.values(self.get_queryset().filter(party__public_id=key)).first()
        if shown is None:  # a repeat, after a main registration moved the person to another territory
            raise Http404
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)

    @extend_schema(request=PersonFactsSerializer, responses=PractitionerSerializer)
    def partial_update(self, request, **kwargs):
        """Correct what is recorded of a person; what is left out stays, and "" takes a number out."""
        row = self.get_object("practitioners.change_practitioner")
        form = PersonFactsSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        tried(services.change_practitioner, row, by=request.acting, at=timezone.now(), **form.validated_data)
        return self.retrieve(request)

    @extend_schema(request=FindSerializer, responses=PractitionerSerializer)
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    def find(self, request):
        """Whoever has exactly this number, in every territory; it is posted, so that no address or log holds it."""
        require(request.acting, "practitioners.add_registration")
        found = services.practitioner_with(sent(request, FindSerializer)["number"], by=request.acting)
        if found is None:
            raise Http404
        return Response(self.get_serializer(self.values(Practitioner.objects.filter(pk=found.pk)).get()).data)

    @extend_schema(request=UnmaskSerializer, responses=NumbersSerializer)
    @action(detail=True, methods=["post"])
    def unmask(self, request, **kwargs):
        """Personal numbers in full, for handlers, reviewers and leaders of the commission of the place; the trail
        keeps who asked for whose, and what for."""
        row, by = self.reach(lambda rows: rows), request.acting
        require(by, "practitioners.unmask", row)
        shown = services.unmask(row, by=by, **sent(request, UnmaskSerializer))
        return Response(NumbersSerializer(shown).data, headers={"Cache-Control": "no-store"})
