"""催办: the supervising unit urges what is overdue, one duty or tens of thousands by the same statement (rules 9a).

Which duties are asked for is a query; what of it is not urged, and why, is said by one expression, to the person who
looks before sending, and to the statement that sends.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from agencies.models import Membership
from kernel import audit
from kernel.access import require
from notices.enums import ROLES, Audience
from obligations.enums import Verb
from obligations.lights import light
from obligations.models import Obligation, ObligationStep
from obligations.querysets import is_overdue
from obligations.sql import named, statement

AUDIENCES = (Audience.HANDLERS, Audience.LEADERS)
LISTED = 200  # units, and duties left out, that a page names one by one


class Obstacle(TextChoices):
    """Why a duty is not urged."""

    OWN = "own", pgettext_lazy("urging", "owed by your own unit, or by one to which you belong")
    OTHERS = "others", pgettext_lazy("urging", "watched over by another unit")
    SETTLED = "settled", pgettext_lazy("urging", "not overdue any more")
    URGED = "urged", pgettext_lazy("urging", "urged today already")


@dataclass(frozen=True)
class Unit:
    """A unit that would be urged. people: how many there are told of it."""

    name: str
    duties: int
    people: int


@dataclass(frozen=True)
class Preview:
    """What urging would do.

    units: the first LISTED of unit_count.  left_out: the first LISTED of left_count, each with what stands against it.
    """

    duties: int
    unit_count: int
    notices: int
    people: int
    units: list[Unit]
    left_out: list[tuple[Obligation, Obstacle]]
    left_count: int


@dataclass(frozen=True)
class Urged:
    """What urging has done. done, left_out: the duties; of what is left out each has its `obstacle`."""

    duties: int
    unit_count: int
    notices: int
    done: QuerySet
    left_out: QuerySet


def asked_for(rows: QuerySet, *, by, at: datetime) -> QuerySet:
    """The duties, each with its `obstacle`, "" where nothing stands against urging it."""
    today = timezone.localdate(at)
    own = list(by.user.memberships.standing().values_list("party", flat=True))
    urged = ObligationStep.objects.filter(obligation=OuterRef("pk"), verb=Verb.URGE, on=today)
    obstacle = Case(
        When(bearer__in=own, then=Value(Obstacle.OWN)),
        When(~Q(supervisor=by.party_id), then=Value(Obstacle.OTHERS)),
        When(~is_overdue(at=at, on=today), then=Value(Obstacle.SETTLED)),
        When(Exists(urged), then=Value(Obstacle.URGED)),
        default=Value(""),
        output_field=CharField(),
    )
    return rows.order_by().annotate(obstacle=obstacle)


def preview_urging(rows: QuerySet, *, by, at: datetime) -> Preview:
    """What `urge_duties` would do with these duties now. Raises PermissionDenied for whoever may urge nobody."""
    require(by, "obligations.urge_duty")
    asked = asked_for(rows, by=by, at=at)
    groups = list(
        asked.values_list("obstacle", "bearer__name", "bearer").annotate(Count("pk")).order_by("bearer__name")
    )
    units = {unit: (name, duties) for obstacle, name, unit, duties in groups if not obstacle}
    left_count = sum(duties for obstacle, _name, _unit, duties in groups if obstacle)
    told = set(people_told(at).filter(party__in=units).values_list("party", "user"))
    people = Counter(unit for unit, _user in told)
    return Preview(
        duties=sum(duties for _name, duties in units.values()),
        unit_count=len(units),
        notices=len(units) * len(AUDIENCES),
        people=len({user for _unit, user in told}),
        units=[Unit(name, duties, people[unit]) for unit, (name, duties) in islice(units.items(), LISTED)],
        left_out=with_obstacles(in_order(asked.exclude(obstacle=""))[:LISTED]) if left_count else [],
        left_count=left_count,
    )


def people_told(at: datetime) -> QuerySet:
    """The memberships to which a notice to the handlers and leaders of their unit is said."""
    represented = Q(represents=None) | Q(represents__user__is_active=True)
    roles = frozenset().union(*(ROLES[audience] for audience in AUDIENCES))
    valid = Membership.objects.valid_on(timezone.localdate(at))
    return valid.filter(represented, user__is_active=True, role__in=roles).order_by()


@transaction.atomic
def urge_duties(rows: QuerySet, *, by, at: datetime) -> Urged:
    """Urge what is overdue among these duties, in one statement: a line of history for each, two notices to each unit.

    What stands against urging a duty (Obstacle) leaves it out, so that a repetition on the same day does nothing.
    Raises PermissionDenied for whoever may urge nobody.  Source: rules 9a.
    """
    require(by, "obligations.urge_duty")
    asked = asked_for(rows, by=by, at=at)
    sql, facts = named(asked.filter(obstacle="").values("id", "bearer_id"))
    lock = ' ORDER BY "obligations_obligation"."id" FOR NO KEY UPDATE OF "obligations_obligation"'
    facts |= {
        "at": at, "today": timezone.localdate(at), "by": by.pk, "supervisor": by.party.name,
        "audiences": list(AUDIENCES), "url": f"{reverse('obligations:mine')}?light=over&whose=unit",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("urge", rows=sql + lock), facts)
        done, units = cursor.fetchone()
    audit.note("duties_urged", by.party_id, count=len(done), units=units)
    left_out = asked.exclude(obstacle="").exclude(pk__in=done)
    urged = Obligation.objects.filter(pk__in=done)
    return Urged(len(done), units, units * len(AUDIENCES), in_order(urged), in_order(left_out))


def in_order(rows: QuerySet) -> QuerySet:
    return rows.select_related("bearer").order_by("bearer__name", "bearer", "due_on", "pk")


def with_obstacles(rows: Iterable[Any]) -> list[tuple[Obligation, Obstacle]]:
    return [(duty, Obstacle(duty.obstacle)) for duty in rows]


def may_be_urged(duty: Obligation, *, by, at: datetime, steps: Iterable[ObligationStep]) -> bool:
    """Whether `by` may urge this duty now: the button of its page. steps: its history."""
    urged = any(step.verb == Verb.URGE and step.on == timezone.localdate(at) for step in steps)
    is_late = light(duty, at=at, soon=0).state == "over"
    return is_late and not urged and by.has_perm("obligations.urge_duty", duty)
