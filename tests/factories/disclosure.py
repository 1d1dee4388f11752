"""Publications, masked as they would be, in whatever state."""

from itertools import count

from django.utils import timezone

from agencies.enums import PartyKind
from agencies.models import Agency, Membership, Party
from disclosure.enums import PublicationState
from disclosure.models import Original, Publication
from tests.factories.agencies import make_agency, make_membership, make_party

__all__ = ["make_original", "make_publication"]

_number = count(1)
CHECKED = {PublicationState.APPROVED, PublicationState.PUBLISHED, PublicationState.WITHDRAWN, PublicationState.EXPIRED}


def make_publication(
    *, agency: Agency | None = None, party: Party | None = None, by: Membership | None = None, **facts
) -> Publication:
    """By default public from today on, about an institution in the agency's region."""
    agency = agency or (by.party.agency if by else make_agency())
    party = party or make_party(region=agency.party.region, kind=PartyKind.INSTITUTION)
    by, now, today = by or make_membership(agency=agency), timezone.now(), timezone.localdate()
    facts = {
        "kind": "check", "party_name": party.name, "title": f"Publication {next(_number)}", "formed_on": today,
        "payload": {"type": "Patrol", "result": "ok"}, "public_from": today, "drafted_by": by, "drafted_at": now,
        "writers": [by.user_id], "state": PublicationState.PUBLISHED,
    } | facts  # fmt: skip
    if facts["state"] in CHECKED:
        checked = {"privacy_checked_by": by, "secrecy_checked_by": by, "published_by": by, "published_at": now}
        facts = checked | {"privacy_checked_at": now, "secrecy_checked_at": now} | facts
    if facts["state"] == PublicationState.WITHDRAWN:
        gone = {"withdrawn_by": by, "withdrawn_at": now, "withdrawal_ground": "revoked", "withdrawal_reason": "R"}
        facts = gone | facts
    return Publication.objects.create(agency=agency, region_path=agency.region_path, party=party, **facts)


def make_original(publication: Publication, **facts) -> Original:
    facts = {"title": publication.title, "fields": publication.payload} | facts
    return Original.objects.create(publication=publication, **facts)
