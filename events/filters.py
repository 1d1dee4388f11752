"""How events are narrowed, on pages and in the API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import TerritoryFilter
from events.enums import CreditKind, Level
from events.kinds import grouped_choices, keys_of
from events.models import Event
from kernel.audit.filters import DayFilter


class EventFilters(django_filters.FilterSet):
    credit = django_filters.ChoiceFilter(
        label=_("Credit information"), choices=CreditKind.choices, empty_label=_("All information"), method="of_credit"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of event"), choices=grouped_choices, empty_label=_("All kinds of events")
    )
    level = django_filters.ChoiceFilter(
        label=pgettext_lazy("event", "Level"), choices=Level.choices, empty_label=_("All levels")
    )
    agency = django_filters.UUIDFilter(label=_("Recording agency"), field_name="agency__public_id")
    first = DayFilter(label=_("From day"), field_name="occurred_on", lookup_expr="gte")
    last = DayFilter(label=_("Until day"), field_name="occurred_on", lookup_expr="lte")

    class Meta:
        model = Event
        fields = ()

    def of_credit(self, rows, name, value):
        return rows.filter(kind__in=keys_of(value))


class EventListFilters(EventFilters):
    """Where the events are not those of one party."""

    party = django_filters.UUIDFilter(label=_("Party"), field_name="subject__public_id")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    source = django_filters.CharFilter(label=_("Source system"))
    source_id = django_filters.CharFilter(label=_("Key in the source system"))
