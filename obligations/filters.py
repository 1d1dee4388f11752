"""How lists of duties are narrowed, on pages and in the API alike."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import KeyFilter, TerritoryFilter
from kernel.forms import Day
from obligations import kinds
from obligations.deadlines import soon_days
from obligations.enums import OWED, UNSETTLED, DutyState, ExtensionState, OrderState
from obligations.lights import light_state
from obligations.models import ExtensionRequest, LimitOverride, Obligation, ReminderRule, SupervisionOrder
from obligations.querysets import is_overdue

LIGHTS = [
    ("over", pgettext_lazy("light", "Overdue")),
    ("soon", pgettext_lazy("light", "Due soon")),
    ("idle", pgettext_lazy("light", "Not filled in")),
    ("ok", pgettext_lazy("light", "Handed in")),
    ("done", pgettext_lazy("light", "Closed")),
]
YES_OR_NO = [("true", pgettext_lazy("answer", "yes")), ("false", pgettext_lazy("answer", "no"))]
MAY_SHOW = {  # the states that a light can stand for, which the indexes know
    "over": OWED,
    "soon": OWED,
    "idle": OWED | {DutyState.PAUSED},
    "ok": {DutyState.SUBMITTED},
    "done": set(DutyState) - UNSETTLED,
}
LONGEST = 36500  # days


def kind_choices() -> list[tuple]:
    return sorted(kinds.choices(), key=lambda choice: str(choice[1]))


class DayFilter(django_filters.DateFilter):
    field_class = Day


class DutyFilters(django_filters.FilterSet):
    """`late` asks for what has been overdue for that many days or longer.

    by: who looks, where there is no request.
    """

    kind = django_filters.ChoiceFilter(label=_("Kind of duty"), choices=kind_choices, empty_label=_("Every kind"))
    light = django_filters.ChoiceFilter(
        label=pgettext_lazy("duty", "Light"), choices=LIGHTS, method="lit", empty_label=_("Every light")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=DutyState.choices)
    unit = django_filters.UUIDFilter(label=_("Unit that owes it"), field_name="bearer__public_id")
    section = KeyFilter(label=pgettext_lazy("agency", "Section"), field_name="section")
    period = django_filters.CharFilter(label=pgettext_lazy("duty", "Period"), field_name="period")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    due_from = DayFilter(label=_("Due from day"), field_name="due_on", lookup_expr="gte")
    due_until = DayFilter(label=_("Due until day"), field_name="due_on", lookup_expr="lte")
    late = django_filters.NumberFilter(
        label=_("Overdue for days"), method="late_by", min_value=1, max_value=LONGEST, decimal_places=0
    )
    overdue = django_filters.ChoiceFilter(label=_("Whether it is overdue"), choices=YES_OR_NO, method="is_late")
    supervisor = django_filters.UUIDFilter(label=_("Supervising unit"), field_name="supervisor__public_id")
    subject_kind = django_filters.CharFilter(label=_("Kind of record it is about"), field_name="subject_kind")
    subject_id = KeyFilter(label=_("Record it is about"), field_name="subject_id")

    class Meta:
        model = Obligation
        fields = ()

    def __init__(self, *args, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by or (self.request and self.request.acting)

    def lit(self, rows, name, value):
        at = timezone.now()
        today = timezone.localdate(at)
        bounds = {"over": {"due_on__lte": today}, "soon": {"due_on__gte": today}}.get(value, {})  # by the index of days
        rows = rows.filter(state__in=MAY_SHOW[value], **bounds)
        soon = soon_days(self.by.region_path, on=today)
        return rows.alias(light=light_state(at=at, soon=soon)).filter(light=value)

    def is_late(self, rows, name, value):
        at = timezone.now()
        late = is_overdue(at=at, on=timezone.localdate(at))
        return rows.filter(late) if value == "true" else rows.exclude(late)

    def late_by(self, rows, name, value):
        at = timezone.now()
        today = timezone.localdate(at)
        return rows.overdue(at=at, on=today).filter(due_on__lte=today - timedelta(days=int(value)))


class OrderFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=OrderState.choices, empty_label=_("Every state"))
    unit = django_filters.UUIDFilter(label=_("Unit that was ordered"), field_name="bearer__public_id")
    issuer = django_filters.UUIDFilter(label=_("Issuing unit"), field_name="issuer__public_id")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    q = django_filters.CharFilter(label=_("Number or subject"), method="named")

    class Meta:
        model = SupervisionOrder
        fields = ()

    def named(self, rows, name, value):
        return rows.filter(Q(number__icontains=value) | Q(title__icontains=value))


class ExtensionFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=ExtensionState.choices)
    unit = django_filters.UUIDFilter(label=_("Unit that asks"), field_name="obligation__bearer__public_id")
    duty = django_filters.UUIDFilter(label=_("Duty"), field_name="obligation__public_id")

    class Meta:
        model = ExtensionRequest
        fields = ()


class LimitFilters(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds.choices)

    class Meta:
        model = LimitOverride
        fields = ()


class LadderFilters(LimitFilters):
    class Meta:
        model = ReminderRule
        fields = ()
