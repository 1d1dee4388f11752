"""Saying something to a unit, once."""

from datetime import datetime

from django.db import transaction

from agencies.models import Party, Section, User
from notices.enums import Audience, Lane
from notices.kinds import NoticeKind, kind_of
from notices.models import Notice


@transaction.atomic
def tell(
    kind: str | NoticeKind,
    *,
    to: Party,
    audience: Audience,
    url: str,
    key: str,
    at: datetime,
    params: dict | None = None,
    about: Party | None = None,
    section: Section | None = None,
    to_user: User | None = None,
    lane: Lane | None = None,
) -> Notice | None:
    """Say something to those of the unit `to` whom it concerns, or to one person in it.

    url: where it is dealt with, a path of the portal.  key: names the occasion, at most 160 letters; what was said
    under the same key is not said again, even by two at once.  params: JSON, the facts of the kind's sentence.
    about: its members are not told.  lane: the kind's, unless given.
    Returns None when it was said already. Raises LookupError for a kind that nobody declared.
    """
    kind = kind_of(kind) if isinstance(kind, str) else kind
    facts = {
        "kind": kind.key,
        "params": params or {},
        "url": url,
        "to_party": to,
        "audience": audience,
        "to_user": to_user,
        "section": section,
        "about": about,
        "lane": lane or kind.lane,
        "created_at": at,
    }
    notice, is_new = Notice.objects.get_or_create(key=key, defaults=facts)
    return notice if is_new else None
