"""`/api/v1/institutions/`."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from agencies.models import Party
from institutions.api.serializers import (
    ClosureSerializer,
    InstitutionFactsSerializer,
    InstitutionSerializer,
    StepReasonSerializer,
)
from institutions.filters import InstitutionFilters
from institutions.lists import ORDER, institution_named, party_named, region_named
from institutions.models import Institution
from institutions.services import register as services
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent


class InstitutionViewSet(SharedViewSet):
    """The register of the territory; an institution finds its own record under /shared/.

    A change names the version that was read, by `If-Match`.
    """

    model, serializer_class, filterset_class = Institution, InstitutionSerializer, InstitutionFilters
    order = ORDER
    lookup_field, lookup_url_kwarg = "party__public_id", "id"
    lookup_value_regex = PUBLIC_ID

    @extend_schema(
        parameters=[ONCE],
        request=InstitutionFactsSerializer,
        responses={200: InstitutionSerializer, 201: InstitutionSerializer},
    )
    def create(self, request):
        """Add an institution."""
        by, at = request.acting, timezone.now()
        require(by, "institutions.add_institution")
        facts = self.understood(sent(request, InstitutionFactsSerializer))

        def make() -> str:
            return str(self.tried(services.add_institution, by=by, at=at, **facts).party.public_id)

        key, is_new = made_once(request, make)
        return self.answer_made(key, is_new=is_new)

    @extend_schema(request=InstitutionFactsSerializer, responses=InstitutionSerializer)
    def partial_update(self, request, **kwargs):
        """Change what the register says; what is left out stays."""
        row = self.get_object("institutions.change_institution")
        form = InstitutionFactsSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        facts = self.understood(form.validated_data)
        self.tried(services.change_institution, row, by=request.acting, at=timezone.now(), **facts)
        return self.retrieve(request)

    @extend_schema(request=ClosureSerializer, responses=InstitutionSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request, **kwargs):
        """The institution practises no more; `successor`: into which it was merged."""
        row = self.get_object("institutions.close_institution")
        told = sent(request, ClosureSerializer)
        successor = None
        if "successor" in told and (successor := institution_named(request.acting, told["successor"])) is None:
            raise serializers.ValidationError({"successor": [_("No institution of your territory has this id.")]})
        services.close_institution(
            row, on=told["on"], reason=told["reason"], successor=successor, by=request.acting, at=timezone.now()
        )
        return self.retrieve(request)

    @extend_schema(request=StepReasonSerializer, responses=InstitutionSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request, **kwargs):
        """The closure was a mistake."""
        return self.stepped(request, "institutions.close_institution", services.reopen_institution)

    @extend_schema(request=StepReasonSerializer, responses=InstitutionSerializer)
    @action(detail=True, methods=["post"])
    def suspend(self, request, **kwargs):
        """The institution may not practise for a time."""
        return self.stepped(request, "institutions.change_institution", services.suspend_institution)

    @extend_schema(request=StepReasonSerializer, responses=InstitutionSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request, **kwargs):
        """A suspended institution practises again."""
        return self.stepped(request, "institutions.change_institution", services.resume_institution)

    def stepped(self, request, perm: str, service) -> Response:
        row = self.get_object(perm)
        service(row, reason=sent(request, StepReasonSerializer)["reason"], by=request.acting)
        return self.retrieve(request)

    def understood(self, told: dict[str, Any]) -> dict[str, Any]:
        """The facts with rows in the place of ids."""
        facts, by = dict(told), self.request.acting
        if "region" in facts and (region := region_named(by, facts["region"], on=timezone.localdate())):
            facts["region"] = region
        elif "region" in facts:
            raise serializers.ValidationError({"region": [_("No region of your territory has this id.")]})
        if facts.get("owner"):
            owner: Party | None = party_named(facts["owner"])
            if owner is None:
                raise serializers.ValidationError({"owner": [_("No party has this public id.")]})
            facts["owner"] = owner
        return facts

    def tried(self, deed, *args, **facts) -> Institution:
        try:
            made: Institution = deed(*args, **facts)
        except services.FaultyFacts as refusal:
            raise serializers.ValidationError({name: [fault] for name, fault in refusal.faults.items()}) from None
        return made
