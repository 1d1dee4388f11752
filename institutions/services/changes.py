"""Changes that institutions propose: proposed, decided fact by fact, withdrawn."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency, Party
from institutions.facts import FACTS, USUALLY_PROPOSED, kept, typed
from institutions.kinds import CHANGE as OWED
from institutions.messages import CHANGE_DECIDED, CHANGE_PROPOSED
from institutions.models import ChangeRequest, Institution, ProposableFacts
from institutions.querysets import around
from institutions.services.documents import attach
from institutions.services.register import change_institution, refuse_faulty
from institutions.sources import CHANGE_DOCUMENT
from institutions.workflow import CHANGE
from kernel.access import require
from kernel.errors import Refused, Stale, refused_by
from kernel.models import StoredFile
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell
from obligations.models import Obligation
from obligations.services import cancel_duty, meet_duty, open_duty


def proposable_at(region_path: str, *, on: date) -> tuple[str, ...]:
    """The facts that an institution at a place may propose to change, as that is set on a day."""
    holding = ProposableFacts.objects.holding_at(region_path, on=on).last()
    return USUALLY_PROPOSED if holding is None else tuple(holding.facts)


def commission_of(region_path: str, *, on: date) -> Party | None:
    """The health commission that keeps the register at a place: that of the smallest territory around it."""
    agencies = Agency.objects.valid_on(on).filter(kind=AgencyKind.HEALTH_COMMISSION)
    nearest = agencies.filter(party__region_path__in=around(region_path)).order_by("-party__region_path", "pk")
    agency = nearest.select_related("party").first()
    return agency.party if agency else None


@transaction.atomic
def propose_change(
    institution: Institution,
    *,
    facts: Mapping[str, Any],
    reason: str,
    documents: Iterable[StoredFile] = (),
    by,
    at: datetime,
) -> ChangeRequest:
    """An institution says what its record shall say; the commission of its territory owes the decision.

    facts: by the names of the model's fields; what the register says already is left out.
    Raises PermissionDenied, FaultyFacts, and Refused for what may not be proposed there, where nothing differs, while
    an earlier request is not decided, and where the institution is closed.
    """
    institution = Institution.objects.select_for_update(of=("self",)).select_related("party").get(pk=institution.pk)
    require(by, "institutions.propose_change", institution)
    if institution.closed_on:
        raise Refused(_("The institution is closed: its record stays as it is."))
    today = timezone.localdate(at)
    new = {fact: value for fact, value in facts.items() if getattr(institution, fact) != value}
    _refuse_others(new, allowed=proposable_at(institution.region_path, on=today))
    if not new:
        raise Refused(_("Nothing differs from what the register says."))
    refuse_faulty({fact: getattr(institution, fact) for fact in FACTS} | new, today=today, but=institution)
    commission = commission_of(institution.region_path, on=today)
    if commission is None:
        raise Refused(_("No health commission of the portal keeps the register at this place."))
    before = {fact: kept(getattr(institution, fact)) for fact in new}
    row = ChangeRequest(
        institution=institution, reason=reason, proposed_by=by, proposed_at=at,
        facts={fact: {"before": before[fact], "proposed": kept(new[fact])} for fact in new},
    )  # fmt: skip
    with refused_by("changerequest_one_open", reason=_("Your earlier request is to be decided or withdrawn first.")):
        row.save()
    attach(row, documents, purpose=CHANGE_DOCUMENT, by=by)
    open_duty(OWED.key, bearer=commission, subject=row, at=at, by=by)
    tell(
        CHANGE_PROPOSED, to=commission, audience=Audience.HANDLERS, url=row.get_absolute_url(), at=at,
        key=f"{CHANGE_PROPOSED.key}:{row.pk}", params={"institution": institution.name}, about=institution.party,
    )  # fmt: skip
    return row


def _refuse_others(facts: Collection[str], *, allowed: Collection[str]) -> None:
    fields: Any = Institution._meta
    if others := [str(fields.get_field(fact).verbose_name) for fact in facts if fact not in allowed]:
        raise Refused(_("Your region does not let these be proposed: %(facts)s.") % {"facts": "、".join(others)})


@transaction.atomic
def decide_change(
    row: ChangeRequest, *, accepted: Collection[str], refused: Mapping[str, str], seen: int, by, at: datetime
) -> ChangeRequest:
    """Accept or refuse each proposed fact; what is accepted the register says from now on, and the institution is told.

    refused: {fact: why not}.  seen: the version of the institution's record that was shown beside the proposal.
    Raises PermissionDenied for who proposed it, Stale where request or record have moved on, FaultyFacts where the
    record cannot say that, and Refused unless each fact is decided, a refusal with its reason.
    """
    row = ChangeRequest.objects.locked(row)
    move(row, CHANGE["decide"], by=by)
    if sorted([*accepted, *refused]) != sorted(row.facts):
        raise Refused(_("Accept or refuse each of the proposed facts."))
    if not all(why.strip() for why in refused.values()):
        raise Refused(_("Say why a fact is refused."))
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=row.institution_id)
    if institution.version != seen:
        raise Stale(institution)
    found = {fact: kept(getattr(institution, fact)) for fact in row.facts}
    if accepted:
        facts = {fact: typed(fact, row.facts[fact]["proposed"]) for fact in accepted}
        change_institution(institution, by=by, at=at, **facts)
    row.decisions = {
        fact: {"accepted": fact in accepted, "found": found[fact], "reason": refused.get(fact, "")}
        for fact in row.facts
    }
    _end(row, by=by, at=at)
    for duty in _duties(row):
        meet_duty(duty, at=at, by=by)
    tell(
        CHANGE_DECIDED, to=institution.party, audience=Audience.HANDLERS, url=row.get_absolute_url(), at=at,
        key=f"{CHANGE_DECIDED.key}:{row.pk}", params={"accepted": len(accepted), "refused": len(refused)},
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_change(row: ChangeRequest, *, by, at: datetime) -> ChangeRequest:
    """The institution no longer proposes it. Raises PermissionDenied, Stale, and Refused once it is decided."""
    row = ChangeRequest.objects.locked(row)
    move(row, CHANGE["withdraw"], by=by)
    _end(row, by=by, at=at)
    for duty in _duties(row):
        cancel_duty(duty, at=at, by=by, reason=_("The institution has withdrawn its request."))
    return row


def _end(row: ChangeRequest, *, by, at: datetime) -> None:
    row.ended_by, row.ended_at = by, at
    row.save()


def _duties(row: ChangeRequest):
    return Obligation.objects.about(row).unsettled().filter(kind=OWED.key)
