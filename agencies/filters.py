"""How lists of regions, agencies and people are narrowed, on pages and in the API alike."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.enums import AgencyKind, RegionKind, Role
from agencies.models import Agency, AgencyAlias, Region, User

CODE_LENGTHS = {6, 9, 12}  # digits of an official division code; a key of ours is shorter


def regions_named(value: str):
    """The regions meant by `value`: an official division code (past ones too), or the key of one region."""
    if not (value.isascii() and value.isdigit()):
        return Region.objects.none()
    if len(value) in CODE_LENGTHS:
        return Region.objects.with_code(value)
    return Region.objects.filter(pk=int(value))


class KeyFilter(django_filters.Filter):
    """A row named by its key."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)


class TerritoryFilter(django_filters.CharFilter):
    """Rows within a region and whatever lies below it; `field_name` is their region path."""

    def filter(self, qs, value):
        if not value:
            return qs
        paths = regions_named(value).values_list("path", flat=True)
        within = [Q(**{f"{self.field_name}__startswith": path}) for path in paths]
        return qs.filter(reduce(or_, within)) if within else qs.none()


class RegionFilters(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=RegionKind.choices)
    parent = django_filters.CharFilter(label=_("Directly below (division code or id)"), method="below")
    code = django_filters.CharFilter(label=_("Division code"), method="coded")
    q = django_filters.CharFilter(label=pgettext_lazy("region", "Name"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Region
        fields = ()

    def below(self, rows, name, value):
        return rows.filter(parent__in=regions_named(value))

    def coded(self, rows, name, value):
        return rows.with_code(value)


class AgencyFilters(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Competence"), choices=AgencyKind.choices, empty_label=_("All competences")
    )
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="party__region_path")
    q = django_filters.CharFilter(label=_("Name or alias"), method="named")

    class Meta:
        model = Agency
        fields = ()

    def named(self, rows, name, value):
        aliases = AgencyAlias.objects.filter(agency=OuterRef("pk"), name__icontains=value)
        return rows.filter(Q(party__name__icontains=value) | Q(short_name__icontains=value) | Exists(aliases))


class UserFilters(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or user name"), method="named")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, method="in_role")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("proposed", pgettext_lazy("account", "a role awaits confirmation")),
            ("closed", pgettext_lazy("account", "closed")),
            ("first", pgettext_lazy("account", "first password not changed yet")),
        ],
        method="in_state",
    )

    class Meta:
        model = User
        fields = ()

    def named(self, rows, name, value):
        return rows.filter(Q(name__icontains=value) | Q(username__icontains=value))

    def in_role(self, rows, name, value):
        return rows.filter(pk__in=rows.filter(memberships__role=value, memberships__ended_at=None).values("pk"))

    def in_state(self, rows, name, value):
        if value == "closed":
            return rows.filter(is_active=False)
        if value == "first":
            return rows.filter(must_change_password=True)
        waiting = rows.filter(memberships__is_proposed=True, memberships__ended_at=None)
        return rows.filter(pk__in=waiting.values("pk"))
