"""How commitments are narrowed, on their pages and in the API alike; and who has signed for a year, and who has not."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import TerritoryFilter
from commitments.deadlines import FIRST_YEAR
from commitments.enums import CommitmentKind
from commitments.models import Commitment, CommitmentTemplate
from institutions.enums import Category
from institutions.models import Institution
from practitioners.enums import Profession
from practitioners.models import Registration

YEARS = 5  # that a list offers
SIGNED = [
    ("yes", pgettext_lazy("commitment", "Signed")),
    ("no", pgettext_lazy("commitment", "Not signed")),
]


def years_to_choose() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, this - YEARS, -1)]


class WhoHasSigned(django_filters.FilterSet):
    """columns: of the rows, that name who commits himself, and the institution."""

    year = django_filters.ChoiceFilter(label=_("Year"), choices=years_to_choose, method="of_the_year", empty_label=None)
    signed = django_filters.ChoiceFilter(
        label=pgettext_lazy("commitment", "Signed or not"), choices=SIGNED, method="by_signature",
        empty_label=_("Signed or not"),
    )  # fmt: skip

    columns = ("pk", "pk")

    @property
    def asked_year(self) -> int:
        """Needs valid filters."""
        return int(self.form.cleaned_data.get("year") or timezone.localdate().year)

    def of_the_year(self, rows, name, value):
        return rows  # says of which year the others speak

    def by_signature(self, rows, name, value):
        return self.signers(rows) if value == "yes" else rows.filter(~self._has_signed())

    def signers(self, rows):
        return rows.filter(self._has_signed())

    def _has_signed(self):
        return Commitment.objects.made_by(*self.columns, year=self.asked_year)


class InstitutionsFilters(WhoHasSigned):
    q = django_filters.CharFilter(label=_("Name, address or code"), method="found", max_length=100)
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=Category.choices, empty_label=_("Every category")
    )
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Institution
        fields = ()

    def found(self, rows, name, value):
        return rows.found_by(value)


class PeopleFilters(WhoHasSigned):
    profession = django_filters.ChoiceFilter(
        label=_("Profession"), field_name="practitioner__profession", choices=Profession.choices,
        empty_label=_("Every profession"),
    )  # fmt: skip

    columns = ("practitioner", "institution")

    class Meta:
        model = Registration
        fields = ()


class CommitmentFilters(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CommitmentKind.choices)
    year = django_filters.NumberFilter(label=_("Year"), min_value=FIRST_YEAR, max_value=9999)
    party = django_filters.UUIDFilter(label=_("Who commits himself (public id)"), field_name="party__public_id")
    institution = django_filters.UUIDFilter(
        label=_("Institution (public id)"), field_name="institution__party__public_id"
    )

    class Meta:
        model = Commitment
        fields = ()


class TemplateFilters(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CommitmentKind.choices)

    class Meta:
        model = CommitmentTemplate
        fields = ()
