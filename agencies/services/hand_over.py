"""How an agency ends: its open duties pass to a successor in one recorded step (rules 9a).

What a duty is the apps above know: each registers a mover in its `ready()`, and is asked here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Agency, HandOver, Membership, Party
from kernel.access import require
from kernel.errors import Refused


@dataclass(frozen=True)
class Mover:
    """What an app above knows about one kind of duty.

    open_duties: what an agency has open, a line of text each.  move: pass all of it on and return the keys of the rows;
    called with giver and taker, and with `by` and `at`.
    """

    label: Any
    open_duties: Callable[[Agency], Iterable[str]]
    move: Callable[..., list[int]]


@dataclass(frozen=True)
class Passing:
    """The open duties of one kind, to be listed before they pass."""

    label: Any
    duties: tuple[str, ...]


_MOVERS: dict[str, Mover] = {}


def moves(kind: str, *, label, open_duties: Callable[[Agency], Iterable[str]], move: Callable[..., list[int]]) -> None:
    """Register, in an app's `ready()`, how duties of `kind` ("app.model") are listed and passed on; once per kind."""
    if kind in _MOVERS:
        raise ValueError(f"{kind} has a mover already")
    _MOVERS[kind] = Mover(label, open_duties, move)


def passing(giver: Agency) -> list[Passing]:
    """What would pass to a successor now, kind by kind; kinds without open duties are left out."""
    found = [Passing(mover.label, tuple(mover.open_duties(giver))) for mover in _MOVERS.values()]
    return [kind for kind in found if kind.duties]


@transaction.atomic
def hand_over(giver: Agency, taker: Agency, *, on: date, reason: str, by: Membership, at: datetime) -> HandOver:
    """End an agency and pass its open duties to its successor.

    on: the taker's first day for them, today or before; the giver's last day is the day before, unless it had ended
    already.  What the giver did stays with it.
    Raises PermissionDenied unless both lie in the territory of `by`, Stale, and Refused with the reason.
    """
    require(by, "agencies.hand_over", giver)
    require(by, "agencies.hand_over", taker)
    if giver.pk == taker.pk:
        raise Refused(_("An agency cannot be its own successor."))
    giver = Agency.objects.locked(giver)
    parties = {party.pk: party for party in _locked_parties(giver, taker)}
    ending, following = parties[giver.pk], parties[taker.pk]
    _refuse_days(ending, following, on=on, today=timezone.localdate(at))
    ending.valid_to = min(on - timedelta(days=1), ending.valid_to or date.max)
    ending.successor = following
    ending.version += 1
    ending.save()
    giver.save()
    passed = {kind: mover.move(giver, taker, by=by, at=at) for kind, mover in _MOVERS.items()}
    what = {kind: keys for kind, keys in passed.items() if keys}
    return HandOver.objects.create(giver=giver, taker=taker, on=on, reason=reason, by=by, at=at, what=what)


def _locked_parties(*agencies: Agency) -> list[Party]:
    """In the order of their keys, so that two hand-overs do not wait for one another."""
    keys = [agency.pk for agency in agencies]
    return list(Party.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _refuse_days(ending: Party, following: Party, *, on: date, today: date) -> None:
    if on > today:
        raise Refused(_("A hand-over is recorded on its day or afterwards."))
    if ending.successor_id not in {None, following.pk}:
        raise Refused(_("%(agency)s has another successor already.") % {"agency": ending.name})
    if ending.valid_from and on <= ending.valid_from:
        first_day = date_format(ending.valid_from)
        raise Refused(_("%(agency)s began only on %(day)s.") % {"agency": ending.name, "day": first_day})
    begun = following.valid_from is None or following.valid_from <= on
    if not begun or (following.valid_to and following.valid_to < today):
        raise Refused(_("%(agency)s does not exist on that day.") % {"agency": following.name})
    heir, seen = following.successor, {following.pk}
    while heir is not None and heir.pk not in seen:
        if heir.pk == ending.pk:
            raise Refused(_("%(agency)s has itself passed its duties to the other one.") % {"agency": following.name})
        seen.add(heir.pk)
        heir = heir.successor


@transaction.atomic
def close_agency(agency: Agency, *, on: date, by: Membership) -> Agency:
    """The last day of an agency that leaves nothing open.

    Raises PermissionDenied, Stale, and Refused while it has open duties, which are to be handed over.
    """
    require(by, "agencies.change_agency", agency)
    agency = Agency.objects.locked(agency)
    party = Party.objects.select_for_update().get(pk=agency.party_id)
    if party.valid_from and on < party.valid_from:
        raise Refused(_("The last day lies before the first."))
    if passing(agency):
        raise Refused(_("%(agency)s has open duties: hand them over to a successor.") % {"agency": party.name})
    party.valid_to = on
    party.version += 1
    party.save()
    agency.save()
    agency.party = party
    return agency
