"""The home of an institution: what is due, what is recorded about it, until when its papers hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from agencies.models import Party
from commitments.lists import Standing, standing_of
from events.lists import NEWEST_FIRST, SHOWN_WITH, timeline, with_people
from institutions.details import Paper, holds, papers_of
from institutions.lists import open_change_of, own_institution
from institutions.models import ChangeRequest, Institution
from institutions.services.changes import commission_of
from obligations.deadlines import soon_days
from obligations.lights import Light
from obligations.lists import AskedMine, late, lines, mine
from obligations.lists import Line as DutyLine
from practitioners.lists import counted, ending_at, people_of
from practitioners.models import Registration

URGENT, RECORDED = 8, 6  # duties and events that are named


@dataclass(frozen=True)
class InstitutionHome:
    """late: how many own duties are overdue (obligations.lists).  more: whether more is owed than `todo`.

    people: how many are registered (practitioners.lists).  ending: of them, whose registration ends soon.
    commitments: how it stands with them.  commission: who keeps the register there.  institution is None where the
    unit is in no register yet.
    """

    institution: Institution | None
    late: tuple[int, bool]
    todo: list[DutyLine]
    more: bool
    events: list[Any]
    papers: list[Paper]
    people: tuple[int, bool]
    ending: list[tuple[Registration, Light]]
    commitments: Standing | None
    change: ChangeRequest | None
    commission: Party | None


def read(by, *, at: datetime) -> InstitutionHome:
    today = timezone.localdate(at)
    soon = soon_days(by.region_path, on=today)
    owed: Any = mine(by, AskedMine.of(QueryDict(), by=by))
    rows = list(owed.order_by("due_on", "pk")[: URGENT + 1])
    institution = own_institution(by)
    ending = ending_at(institution, on=today) if institution else []
    events = timeline(by.party, by, on=today).select_related(*SHOWN_WITH).order_by(*NEWEST_FIRST)[:RECORDED]
    return InstitutionHome(
        institution, late(owed, at=at), lines(rows[:URGENT], by=by, at=at, soon=soon), len(rows) > URGENT,
        list(with_people(events, by, on=today)), papers_of(institution, on=today) if institution else [],
        counted(people_of(institution, is_open=True)) if institution else (0, False),
        [(row, holds(row.valid_to, today)) for row in ending if row.valid_to],
        standing_of(institution, on=today) if institution else None,
        open_change_of(institution) if institution else None, commission_of(by.region_path, on=today),
    )  # fmt: skip
