"""Commitments: signed on a page, or on paper whose scan is entered."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency, Party
from commitments.deadlines import text_for, years_until
from commitments.enums import CommitmentKind
from commitments.kinds import SIGN
from commitments.models import Commitment, CommitmentTemplate
from commitments.sources import SCAN
from institutions.models import Institution
from institutions.querysets import around
from kernel import files
from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by
from kernel.files.kinds import OFD, PDF
from obligations.models import Obligation
from obligations.services import meet_duty
from practitioners.models import Practitioner

PAPER = files.IMAGES | {PDF, OFD}
BODIES = (AgencyKind.HEALTH_SUPERVISION, AgencyKind.HEALTH_COMMISSION)  # of one place the first


def supervision_body_of(region_path: str, *, on: date) -> Party | None:
    """To whom institutions of a place commit themselves: the supervision institute of the smallest territory around it,
    or where that has none its health commission."""
    agencies = Agency.objects.valid_on(on).filter(kind__in=BODIES, party__region_path__in=around(region_path))
    found = agencies.select_related("party").order_by("-party__region_path", "pk")
    nearest = [agency for agency in found if agency.party.region_path == found[0].party.region_path]
    return min(nearest, key=lambda agency: BODIES.index(agency.kind)).party if nearest else None


@transaction.atomic
def sign_commitment(
    institution: Institution, *, practitioner: Practitioner | None = None, name: str,
    seen: CommitmentTemplate | None, by, at: datetime,
) -> Commitment:  # fmt: skip
    """Sign for the year that runs, on the page: the institution's principal, or one of its practitioners.

    name: as it was typed.  seen: the text that was read.
    Raises PermissionDenied, Refused for another name than the signer's, for a text that holds no longer, for who is
    not registered there, for a closed institution, and where the year's commitment is there already.
    """
    perm = "commitments.collect_commitment" if practitioner else "commitments.sign_commitment"
    require(by, perm, institution)
    if name.strip() not in names_of(institution, practitioner, by=by):
        raise Refused(_("This is not the name of the person who signs. Type the full name as it is recorded."))
    today = timezone.localdate(at)
    row = _drawn_up(institution, practitioner, signed_on=today, year=today.year)
    if row.template != seen:
        raise Refused(_("The text was worded anew meanwhile. Read it again, then sign."))
    return _kept(row, name=name, by=by, at=at)


@transaction.atomic
def enter_commitment(
    institution: Institution, *, practitioner: Practitioner | None = None, name: str, year: int, signed_on: date,
    scan, by, at: datetime,
) -> Commitment:  # fmt: skip
    """Keep what was signed on paper. scan: an uploaded picture, PDF or OFD.

    Raises PermissionDenied, WrongDay for a day to come or long before the year, TooLarge or WrongType, and Refused as
    `sign_commitment`.
    """
    require(by, "commitments.enter_scan", institution)
    today = timezone.localdate(at)
    if signed_on > today:
        raise WrongDay(_("This day lies in the future."))
    if year not in years_until(today):
        raise Refused(_("A commitment is kept for the year that runs, or one that is over."))
    if signed_on.year < year - 1:
        raise WrongDay(_("A commitment for a year is signed in that year, at most a year before, or afterwards."))
    if not name.strip():
        raise Refused(_("Say who has signed."))
    row = _drawn_up(institution, practitioner, signed_on=signed_on, year=year)
    row.scan = files.store(scan, purpose=SCAN, by=by, at=at, region_path=institution.region_path, accept=PAPER)
    return _kept(row, name=name, by=by, at=at)


def names_of(institution: Institution, practitioner: Practitioner | None, *, by) -> set[str]:
    """By which names one signs: a practitioner by his own; a principal by that of the account, or of the register."""
    return {practitioner.name} if practitioner else {by.user.name, institution.principal} - {""}


def _drawn_up(institution: Institution, practitioner: Practitioner | None, *, signed_on: date, year: int) -> Commitment:
    """What is to be signed: who commits himself to whom, and by which text."""
    if institution.closed_on:
        raise Refused(_("The institution is closed: its record stays as it is."))
    kind = CommitmentKind.PRACTITIONER if practitioner else CommitmentKind.INSTITUTION
    if practitioner and not practitioner.registrations.open().filter(institution=institution).exists():
        raise Refused(_("This person is not registered at the institution."))
    template = text_for(kind, institution.region_path, on=signed_on)
    if template is None:
        raise Refused(_("No text held at that place on this day."))
    to = institution.party if practitioner else supervision_body_of(institution.region_path, on=signed_on)
    if to is None:
        raise Refused(_("No supervision body of the portal is in charge at this place."))
    return Commitment(
        kind=kind, party=practitioner.party if practitioner else institution.party, institution=institution, to=to,
        template=template, year=year, signed_on=signed_on,
    )  # fmt: skip


def _kept(row: Commitment, *, name: str, by, at: datetime) -> Commitment:
    row.signed_name, row.signed_by_id, row.signed_at = name.strip(), by.pk, at
    row.digest = row.digest_now()
    with refused_by("commitment_once_a_year", reason=_("The commitment of this year is there already.")):
        row.save(force_insert=True)
    if row.kind == CommitmentKind.INSTITUTION:
        for duty in duties_of(row.institution).filter(period__lte=str(row.year)):
            meet_duty(duty, at=at, by=by)
    return row


def duties_of(institution: Institution):
    """What the institution has still to sign, by year."""
    return Obligation.objects.about(institution).unsettled().filter(kind=SIGN.key)
