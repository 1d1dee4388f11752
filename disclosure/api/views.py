"""`/api/v1/publications/`."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from disclosure import kinds, services
from disclosure.api.serializers import (
    ComparedSerializer,
    DraftSerializer,
    NewDraftSerializer,
    PublicationSerializer,
    PublishingSerializer,
    ReasonSerializer,
    RevokedSerializer,
    WithdrawalSerializer,
)
from disclosure.filters import PublicationFilters
from disclosure.models import Publication
from disclosure.services import reading
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import ScopedViewSet, sent


class PublicationViewSet(ScopedViewSet):
    """What the acting agency publishes, and for a health commission what is published in its territory."""

    model, serializer_class, filterset_class = Publication, PublicationSerializer, PublicationFilters
    order = ("-pk",)
    lookup_field, lookup_url_kwarg, lookup_value_regex = (
        "public_id",
        "id",
        r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    )

    @extend_schema(
        parameters=[ONCE],
        request=NewDraftSerializer,
        responses={201: PublicationSerializer, 200: PublicationSerializer},
    )
    def create(self, request):
        """Draft a publication, masked at once; the duty to publish it in time is opened."""
        by = request.acting
        require(by, "disclosure.add_publication")
        form = NewDraftSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        kind = form.validated_data["kind"]
        if kind not in dict(kinds.choices()):
            raise serializers.ValidationError({"kind": [_("There is no such kind of publication.")]})
        party = reading.party_to_publish(form.validated_data["party"], by=by)
        if party is None:
            raise serializers.ValidationError({"party": [_("No party of your territory has this public id.")]})
        told = form.facts(kinds.kind_of(kind)) | {"party": party}
        del told["kind"]

        def make() -> str:
            return str(services.draft_publication(kind, by=by, at=timezone.now(), **told).public_id)

        key, is_new = made_once(request, make)
        row = self.values(self.get_queryset().filter(public_id=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(row).data, status=201 if is_new else 200, headers=headers)

    @extend_schema(request=DraftSerializer)
    def update(self, request, **kwargs):
        """Write a draft anew: what is not sent is taken out. Whoever does is one of its writers."""
        row = self.get_object("disclosure.change_publication")
        form = DraftSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        services.change_draft(row, by=request.acting, at=timezone.now(), **form.facts(row.declared))
        return self.retrieve(request)

    @extend_schema(responses=ComparedSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def compared(self, request, id=None):  # noqa: A002 as the address names it
        """What was recorded beside what the public reads, for the checks; empty once it is published."""
        row = self.reach(lambda rows: rows)
        require(request.acting, "disclosure.read_original", row)
        return Response(ComparedSerializer(reading.compared(row, by=request.acting), many=True).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request, id=None):  # noqa: A002 as the address names it
        """Hand a draft in for the checks."""
        return self.take(services.submit_draft)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def pass_privacy(self, request, id=None):  # noqa: A002
        """Pass the privacy check: by a reviewer or leader of the agency who did not write it."""
        return self.take(services.pass_privacy_check)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def pass_secrecy(self, request, id=None):  # noqa: A002
        """Pass the secrecy check: by a reviewer or leader of the agency who did not write it."""
        return self.take(services.pass_secrecy_check)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="return", serializer_class=PublicationSerializer)
    def send_back(self, request, id=None):  # noqa: A002
        """Send it back to its writers; both checks begin anew."""
        return self.take(services.return_to_draft, ReasonSerializer)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request, id=None):  # noqa: A002
        """Put a draft aside for good; the duty to publish it is cancelled."""
        return self.take(services.discard_draft, ReasonSerializer)

    @extend_schema(request=PublishingSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request, id=None):  # noqa: A002
        """Show it to everybody from its first public day on; the duty to publish it is met."""
        return self.take(services.publish, PublishingSerializer)

    @extend_schema(request=RevokedSerializer)
    @action(detail=True, methods=["post"])
    def ask_withdrawal(self, request, id=None):  # noqa: A002
        """Say that the decision was changed or revoked: the duty to withdraw within 3 working days is opened."""
        return self.take(services.ask_withdrawal, RevokedSerializer)

    @extend_schema(request=WithdrawalSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, id=None):  # noqa: A002
        """Take it away from the public; the day and the ground stay at its address."""
        return self.take(services.withdraw, WithdrawalSerializer)

    def take(self, deed: Callable[..., Any], asked: Any = None) -> Response:
        """Do a step on the version that the client has seen (If-Match), and answer with the row as it is then."""
        facts = sent(self.request, asked) if asked else {}
        deed(self.get_object(), by=self.request.acting, at=timezone.now(), **facts)
        return self.retrieve(self.request)
