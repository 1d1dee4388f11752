"""`/api/v1/publications/`."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from disclosure import services
from disclosure.api.serializers import PublicationSerializer, ReasonSerializer, RevokedSerializer, WithdrawalSerializer
from disclosure.filters import PublicationFilters
from disclosure.models import Publication
from kernel.api.viewsets import ScopedViewSet


class PublicationViewSet(ScopedViewSet):
    """What the acting agency publishes, and for a health commission what is published in its territory."""

    model, serializer_class, filterset_class = Publication, PublicationSerializer, PublicationFilters
    order = ("-pk",)
    lookup_field, lookup_url_kwarg, lookup_value_regex = (
        "public_id",
        "id",
        r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    )

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

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def publish(self, request, id=None):  # noqa: A002
        """Show it to everybody from now on; the duty to publish it is met."""
        return self.take(services.publish)

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
        facts = {}
        if asked:
            form = asked(data=self.request.data)
            form.is_valid(raise_exception=True)
            facts = form.validated_data
        deed(self.get_object(), by=self.request.acting, at=timezone.now(), **facts)
        return self.retrieve(self.request)
