"""What each figure of a round counts, as a condition on its reports; the list behind a figure asks for the same."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from inspections.enums import ReportState
from inspections.workflow import OPEN

R = ReportState
HANDED = Q(state__in=[R.SUBMITTED, R.ACCEPTED, R.COVERED])


@dataclass(frozen=True)
class Figure:
    label: Any
    counts: Q


FIGURES = {
    "owed": Figure(pgettext_lazy("self-inspections", "owed"), ~Q(state=R.CANCELLED)),
    "handed_in": Figure(pgettext_lazy("self-inspections", "handed in"), HANDED),
    "on_time": Figure(pgettext_lazy("self-inspections", "handed in on time"), HANDED & Q(is_late=False)),
    "late": Figure(pgettext_lazy("self-inspections", "handed in late"), HANDED & Q(is_late=True)),
    "missing": Figure(pgettext_lazy("self-inspections", "not handed in"), Q(state__in=sorted(OPEN))),
    "accepted": Figure(pgettext_lazy("self-inspections", "accepted"), Q(state=R.ACCEPTED)),
}
