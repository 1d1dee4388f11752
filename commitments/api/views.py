"""`/api/v1/commitments/` and `/api/v1/commitment-templates/`."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from commitments.api.serializers import (
    CommitmentSerializer,
    CommitmentTemplateSerializer,
    NewTemplateSerializer,
    SignatureSerializer,
)
from commitments.filters import CommitmentFilters, TemplateFilters
from commitments.lists import practitioner_at, text_read
from commitments.models import Commitment, CommitmentTemplate
from commitments.services.signing import sign_commitment
from commitments.services.templates import add_template
from institutions.lists import own_or_named
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import PUBLIC_ID, ScopedViewSet, SharedViewSet, sent


class CommitmentViewSet(SharedViewSet):
    """What was signed in the institutions of the territory; an institution finds its own under /shared/."""

    model, serializer_class, filterset_class = Commitment, CommitmentSerializer, CommitmentFilters
    lookup_field, lookup_url_kwarg, lookup_value_regex = "public_id", "id", PUBLIC_ID

    @extend_schema(
        parameters=[ONCE],
        request=SignatureSerializer,
        responses={200: CommitmentSerializer, 201: CommitmentSerializer},
    )
    def create(self, request):
        """Sign for the year that runs."""
        by, told = request.acting, sent(request, SignatureSerializer)
        person = told.get("practitioner")
        require(by, "commitments.collect_commitment" if person else "commitments.sign_commitment")
        institution = own_or_named(by, told["institution"])
        if institution is None:
            raise serializers.ValidationError({"institution": [_("No institution of your territory has this id.")]})
        who = practitioner_at(institution, person) if person else None
        if person and who is None:
            raise serializers.ValidationError(
                {"practitioner": [_("This person is not registered at the institution.")]}
            )
        seen = text_read(told["template"], by=by)

        def make() -> str:
            row = sign_commitment(institution, practitioner=who, name=told["name"], seen=seen, by=by, at=timezone.now())
            return str(row.public_id)

        key, is_new = made_once(request, make)
        shown = self.values(self.shared_rows().filter(public_id=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)


class CommitmentTemplateViewSet(ScopedViewSet):
    """The texts of the territory, and of the territories around."""

    model, serializer_class, filterset_class = CommitmentTemplate, CommitmentTemplateSerializer, TemplateFilters
    lookup_field, lookup_url_kwarg, lookup_value_regex = "pk", "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE],
        request=NewTemplateSerializer,
        responses={200: CommitmentTemplateSerializer, 201: CommitmentTemplateSerializer},
    )
    def create(self, request):
        """Add a version for the own territory."""
        by = request.acting
        require(by, "commitments.add_commitmenttemplate", by.party)
        told = sent(request, NewTemplateSerializer)

        def make() -> str:
            return str(add_template(told.pop("kind"), region=by.party.region, by=by, at=timezone.now(), **told).pk)

        key, is_new = made_once(request, make)
        shown = self.values(self.get_queryset().filter(pk=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)
