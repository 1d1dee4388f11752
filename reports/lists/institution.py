"""The home of an institution: what is due, what is recorded about it, until when its papers hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from agencies.models import Party
from events.lists import NEWEST_FIRST, SHOWN_WITH, timeline, with_people
from institutions.details import Paper, papers_of
from institutions.lists import open_change_of, own_institution
from institutions.models import ChangeRequest, Institution
from institutions.services.changes import commission_of
from obligations.deadlines import soon_days
from obligations.lists import AskedMine, late, lines, mine
from obligations.lists import Line as DutyLine

URGENT, RECORDED = 8, 6  # duties and events that are named


@dataclass(frozen=True)
class InstitutionHome:
    """late: how many own duties are overdue (obligations.lists).  more: whether more is owed than `todo`.

    commission: who keeps the register there.  institution is None where the unit is in no register yet.
    """

    institution: Institution | None
    late: tuple[int, bool]
    todo: list[DutyLine]
    more: bool
    events: list[Any]
    papers: list[Paper]
    change: ChangeRequest | None
    commission: Party | None


def read(by, *, at: datetime) -> InstitutionHome:
    today = timezone.localdate(at)
    soon = soon_days(by.region_path, on=today)
    owed: Any = mine(by, AskedMine.of(QueryDict(), by=by))
    rows = list(owed.order_by("due_on", "pk")[: URGENT + 1])
    institution = own_institution(by)
    events = timeline(by.party, by, on=today).select_related(*SHOWN_WITH).order_by(*NEWEST_FIRST)[:RECORDED]
    return InstitutionHome(
        institution, late(owed, at=at), lines(rows[:URGENT], by=by, at=at, soon=soon), len(rows) > URGENT,
        list(with_people(events, by, on=today)), papers_of(institution, on=today) if institution else [],
        open_change_of(institution) if institution else None, commission_of(by.region_path, on=today),
    )  # fmt: skip
