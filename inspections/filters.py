"""How self-inspections, checklists, programmes and rounds are narrowed, on their pages and in the API alike."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import KeyFilter, TerritoryFilter
from inspections.definitions import FIGURES
from inspections.enums import ChecklistState, ProgrammeState, ReportState, SelfInspectionKind, Verdict
from inspections.models import Answer, Checklist, Programme, Round, SelfInspection
from inspections.querysets import SelfInspectionQuerySet
from institutions.enums import Category
from institutions.models import Institution
from obligations.models import Obligation


class ReportFilters(django_filters.FilterSet):
    """`figure`: the reports that a figure of the completion counts.  `item`: in which this point is not met."""

    q = django_filters.CharFilter(label=_("Name or code of the institution"), method="found", max_length=100)
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("self-inspection", "Kind"), choices=SelfInspectionKind.choices, empty_label=_("Every kind")
    )
    period = django_filters.CharFilter(label=pgettext_lazy("self-inspection", "Period"), max_length=20)
    round = KeyFilter(label=_("Round (id)"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportState.choices, empty_label=_("Every state"))
    figure = django_filters.ChoiceFilter(
        label=_("Handed in or not"), method="counted", empty_label=_("Handed in or not"),
        choices=[(key, figure.label) for key, figure in FIGURES.items()],
    )  # fmt: skip
    late = django_filters.BooleanFilter(label=_("Submitted late"), field_name="is_late")
    overdue = django_filters.BooleanFilter(label=_("Overdue"), method="past_its_day")
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=Category.choices, field_name="institution__category",
        empty_label=_("Every category"),
    )  # fmt: skip
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")
    item = django_filters.CharFilter(label=_("Point that is not met"), method="with_item_not_met", max_length=12)
    institution = django_filters.UUIDFilter(
        label=_("Institution (public id)"), field_name="institution__party__public_id"
    )

    class Meta:
        model = SelfInspection
        fields = ()

    def found(self, rows, name, value):
        return rows.filter(institution__in=Institution.objects.found_by(value).order_by().values("pk"))

    def counted(self, rows, name, value):
        return rows.filter(FIGURES[value].counts)

    def past_its_day(self, rows, name, value):
        """By its duty, which may have been given more time."""
        now = timezone.now()
        owed = Obligation.objects.overdue(at=now, on=timezone.localdate(now))
        late = Exists(owed.filter(subject_kind="inspections.selfinspection", subject_id=OuterRef("pk")))
        return rows.open().filter(late) if value else rows.exclude(late)

    def with_item_not_met(self, rows, name, value):
        said = Answer.objects.filter(report=OuterRef("pk"), item__code=value, verdict=Verdict.NOT_MET)
        return rows.handed_in().filter(Exists(said))


class OccasionFilters(ReportFilters):
    """Also `occasion`, kind and period together ("daily:2026Q4"): without it the latest, when empty every one.

    by: who asks, where there is no request.
    """

    occasion = django_filters.ChoiceFilter(label=_("Round"), method="of_the_occasion", empty_label=_("Every round"))

    def __init__(self, data=None, *args, by=None, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.occasions = occasions_of(by or self.request.acting)
        self.filters["occasion"].extra["choices"] = [(key, rounds[0].title) for key, rounds in self.occasions.items()]
        asked: Any = data or {}
        if self.occasions and not {"occasion", "round", "period", "institution"} & set(asked):
            asked = asked.copy()
            asked["occasion"] = next(iter(self.occasions))
        self.data = asked

    @property
    def asked_occasion(self) -> str:
        """The one that is asked for, "" for every one or one that there is not."""
        asked = self.data.get("occasion", "")
        return asked if asked in self.occasions else ""

    def of_the_occasion(self, rows, name, value):
        return rows.filter(round__in=[row.pk for row in self.occasions[value]])


def occasions_of(by) -> dict[str, list[Round]]:
    """What is inspected where `by` acts, the latest first, special ones behind: {"kind:period": its rounds, the
    widest first}."""
    found: dict[str, list[Round]] = {}
    rounds = Round.objects.visible_to(by).filter(opens_on__lte=timezone.localdate())
    latest = rounds.order_by("-opens_on", "-due_on", "region_path", "pk")
    for row in sorted(latest, key=lambda row: row.kind == SelfInspectionKind.SPECIAL):
        found.setdefault(f"{row.kind}:{row.period}", []).append(row)
    return found


def narrowed(request) -> SelfInspectionQuerySet:
    """The reports that the list shows for this address; none for filters that mean nothing."""
    rows = SelfInspection.objects.visible_to(request.acting)
    found = OccasionFilters(request.GET, queryset=rows, request=request)
    return found.qs if found.is_valid() else rows.none()


class ChecklistFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=ChecklistState.choices, empty_label=_("Every state"))
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Checklist
        fields = ()


class ProgrammeFilters(django_filters.FilterSet):
    year = django_filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2199, decimal_places=0)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ProgrammeState.choices, empty_label=_("Every state"))
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Programme
        fields = ()


class RoundFilters(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("self-inspection", "Kind"), choices=SelfInspectionKind.choices
    )
    programme = KeyFilter(label=_("Self-inspection programme (id)"), field_name="programme")
    region = TerritoryFilter(label=_("Territory (division code or id)"), field_name="region_path")

    class Meta:
        model = Round
        fields = ()
