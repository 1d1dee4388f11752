"""How lists of meetings and decisions are narrowed, on pages and in the API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from agencies.filters import KeyFilter, TerritoryFilter
from meetings.enums import MeetingState
from meetings.models import Decision, Meeting


class MeetingFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=MeetingState.choices, empty_label=_("Every state"))
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Meeting
        fields = ()


class DecisionFilters(django_filters.FilterSet):
    meeting = KeyFilter(label=_("Meeting"), field_name="meeting")
    lead = django_filters.UUIDFilter(label=_("Lead"), field_name="lead__party__public_id")

    class Meta:
        model = Decision
        fields = ()
