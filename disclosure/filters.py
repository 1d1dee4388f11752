"""How the list of publications is narrowed, on the page and in the API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.filters import TerritoryFilter
from disclosure.enums import PublicationState
from disclosure.kinds import choices
from disclosure.models import Publication
from kernel.forms import Day


class DayFilter(django_filters.Filter):
    field_class = Day


class PublicationFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=PublicationState.choices, empty_label=_("All states"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=choices, empty_label=_("All kinds"))
    agency = django_filters.UUIDFilter(label=_("Agency"), field_name="agency__party__public_id")
    party = django_filters.UUIDFilter(label=_("About"), field_name="party__public_id")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    since = DayFilter(label=_("Decided from"), field_name="formed_on", lookup_expr="gte")
    until = DayFilter(label=_("Decided until"), field_name="formed_on", lookup_expr="lte")

    class Meta:
        model = Publication
        fields = ()


class PublicListForm(forms.Form):
    """What the open list is asked for; what it does not know is refused."""

    party = forms.UUIDField(required=False)
    kind = forms.ChoiceField(required=False, choices=lambda: [("", ""), *choices()])
    since = Day(required=False)
    after = forms.CharField(required=False, max_length=200)
    size = forms.IntegerField(required=False, min_value=1, max_value=500)
