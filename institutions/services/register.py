"""The register one by one: adding, changing, closing. Many at once: `institutions.importing`."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import PartyKind
from agencies.models import Party, Region
from institutions.facts import FACTS, faults_of, kept
from institutions.models import Institution
from institutions.services.lapsing import lapse
from institutions.workflow import INSTITUTION
from kernel import audit
from kernel.access import require
from kernel.errors import FaultyFacts, Refused, WrongDay, refused_by
from kernel.workflow import move

CODES = {"uscc": "institution_uscc_once", "reg_code": "institution_reg_code_once"}


@transaction.atomic
def add_institution(*, name: str, region: Region, by, at: datetime, **facts: Any) -> Institution:
    """A new institution with its party; facts: of `institutions.facts.FACTS`.

    Raises PermissionDenied outside the territory of `by`, and FaultyFacts with a sentence for each fact.
    """
    require(by, "institutions.add_institution", region)
    refuse_faulty(facts, today=timezone.localdate(at))
    party = Party.objects.create(
        kind=PartyKind.INSTITUTION, name=name, region=region, region_path=region.path,
        valid_from=facts.get("opened_on"),
    )  # fmt: skip
    with refused_by(*CODES.values(), reason=_("Another institution has this code already.")):
        institution = Institution.objects.create(party=party, name=name, region_path=region.path, **facts)
    said = {key: str(fact) if isinstance(fact, Party) else kept(fact) for key, fact in facts.items()}
    audit.note("institution_added", party.pk, name=name, region=region.pk, **said)
    return institution


@transaction.atomic
def change_institution(institution: Institution, *, by, at: datetime, **facts: Any) -> Institution:
    """Correct what the register says; facts: also name and region. Another place must lie in the territory, too.

    Raises PermissionDenied, Stale, FaultyFacts, and Refused for one that is closed.
    """
    institution = Institution.objects.locked(institution)
    require(by, "institutions.change_institution", institution)
    if institution.closed_on:
        raise Refused(_("The institution is closed: its record stays as it is."))
    if (owner := facts.get("owner")) and owner.pk == institution.pk:
        raise FaultyFacts({"owner": _("An institution does not run itself.")})
    party = Party.objects.select_for_update().get(pk=institution.pk)
    name, region = facts.pop("name", party.name), facts.pop("region", None) or party.region
    require(by, "institutions.change_institution", region)
    for fact, value in facts.items():
        setattr(institution, fact, value)
    refuse_faulty({fact: getattr(institution, fact) for fact in FACTS}, today=timezone.localdate(at), but=institution)
    first_day = institution.opened_on
    if (name, region.pk, first_day) != (party.name, party.region_id, party.valid_from):
        party.name, party.region, party.region_path, party.valid_from = name, region, region.path, first_day
        party.version += 1
        party.save()
        institution.name, institution.region_path = name, region.path  # as the database has set them
    with refused_by(*CODES.values(), reason=_("Another institution has this code already.")):
        institution.save()
    institution.party = party
    return institution


def refuse_faulty(facts: dict[str, Any], *, today: date, but: Institution | None = None) -> None:
    """Raise FaultyFacts for what cannot be recorded; but: whose codes they are."""
    faults = faults_of(facts, today=today)
    others = Institution.objects.exclude(pk=but.pk) if but else Institution.objects.all()
    for fact in CODES:
        if (code := facts.get(fact)) and fact not in faults and others.filter(**{fact: code}).exists():
            faults[fact] = _("Another institution has this code already.")
    if faults:
        raise FaultyFacts(faults)


@transaction.atomic
def close_institution(
    institution: Institution, *, on: date, reason: str, by, at: datetime, successor: Institution | None = None
) -> Institution:
    """The institution practises no more, from the day after `on`; successor: into which it was merged.

    Raises PermissionDenied, Stale, and Refused where it is closed already; WrongDay for one before it opened, or to
    come.
    """
    keys = [institution.pk, *([successor.pk] if successor else [])]
    rows = {row.pk: row for row in Institution.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    successor = rows[successor.pk] if successor else None
    institution = Institution.objects.locked(institution)
    move(institution, INSTITUTION["close"], by=by)
    if institution.opened_on and on < institution.opened_on:
        raise WrongDay(_("The institution opened only after this day."))
    if on > timezone.localdate(at):
        raise WrongDay(_("This day lies in the future."))
    if successor and (successor.pk == institution.pk or successor.closed_on):
        raise Refused(_("An institution is merged into another one that practises."))
    institution.closed_on = on
    institution.save()
    _end_party(institution, on, successor)
    lapse(institution, by=by, at=at)
    audit.note("institution_closed", institution.pk, reason=reason, on=on.isoformat())
    return institution


@transaction.atomic
def reopen_institution(institution: Institution, *, reason: str, by) -> Institution:
    """The closure was a mistake. Raises PermissionDenied, Stale, and Refused where it is not closed."""
    institution = Institution.objects.locked(institution)
    move(institution, INSTITUTION["reopen"], by=by)
    institution.closed_on = None
    institution.save()
    _end_party(institution, None, None)
    audit.note("institution_reopened", institution.pk, reason=reason)
    return institution


def _end_party(institution: Institution, on: date | None, successor: Institution | None) -> None:
    party = Party.objects.select_for_update().get(pk=institution.pk)
    party.valid_to, party.successor = on, successor.party if successor else None
    party.version += 1
    party.save()


@transaction.atomic
def suspend_institution(institution: Institution, *, reason: str, by) -> Institution:
    """It may not practise for a time. Raises PermissionDenied, Stale, and Refused where it does not practise."""
    institution = Institution.objects.locked(institution)
    move(institution, INSTITUTION["suspend"], by=by)
    institution.save()
    audit.note("institution_suspended", institution.pk, reason=reason)
    return institution


@transaction.atomic
def resume_institution(institution: Institution, *, reason: str, by) -> Institution:
    """It may practise again. Raises as `suspend_institution`."""
    institution = Institution.objects.locked(institution)
    move(institution, INSTITUTION["resume"], by=by)
    institution.save()
    audit.note("institution_resumed", institution.pk, reason=reason)
    return institution
