"""The two checks before anything is public: privacy, then secrecy, by another person than the writers (rules 11.4)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from disclosure.messages import SENT_BACK, TO_CHECK
from disclosure.models import Publication
from disclosure.workflow import PUBLICATION
from kernel.workflow import move
from notices.enums import Audience
from notices.kinds import NoticeKind
from notices.services import tell

CHECKERS = (Audience.REVIEWERS, Audience.LEADERS)


@transaction.atomic
def submit_draft(publication: Publication, *, by, at: datetime) -> Publication:
    """Hand a draft in for the checks. Raises PermissionDenied, Stale, and Refused when it is no draft any more."""
    publication = Publication.objects.locked(publication)
    move(publication, PUBLICATION["submit"], by=by)
    publication.return_reason = ""
    publication.save()
    say(TO_CHECK, publication, to=CHECKERS, at=at)
    return publication


@transaction.atomic
def pass_privacy_check(publication: Publication, *, by, at: datetime) -> Publication:
    """A person who did not write it has compared what was recorded with what the public will read.

    Raises PermissionDenied for a writer, in whatever hat, and for who is no reviewer or leader of the agency; Stale;
    Refused out of turn.
    """
    publication = Publication.objects.locked(publication)
    move(publication, PUBLICATION["pass_privacy"], by=by)
    publication.privacy_checked_by, publication.privacy_checked_at = by, at
    publication.save()
    return publication


@transaction.atomic
def pass_secrecy_check(publication: Publication, *, by, at: datetime) -> Publication:
    """It holds no state secret, no commercial secret, nothing internal (rules 11.4). Raises as `pass_privacy_check`."""
    publication = Publication.objects.locked(publication)
    move(publication, PUBLICATION["pass_secrecy"], by=by)
    publication.secrecy_checked_by, publication.secrecy_checked_at = by, at
    publication.save()
    return publication


@transaction.atomic
def return_to_draft(publication: Publication, *, by, at: datetime, reason: str) -> Publication:
    """Send it back to its writers; both checks begin anew. Raises as `pass_privacy_check`."""
    publication = Publication.objects.locked(publication)
    move(publication, PUBLICATION["return"], by=by)
    publication.privacy_checked_by = publication.privacy_checked_at = None
    publication.secrecy_checked_by = publication.secrecy_checked_at = None
    publication.returned_by, publication.returned_at, publication.return_reason = by, at, reason
    publication.save()
    say(SENT_BACK, publication, to=[Audience.HANDLERS], at=at, reason=reason)
    return publication


def say(kind: NoticeKind, publication: Publication, *, to: Iterable[Audience], at: datetime, **facts) -> None:
    """Tell the publishing agency's people of a step; the version names the occasion."""
    for audience in to:
        tell(
            kind, to=publication.agency.party, audience=audience, url=publication.get_absolute_url(), at=at,
            key=f"{kind.key}:{publication.pk}:{publication.version}:{audience}",
            params={"title": publication.title, **facts},
        )  # fmt: skip
