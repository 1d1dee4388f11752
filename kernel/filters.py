"""How the audit trail is narrowed, on its page and in its export."""

from datetime import datetime, time, timedelta

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.audit.entries import subjects
from kernel.models import AuditAction, AuditRow


class AuditFilters(django_filters.FilterSet):
    table = django_filters.ChoiceFilter(label=_("Subject"), field_name="table_name", choices=subjects)
    row = django_filters.CharFilter(label=_("Key of the row"), field_name="row_id")
    user = django_filters.CharFilter(label=_("User name or name"), method="done_by")
    action = django_filters.ChoiceFilter(label=_("Action"), choices=AuditAction.choices)
    first = django_filters.DateFilter(label=_("From day"), method="since")
    last = django_filters.DateFilter(label=_("Until day"), method="until")
    request_id = django_filters.CharFilter(label=_("Number of the request"))

    class Meta:
        model = AuditRow
        fields = ()

    def done_by(self, rows, name, value):
        people = get_user_model()._default_manager.filter(Q(username=value) | Q(name=value))
        return rows.filter(user_id__in=list(people.values_list("pk", flat=True)))

    def since(self, rows, name, value):
        return rows.filter(at__gte=timezone.make_aware(datetime.combine(value, time.min)))

    def until(self, rows, name, value):
        return rows.filter(at__lt=timezone.make_aware(datetime.combine(value + timedelta(days=1), time.min)))
