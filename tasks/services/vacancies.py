"""When a person leaves: what he was to do in his unit's parts is nobody's, until somebody is named anew (rules 9a)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from agencies.models import Membership, Section
from notices.enums import Audience
from notices.services import tell
from obligations.enums import OWED
from obligations.models import Obligation
from tasks.access import WRITERS
from tasks.kinds import REPORT
from tasks.messages import VACANT
from tasks.models import Assignment, Responsibility

WHO_ASSIGN = (Audience.HANDLERS, Audience.REVIEWERS, Audience.LEADERS)


@transaction.atomic
def tell_vacant(*, day: date, at: datetime) -> int:
    """Tell who may assign the parts, in their section or else in the unit, of each person who handles open parts of it
    and whose role or account has ended; returns of how many it was said. Safe to repeat: of a leave it is said once.
    """
    left: dict[tuple, list[int]] = defaultdict(list)
    rows = _vacant(day).select_related("handler__user", "agency__party", "section").order_by("pk")
    for row in rows:
        left[row.handler, row.agency, _section_of(row, day)].append(row.task_id)
    return sum(_tell(*whose, tasks=tasks, day=day, at=at) for whose, tasks in left.items())


def _vacant(day: date):
    part = Responsibility.objects.filter(task=OuterRef("task"), agency=OuterRef("agency"), closed_on=None)
    gone = Assignment.objects.filter(Exists(part), handler__isnull=False)
    return gone.exclude(handler__in=Membership.objects.at_work(day).values("pk"))


def _section_of(row: Assignment, day: date) -> Section | None:
    """None, for the whole unit, also where nobody is left who hears what is said to the section."""
    hears = Q(section=row.section) | Q(section=None)
    staff = Membership.objects.at_work(day).filter(hears, party=row.agency.pk, role__in=WRITERS)
    return row.section if row.section and staff.exists() else None


def _occasion(handler: Membership, day: date) -> str:
    """Which leave it is: the end of the role, or the closing of the account, which may be opened and closed again."""
    if handler.ended_at:
        return handler.ended_at.isoformat()
    if handler.valid_to and handler.valid_to < day:
        return handler.valid_to.isoformat()
    return f"account-{handler.user.version}"


def _tell(handler: Membership, agency, section, *, tasks: Collection[int], day: date, at: datetime) -> bool:
    duties = Obligation.objects.filter(
        subject_kind="tasks.task", subject_id__in=tasks, kind=REPORT.key, bearer=agency.pk, state__in=sorted(OWED)
    )
    facts = {"name": handler.user.name, "parts": len(tasks), "duties": duties.count()}
    where = section.pk if section else "unit"
    occasion = _occasion(handler, day)
    said = [
        tell(
            VACANT, to=agency.party, audience=audience, section=section, params=facts, at=at,
            key=f"{VACANT.key}:{handler.pk}:{occasion}:{where}:{audience}",
            url=f"{reverse('tasks:assignments')}?vacant=true&person={handler.pk}",
        )
        for audience in WHO_ASSIGN
    ]  # fmt: skip
    return any(said)
