"""More time for a duty: the bearer asks, the supervisor decides; until then the reminders go on (rules 9a)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.access import require
from kernel.errors import Refused, WrongDay
from kernel.workflow import Transition, move
from notices.enums import Audience
from notices.services import tell
from obligations.enums import ExtensionState
from obligations.kinds import is_kind, kind_of
from obligations.models import ExtensionRequest, Obligation
from obligations.services.settling import extend_duty, extended_clock, refuse_without_basis
from obligations.workflow import EXTENSION


@dataclass(frozen=True)
class Offer:
    """What more time a duty can be given. until: the only day, where its kind fixes it; refusal: why there is none."""

    until: date | None = None
    refusal: str = ""


def offer(duty: Obligation, *, on: date) -> Offer:
    """What the bearer can ask for on a day."""
    if not is_kind(duty.kind):
        return Offer(refusal=_("Duties of this kind are no longer kept: there is no rule for more time."))
    fixed = kind_of(duty.kind).extension
    found = _tried(duty, until=None if fixed else max(duty.due_on, on) + timedelta(days=1), on=on)
    return found if fixed or found.refusal else Offer()


def if_granted(asked: ExtensionRequest, *, on: date) -> Offer:
    """On which day the duty would be due, or why the request can no longer be granted."""
    if not is_kind(asked.obligation.kind):
        return Offer(refusal=_("Duties of this kind are no longer kept: there is no rule for more time."))
    return _tried(asked.obligation, until=_wanted(asked), on=on)


def _wanted(asked: ExtensionRequest) -> date | None:
    """Nothing where the kind fixes the day: the calendar may have moved it since."""
    return None if kind_of(asked.obligation.kind).extension else asked.until


def _tried(duty: Obligation, *, until: date | None, on: date) -> Offer:
    try:
        return Offer(until=new_day(duty, until=until, on=on))
    except Refused as refusal:
        return Offer(refusal=str(refusal.reason))


def new_day(duty: Obligation, *, until: date | None, on: date) -> date:
    """The due day with more time. Raises Refused, on the day `on`, with the reason where there is none to give."""
    if duty.supervisor_id is None:
        raise Refused(_("No unit watches over this duty, so none can give more time."))
    day = extended_clock(duty, until=until).due_on
    if day <= duty.due_on and not duty.due_at:
        raise WrongDay(_("The new day does not lie after the present one."))
    if day < on:
        raise WrongDay(_("The new day has passed already."))
    return day


@transaction.atomic
def ask_extension(
    duty: Obligation, *, at: datetime, by, reason: str, basis: str, until: date | None = None
) -> ExtensionRequest:
    """The bearer asks for more time: until a day, or as much as the kind's own rule allows (`until` empty).

    basis: the document or article on which the request rests; a changed day always shows it.
    The due day stays as it is, and so do the reminders. Reviewers and leaders of the supervisor are told.
    Raises PermissionDenied, and Refused where the law allows none, without a basis, or while an earlier request is not
    decided.
    """
    duty = Obligation.objects.select_for_update(of=("self",)).get(pk=duty.pk)  # two do not ask at once
    require(by, "obligations.ask_extension", duty)
    refuse_without_basis(basis)
    if duty.requests.filter(state=ExtensionState.ASKED).exists():
        raise Refused(_("More time has been asked for already; that is to be decided or withdrawn first."))
    day = new_day(duty, until=until, on=timezone.localdate(at))
    assert duty.supervisor is not None  # new_day refuses what nobody watches over
    asked = ExtensionRequest.objects.create(
        obligation=duty, until=day, reason=reason, basis=basis, asked_by=by, asked_at=at
    )
    for audience in (Audience.REVIEWERS, Audience.LEADERS):
        facts = {"bearer": duty.bearer.name, "title": duty.title, "day": day.isoformat()}
        key = f"obligations.extension_asked:{asked.pk}:{audience.value}"
        tell(
            "obligations.extension_asked", to=duty.supervisor, audience=audience, url=asked.get_absolute_url(),
            key=key, at=at, params=facts, about=duty.bearer,
        )  # fmt: skip
    return asked


@transaction.atomic
def grant_extension(asked: ExtensionRequest, *, at: datetime, by, answer: str = "") -> ExtensionRequest:
    """The supervisor gives what was asked for: due day, history and the next step of the ladder follow.

    Where the kind fixes the new day, it is counted anew. The version of `asked.obligation` is the one that was shown.
    Raises PermissionDenied for who asked, Stale, and Refused when the duty is no longer owed.
    """
    shown = asked.obligation
    asked = _decided(asked, EXTENSION["grant"], at=at, by=by, answer=answer)
    asked.until = new_day(shown, until=_wanted(asked), on=timezone.localdate(at))
    duty = extend_duty(
        shown, at=at, by=by, reason=asked.reason, basis=asked.basis, until=asked.until, tells=False
    )  # fmt: skip
    asked.save()
    return _tell_bearer(asked, duty, at=at)


@transaction.atomic
def refuse_extension(asked: ExtensionRequest, *, at: datetime, by, answer: str) -> ExtensionRequest:
    """The supervisor refuses, and says why; the due day stands. Raises PermissionDenied for who asked, and Stale."""
    asked = _decided(asked, EXTENSION["refuse"], at=at, by=by, answer=answer)
    asked.save()
    return _tell_bearer(asked, asked.obligation, at=at)


@transaction.atomic
def withdraw_extension(asked: ExtensionRequest, *, at: datetime, by) -> ExtensionRequest:
    """The bearer no longer asks. Raises PermissionDenied, Stale, and Refused once it is decided."""
    asked = _decided(asked, EXTENSION["withdraw"], at=at, by=by)
    asked.save()
    return asked


def _decided(asked: ExtensionRequest, step: Transition, *, at: datetime, by, answer: str = "") -> ExtensionRequest:
    asked = ExtensionRequest.objects.locked(asked)
    move(asked, step, by=by)
    asked.decided_by, asked.decided_at, asked.answer = by, at, answer
    return asked


def _tell_bearer(asked: ExtensionRequest, duty: Obligation, *, at: datetime) -> ExtensionRequest:
    facts = {"title": duty.title, "day": duty.due_on.isoformat(), "granted": asked.state == ExtensionState.GRANTED}
    tell(
        "obligations.extension_decided", to=duty.bearer, audience=Audience.HANDLERS, url=asked.get_absolute_url(),
        key=f"obligations.extension_decided:{asked.pk}", at=at, params=facts, section=duty.section,
    )  # fmt: skip
    return asked
