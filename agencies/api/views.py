"""`/api/v1/regions/` and `/api/v1/agencies/`."""

from agencies.api.serializers import AgencySerializer, RegionSerializer
from agencies.filters import AgencyFilters, RegionFilters
from agencies.models import Agency, Region
from kernel.api.viewsets import PUBLIC_ID, ScopedViewSet


class RegionViewSet(ScopedViewSet):
    """The regions of the acting unit's territory, in the order of the tree."""

    model, serializer_class, filterset_class = Region, RegionSerializer, RegionFilters
    order = ("path",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"


class AgencyViewSet(ScopedViewSet):
    """The agencies of the acting unit's territory, with their aliases and inner sections."""

    model, serializer_class, filterset_class = Agency, AgencySerializer, AgencyFilters
    lookup_field, lookup_url_kwarg = "party__public_id", "id"
    lookup_value_regex = PUBLIC_ID
