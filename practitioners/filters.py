"""How practitioners and registrations are narrowed, on their pages and in the API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from agencies.filters import TerritoryFilter
from institutions.filters import DayFilter
from practitioners.enums import DoctorCategory, Profession, RegistrationKind, RegistrationState
from practitioners.models import Practitioner, Registration


class PractitionerFilters(django_filters.FilterSet):
    """Personal numbers are no filter, and stand in no address: they are asked for in a form (`find`)."""

    q = django_filters.CharFilter(label=_("Name or practice certificate"), method="found", max_length=100)
    profession = django_filters.MultipleChoiceFilter(label=_("Profession"), choices=Profession.choices)
    category = django_filters.ChoiceFilter(
        label=_("Practice category"), choices=DoctorCategory.choices, empty_label=_("Every practice category")
    )
    institution = django_filters.UUIDFilter(label=_("Institution (public id)"), method="registered_at")
    ends_by = DayFilter(label=_("Registration ends by"), method="ending")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Practitioner
        fields = ()

    def found(self, rows, name, value):
        return rows.found_by(value)

    def registered_at(self, rows, name, value):
        return rows.registered(institution__party__public_id=value)

    def ending(self, rows, name, value):
        return rows.registered(valid_to__lte=value)


class RegistrationFilters(django_filters.FilterSet):
    practitioner = django_filters.UUIDFilter(
        label=_("Practitioner (public id)"), field_name="practitioner__party__public_id"
    )
    institution = django_filters.UUIDFilter(
        label=_("Institution (public id)"), field_name="institution__party__public_id"
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=RegistrationKind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=RegistrationState.choices)
    ends_by = DayFilter(label=_("Registration ends by"), field_name="valid_to", lookup_expr="lte")

    class Meta:
        model = Registration
        fields = ()
