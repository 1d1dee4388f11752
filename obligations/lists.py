"""The two lists of duties, for their pages, in print and as files: what a unit owes, and what is overdue around it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from agencies.models import Party, Section
from kernel.keyset import count_up_to
from notices.enums import ROLES, Audience
from obligations.deadlines import soon_days
from obligations.enums import OWED, UNSETTLED, DutyState, Verb
from obligations.filters import DutyFilters
from obligations.lights import Light, light
from obligations.models import Obligation, ObligationStep
from obligations.querysets import ObligationQuerySet
from obligations.subjects import addresses_of

BY_DAY, NEWEST_FIRST = ("due_on", "pk"), ("-due_on", "-pk")
PARTIES = ("bearer", "supervisor", "section")
MANY = 100  # so far overdue duties are counted for a sentence


class Tab(TextChoices):
    OWED = "owed", pgettext_lazy("duties", "To be done")
    SUBMITTED = "submitted", pgettext_lazy("duties", "Handed in")
    CLOSED = "closed", pgettext_lazy("duties", "Closed")


class Whose(TextChoices):
    """Of whom in the unit: of the own section, with what is of no section, or of the whole unit."""

    SECTION = "section", pgettext_lazy("duties", "Own section")
    UNIT = "unit", pgettext_lazy("duties", "Whole unit")


class Span(TextChoices):
    """Overdue duties: those that the unit watches over and may urge, or all in its territory."""

    SUPERVISED = "supervised", pgettext_lazy("duties", "Watched over by us")
    TERRITORY = "territory", pgettext_lazy("duties", "In the whole territory")


STATES = {
    Tab.OWED: OWED | {DutyState.PAUSED},
    Tab.SUBMITTED: {DutyState.SUBMITTED},
    Tab.CLOSED: set(DutyState) - UNSETTLED,
}


@dataclass(frozen=True)
class Line:
    """A duty in a list. url: the page of the record that it is about, or ""."""

    duty: Obligation
    light: Light
    url: str
    urged: ObligationStep | None = None


def chosen(choices: type[TextChoices], asked: str | None, default):
    """What the address asks for; the default for anything else."""
    return choices(asked) if asked in choices.values else default


@dataclass(frozen=True)
class AskedMine:
    """Which part of its own duties a unit looks at."""

    tab: Tab
    whose: Whose

    @classmethod
    def of(cls, asked: QueryDict, *, by) -> "AskedMine":
        """Who works in a section begins with it; who leads the unit sees all of it."""
        leads = by.role in ROLES[Audience.LEADERS]
        first = Whose.SECTION if by.section_id and not leads else Whose.UNIT
        whose = chosen(Whose, asked.get("whose"), first)
        return cls(chosen(Tab, asked.get("tab"), Tab.OWED), whose if by.section_id else Whose.UNIT)

    @property
    def order(self) -> tuple[str, ...]:
        """What is due first stands first; of what is closed the latest."""
        return NEWEST_FIRST if self.tab == Tab.CLOSED else BY_DAY


def mine(by, asked: AskedMine) -> QuerySet:
    """What the acting unit owes or has owed."""
    rows = Obligation.objects.shared_with(by).filter(state__in=STATES[asked.tab])
    if asked.whose == Whose.SECTION:
        rows = rows.filter(Q(section=by.section_id) | Q(section=None))
    return rows.select_related(*PARTIES)


def overdue(by, *, span: Span, at: datetime) -> QuerySet:
    rows = Obligation.objects.visible_to(by)
    if span == Span.SUPERVISED:
        rows = rows.filter(supervisor=by.party_id)
    return rows.overdue(at=at, on=timezone.localdate(at)).select_related(*PARTIES)


def owed_by(party: Party, *, by) -> ObligationQuerySet:
    """What a party owes, as far as the acting unit sees it; what is due first stands first."""
    rows = Obligation.objects
    seen = rows.shared_with(by) if by.party_id == party.pk else rows.visible_to(by).filter(bearer=party)
    return seen.filter(state__in=STATES[Tab.OWED]).order_by(*BY_DAY)


def mine_asked(by, asked: QueryDict) -> DutyFilters:
    """The whole list that an address asks for, with its filters."""
    return DutyFilters(asked, queryset=mine(by, AskedMine.of(asked, by=by)), by=by)


def overdue_asked(by, asked: QueryDict, *, at: datetime) -> DutyFilters:
    span = chosen(Span, asked.get("span"), Span.SUPERVISED)
    return DutyFilters(asked, queryset=overdue(by, span=span, at=at), by=by)


def found(filters: DutyFilters) -> QuerySet:
    """Its rows; none where it means nothing."""
    return filters.qs if filters.is_valid() else filters.queryset.none()


def chosen_duties(by, public_ids: Collection[str]) -> QuerySet:
    return Obligation.objects.visible_to(by).filter(public_id__in=public_ids)


def lines(
    duties: Collection[Obligation], *, by, at: datetime, with_urging: bool = False, soon: int | None = None
) -> list[Line]:
    """The duties of one page, in their order; one query for each kind of record and for the urging.

    soon: what `soon_days` says, where it is known.
    """
    soon = soon_days(by.region_path, on=timezone.localdate(at)) if soon is None else soon
    pages = addresses_of(duties)
    urged = last_urged(duties) if with_urging else {}
    return [Line(duty, light(duty, at=at, soon=soon), pages.get(duty.pk, ""), urged.get(duty.pk)) for duty in duties]


def last_urged(duties: Iterable[Obligation]) -> dict[int, ObligationStep]:
    """{duty: when it was last urged, and by whom}."""
    steps = ObligationStep.objects.filter(verb=Verb.URGE, obligation__in=[duty.pk for duty in duties])
    latest = steps.order_by("obligation", "-at", "-pk").distinct("obligation")
    return {step.obligation_id: step for step in latest.select_related("by__party", "by__user")}


def late(rows: ObligationQuerySet, *, at: datetime) -> tuple[int, bool]:
    """(how many of the rows are overdue, at most MANY; whether there are more)."""
    return count_up_to(rows.overdue(at=at, on=timezone.localdate(at)), MANY)


def late_elsewhere(by, *, at: datetime) -> tuple[int, bool] | None:
    """As `late`, of what the acting unit watches over; None where it watches over nobody."""
    if not by.has_perm("obligations.view_overdue"):
        return None
    return count_up_to(overdue(by, span=Span.SUPERVISED, at=at), MANY)


def sections_of(by) -> list[Section]:
    return list(Section.objects.filter(agency=by.party_id, is_active=True).order_by("name", "pk"))


def unit_asked(public_id, *, by) -> Party | None:
    """The unit of the territory that a list is narrowed to."""
    rows = Party.objects.filter(public_id=public_id, region_path__startswith=by.region_path)
    return rows.first() if public_id else None


def filter_words(filters: DutyFilters) -> list[str]:
    """The filters that are set, in words, for a file: ["Kind of duty: Pay the fine"]. For valid filters."""
    words = []
    for name, value in filters.form.cleaned_data.items():
        if value not in (None, ""):
            field: Any = filters.form.fields[name]
            if name == "unit":
                value = unit_asked(value, by=filters.by) or value
            elif name == "section":
                value = Section.objects.filter(pk=value).first() or value
            words.append(f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}")
    return words
