"""`/api/v1/extensions/`: requests for more time; they are made under the duty."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action

from kernel.api.viewsets import SharedViewSet, sent
from obligations.api.serializers.extensions import ExtensionSerializer, GrantingSerializer, RefusingSerializer
from obligations.filters import ExtensionFilters
from obligations.models import ExtensionRequest
from obligations.services import extensions as services


@extend_schema_view(shared=extend_schema(description="What the acting unit has asked for."))
class ExtensionViewSet(SharedViewSet):
    """Requests for more time in the acting unit's territory, the newest first."""

    model, serializer_class, filterset_class = ExtensionRequest, ExtensionSerializer, ExtensionFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"
    shares_only_from_elsewhere = False

    @extend_schema(request=GrantingSerializer, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"])
    def grant(self, request, id=None):  # noqa: A002  as the address names it
        """Give more time; for another person of the unit that watches over the duty."""
        asked = self.get_object("obligations.decide_extension")
        services.grant_extension(asked, at=timezone.now(), by=request.acting, **sent(request, GrantingSerializer))
        return self.retrieve(request)

    @extend_schema(request=RefusingSerializer, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request, id=None):  # noqa: A002
        """Give no more time, and say why."""
        asked = self.get_object("obligations.decide_extension")
        services.refuse_extension(asked, at=timezone.now(), by=request.acting, **sent(request, RefusingSerializer))
        return self.retrieve(request)

    @extend_schema(request=None, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, id=None):  # noqa: A002
        """No longer ask; for the unit that owes the duty."""
        asked = self.get_object("obligations.withdraw_extension")
        services.withdraw_extension(asked, at=timezone.now(), by=request.acting)
        return self.retrieve(request)
