"""How the audit trail is narrowed, on its page and in its export."""

from datetime import datetime, time

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.audit.entries import subjects
from kernel.forms import Day
from kernel.models import AuditAction, AuditRow


class Words(django_filters.CharFilter):
    """A text whose label stands in it."""

    def __init__(self, *, label, **facts):
        super().__init__(label=label, widget=forms.TextInput({"placeholder": label}), **facts)


class DayFilter(django_filters.DateFilter):
    field_class = Day


class AuditFilters(django_filters.FilterSet):
    table = django_filters.ChoiceFilter(
        label=_("Subject"), field_name="table_name", choices=subjects, empty_label=_("Every subject")
    )
    row = Words(label=_("Key of the row"), field_name="row_id")
    action = django_filters.ChoiceFilter(label=_("Action"), choices=AuditAction.choices, empty_label=_("Every action"))
    user = Words(label=_("User name or name"), method="done_by")
    request_id = Words(label=_("Number of the request"))
    first = DayFilter(label=_("From day"), method="since")
    last = DayFilter(label=_("Until day"), method="until")

    class Meta:
        model = AuditRow
        fields = ()

    def done_by(self, rows, name, value):
        people = get_user_model()._default_manager.filter(Q(username=value) | Q(name=value))
        return rows.filter(user_id__in=list(people.values_list("pk", flat=True)))

    def since(self, rows, name, value):
        return rows.filter(at__gte=timezone.make_aware(datetime.combine(value, time.min)))

    def until(self, rows, name, value):
        return rows.filter(at__lte=timezone.make_aware(datetime.combine(value, time.max)))
