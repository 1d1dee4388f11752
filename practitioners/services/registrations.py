"""Registrations: made, extended, ended, cancelled."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from institutions.models import Institution
from institutions.services.register import FaultyFacts
from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by
from kernel.workflow import move
from obligations.models import Obligation
from obligations.services import cancel_duty, meet_duty, submit_duty
from practitioners.deadlines import RENEWAL, last_day
from practitioners.enums import CancelGround, RegistrationKind
from practitioners.facts import faults_of_days
from practitioners.models import Practitioner, Registration
from practitioners.workflow import REGISTRATION


@transaction.atomic
def register(
    practitioner: Practitioner, *, institution: Institution, kind: str, scope: str = "", valid_from: date,
    valid_to: date | None = None, by, at: datetime,
) -> Registration:  # fmt: skip
    """Let somebody practise at an institution; with a main registration the person belongs to that place.

    valid_to: by default what the law says of the profession.
    Raises PermissionDenied outside the territory of `by`, FaultyFacts, and Refused where the institution is closed,
    where a main registration holds elsewhere, and where one holds at this institution already.
    """
    require(by, "practitioners.add_registration", institution)
    practitioner = Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    if institution.closed_on:
        raise Refused(_("The institution is closed: nobody can be registered there."))
    valid_to = valid_to or last_day(practitioner.profession, valid_from)
    if faults := faults_of_days(practitioner.profession, valid_from, valid_to):
        raise FaultyFacts(faults)
    _refuse_second(practitioner, institution, kind)
    row = Registration(
        practitioner=practitioner, institution=institution, kind=kind, scope=scope, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    with refused_by("registration_one_main", "registration_once_at_an_institution", reason=_second()):
        row.save()
    if kind == RegistrationKind.MAIN:
        _move_person(practitioner, institution)
    return row


def _refuse_second(practitioner: Practitioner, institution: Institution, kind: str) -> None:
    held = practitioner.registrations.open()
    if held.filter(institution=institution).exists():
        raise Refused(_("This person is registered at the institution already."))
    if kind == RegistrationKind.MAIN and (main := held.main().select_related("institution").first()):
        words = _("The main registration of this person is at %(institution)s; it is ended first.")
        raise Refused(words % {"institution": main.institution.name})
    if kind == RegistrationKind.ADDITIONAL and not held.main().exists():
        raise Refused(_("Without a main registration there is no additional one."))


def _second() -> str:
    return _("This person was registered by somebody else at this moment.")


def _move_person(practitioner: Practitioner, institution: Institution) -> None:
    party = Party.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    region = institution.party.region
    if party.region_id != region.pk:
        party.region, party.region_path = region, region.path
        party.version += 1
        party.save()


@transaction.atomic
def change_registration(row: Registration, *, by, at: datetime, **facts: Any) -> Registration:
    """Another scope of practice (变更执业范围), or days that were entered wrongly; facts: scope, valid_from, valid_to.

    What was owed for another last day is owed no more: each morning it is opened for the day that holds.
    Raises PermissionDenied, Stale, FaultyFacts, and Refused where the registration is over.
    """
    row = Registration.objects.locked(row)
    require(by, "practitioners.change_registration", row)
    if not row.is_open:
        raise Refused(_("The registration is over: its record stays as it is."))
    ended = row.valid_to
    for fact, value in facts.items():
        setattr(row, fact, value)
    if faults := faults_of_days(row.practitioner.profession, row.valid_from, row.valid_to):
        raise FaultyFacts(faults)
    row.save()
    if row.valid_to != ended:
        for duty in renewals_of(row):
            cancel_duty(duty, at=at, by=by, reason=_("The last day of the registration was corrected."))
    return row


@transaction.atomic
def apply_for_extension(row: Registration, *, by, at: datetime) -> Registration:
    """The institution hands in the application for a nurse's extension: that is what it owes.

    Raises PermissionDenied, and Refused where nothing is owed now.
    """
    row = Registration.objects.select_for_update(of=("self",)).select_related("institution").get(pk=row.pk)
    require(by, "practitioners.apply_extension", row)
    duties = list(renewals_of(row).owed())
    if not duties:
        raise Refused(_("No extension of this registration is owed now."))
    for duty in duties:
        submit_duty(duty, at=at, by=by)
    return row


@transaction.atomic
def extend_registration(row: Registration, *, until: date, by, at: datetime) -> Registration:
    """The registration holds longer; what its institution owed for that is met.

    Raises PermissionDenied, Stale, WrongDay unless the day lies after the present one and within one term of the law,
    and Refused where the registration is over or has no end.
    """
    row = Registration.objects.locked(row)
    require(by, "practitioners.extend_registration", row)
    if not row.is_open or row.valid_to is None:
        raise Refused(_("Only a registration that holds for a time can be extended."))
    if until <= row.valid_to:
        raise WrongDay(_("The new day does not lie after the present one."))
    if faults := faults_of_days(row.practitioner.profession, row.valid_from, until):
        raise WrongDay(" ".join(faults.values()))
    begins = max(row.valid_to, timezone.localdate(at)) + timedelta(days=1)
    latest = last_day(row.practitioner.profession, begins)
    if latest and until > latest:
        raise WrongDay(_("One extension reaches until %(day)s at most.") % {"day": latest.isoformat()})
    row.valid_to = until
    row.save()
    for duty in renewals_of(row):
        meet_duty(duty, at=at, by=by)
    return row


@transaction.atomic
def end_registration(row: Registration, *, on: date, reason: str, by, at: datetime) -> Registration:
    """The person does not practise there any more, from the day after `on`.

    Raises PermissionDenied, Stale, Refused where it is over already, WrongDay for a day before its first, or to come.
    """
    row = Registration.objects.locked(row)
    move(row, REGISTRATION["end"], by=by)
    return _close(row, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def cancel_registration(
    row: Registration, *, on: date, ground: CancelGround, reason: str, by, at: datetime
) -> Registration:
    """The authority cancels it on a ground of law (注销注册). Raises as `end_registration`."""
    row = Registration.objects.locked(row)
    move(row, REGISTRATION["cancel"], by=by)
    row.ground = ground
    return _close(row, on=on, reason=reason, by=by, at=at)


def _close(row: Registration, *, on: date, reason: str, by, at: datetime) -> Registration:
    if on < row.valid_from:
        raise WrongDay(_("The last day lies before the first."))
    if on > timezone.localdate(at):
        raise WrongDay(_("This day lies in the future."))
    if not reason.strip():
        raise Refused(_("Say why the registration is over."))
    row.ended_on, row.reason = on, reason
    row.save()
    for duty in renewals_of(row):
        cancel_duty(duty, at=at, by=by, reason=_("The registration is over."))
    return row


def renewals_of(row: Registration):
    """What is owed for its extension."""
    return Obligation.objects.about(row).unsettled().filter(kind=RENEWAL)
