"""What follows from a commitment: it is published; that it was broken is recorded."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.models import Breach, Commitment
from disclosure.models import Publication
from disclosure.services import draft_publication
from events.models import Event
from events.services import Facts, record_event
from kernel.access import require
from kernel.errors import WrongDay

BROKEN, PUBLISHED_AS = "commitment_broken", "commitment"


@transaction.atomic
def record_breach(commitment: Commitment, facts: Facts, *, by, at: datetime) -> Event:
    """Whoever committed himself has broken it: an event of dishonesty about him, which names the commitment.

    Raises PermissionDenied, FaultyFacts, and WrongDay for a day before it was signed.
    """
    require(by, "commitments.record_breach", commitment)
    if facts.kind != BROKEN or facts.subject.pk != commitment.party_id:
        raise ValueError("the facts are of another event")
    if facts.occurred_on < commitment.signed_on:
        raise WrongDay(_("The commitment was signed after that day."))
    event = record_event(facts, by=by, at=at)
    Breach.objects.create(commitment=commitment, event=event)
    return event


def draft_for_the_public(commitment: Commitment, *, by, at: datetime) -> Publication:
    """Draft its publication until the end of its year; others check it, as every publication.

    Raises PermissionDenied, and Refused where its year is over or it is being published already.
    """
    require(by, "commitments.publish_commitment", commitment)
    return draft_publication(
        PUBLISHED_AS, party=commitment.party, title=f"{commitment.party.name} {commitment.template.title}",
        fields={"period": str(commitment.year), "text": commitment.template.text}, formed_on=commitment.signed_on,
        public_until=commitment.last_day, record=commitment, by=by, at=at,
    )  # fmt: skip
