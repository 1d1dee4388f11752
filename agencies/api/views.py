"""`/api/v1/regions/` and `/api/v1/agencies/`."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from agencies.api.serializers import AgencySerializer, RegionSerializer
from agencies.filters import AgencyFilters, RegionFilters
from agencies.models import Agency, AgencyAlias, Region, RegionCode, Section
from kernel.api.viewsets import ScopedViewSet


class RegionViewSet(ScopedViewSet):
    """The regions of the acting unit's territory, in the order of the tree."""

    model, serializer_class, filterset_class = Region, RegionSerializer, RegionFilters
    order = ("path",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    def with_columns(self, queryset):
        code = JSONObject(scheme="scheme", code="code", valid_from="valid_from", valid_to="valid_to")
        codes = RegionCode.objects.filter(region=OuterRef("pk")).order_by("scheme", "valid_from", "pk")
        return queryset.annotate(code_rows=ArraySubquery(codes.values_list(code)))


class AgencyViewSet(ScopedViewSet):
    """The agencies of the acting unit's territory, with their aliases and inner sections."""

    model, serializer_class, filterset_class = Agency, AgencySerializer, AgencyFilters
    lookup_field, lookup_url_kwarg = "party__public_id", "id"
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def with_columns(self, queryset):
        aliases = AgencyAlias.objects.filter(agency=OuterRef("pk")).order_by("name")
        sections = Section.objects.filter(agency=OuterRef("pk"), is_active=True).order_by("name")
        return queryset.annotate(
            alias_names=ArraySubquery(aliases.values("name")),
            section_rows=ArraySubquery(sections.values_list(JSONObject(id="pk", name="name"))),
        )
