"""How the list of people is narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.enums import Role
from agencies.models import User


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
