"""How lists of bulletins are narrowed, on the page and in the API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import KeyFilter
from reports.enums import BulletinState
from reports.models import Bulletin


class BulletinFilters(django_filters.FilterSet):
    plan = KeyFilter(label=_("Plan"), field_name="plan")
    period = django_filters.CharFilter(label=pgettext_lazy("duty", "Period"), field_name="period")
    state = django_filters.ChoiceFilter(label=_("State"), choices=BulletinState.choices, empty_label=_("Every state"))

    class Meta:
        model = Bulletin
        fields = ()
