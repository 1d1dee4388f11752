"""How the register is narrowed, on its page and in the API alike."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import TerritoryFilter
from institutions.enums import (
    Category,
    ChangeState,
    ClassGrade,
    InstitutionState,
    Level,
    LicenceType,
    Ownership,
    ProfitClass,
    SupervisedKind,
    VerificationState,
)
from institutions.models import ChangeRequest, Institution, SupervisedObject, Verification
from kernel.forms import Day
from obligations.deadlines import soon_days
from obligations.models import Obligation


class DayFilter(django_filters.DateFilter):
    field_class = Day


class InstitutionFilters(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name, address or code"), method="found", max_length=100)
    category = django_filters.MultipleChoiceFilter(label=_("Category"), choices=Category.choices)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=InstitutionState.choices, empty_label=_("Every state")
    )
    ownership = django_filters.MultipleChoiceFilter(label=_("Ownership"), choices=Ownership.choices)
    profit_class = django_filters.ChoiceFilter(label=_("Profit class"), choices=ProfitClass.choices)
    level = django_filters.ChoiceFilter(label=pgettext_lazy("institution", "Level"), choices=Level.choices)
    class_grade = django_filters.ChoiceFilter(label=pgettext_lazy("institution", "Class"), choices=ClassGrade.choices)
    subject = django_filters.CharFilter(label=_("Clinical subject"), method="with_subject", max_length=60)
    licence_type = django_filters.ChoiceFilter(label=_("Kind of licence"), choices=LicenceType.choices)
    beds = django_filters.RangeFilter(label=_("Beds"))
    opened = django_filters.DateFromToRangeFilter(label=_("Opened on"), field_name="opened_on")
    licence_ends = DayFilter(label=_("Licence ends by"), field_name="licence_to", lookup_expr="lte")
    owner = django_filters.UUIDFilter(label=_("Run by (public id)"), field_name="owner__public_id")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Institution
        fields = ()

    def found(self, rows, name, value):
        return rows.found_by(value)

    def with_subject(self, rows, name, value):
        return rows.filter(subjects__contains=[value.strip()])


class NarrowFilters(django_filters.FilterSet):
    """By territory and category alone."""

    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category.choices, empty_label=None)
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Institution
        fields = ()


class ChangeRequestFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=ChangeState.choices)
    institution = django_filters.UUIDFilter(
        label=_("Institution (public id)"), field_name="institution__party__public_id"
    )

    class Meta:
        model = ChangeRequest
        fields = ()


class SupervisedObjectFilters(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or code"), method="found", max_length=100)
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("supervised", "Kind"),
        choices=SupervisedKind.choices,
        empty_label=pgettext_lazy("supervised", "Every kind"),
    )
    ended = django_filters.BooleanFilter(label=_("Ended"), field_name="ended_on", lookup_expr="isnull", exclude=True)
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = SupervisedObject
        fields = ()

    def found(self, rows, name, value):
        return rows.found_by(value)


class VerificationFilters(django_filters.FilterSet):
    """`light`: what is owed for it is overdue, or due soon."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=VerificationState.choices, empty_label=_("Every state")
    )
    light = django_filters.ChoiceFilter(
        label=pgettext_lazy("duty", "Light"), empty_label=_("Every light"), method="lit",
        choices=[("over", pgettext_lazy("light", "Overdue")), ("soon", pgettext_lazy("light", "Due soon"))],
    )  # fmt: skip
    ends_from = DayFilter(label=_("Cycle ends from day"), field_name="due_on", lookup_expr="gte")
    ends_until = DayFilter(label=_("Cycle ends until day"), field_name="due_on", lookup_expr="lte")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    institution = django_filters.UUIDFilter(
        label=_("Institution (public id)"), field_name="institution__party__public_id"
    )

    class Meta:
        model = Verification
        fields = ()

    def lit(self, rows, name, value):
        today = timezone.localdate()
        owed = Obligation.objects.owed().filter(subject_kind="institutions.verification", subject_id=OuterRef("pk"))
        late = Exists(owed.filter(due_on__lt=today))
        if value == "over":
            return rows.filter(late)
        soon = today + timedelta(days=soon_days(self.request.acting.region_path, on=today))
        return rows.filter(~late, Exists(owed.filter(due_on__lte=soon)))
