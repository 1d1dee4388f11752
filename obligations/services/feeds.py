"""The calendar feed: what a unit owes, for one person's own calendar, under a secret address (RFC 5545)."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from agencies.models import Membership
from kernel.access import require
from obligations.enums import DutyState
from obligations.models import Feed, Obligation, ObligationStep

MOST = 500  # duties in a feed; the first due
CANCELLED_FOR = timedelta(days=30)  # so long a calendar is told that a duty has gone
READ_ONCE_IN = timedelta(hours=1)  # the time of reading is kept no oftener
ASK_EVERY = "PT4H"
GONE = (DutyState.WAIVED, DutyState.CANCELLED)


@transaction.atomic
def make_feed(*, by, at: datetime) -> str:
    """A new address for the acting person; an earlier one no longer opens anything.

    Returns the token, which is kept nowhere. Raises PermissionDenied for who sees no duties.
    """
    require(by, "obligations.view_obligation")
    Membership.objects.select_for_update().get(pk=by.pk)  # one standing feed each
    revoke_feed(by=by, at=at)
    token = secrets.token_urlsafe(32)
    Feed.objects.create(membership=by, token_hash=hash_of(token), created_at=at)
    return token


def revoke_feed(*, by, at: datetime) -> bool:
    """Close the acting person's feed; whether there was one."""
    return bool(Feed.objects.standing().filter(membership=by).update(revoked_at=at))


def standing_feed(*, by) -> Feed | None:
    return Feed.objects.standing().filter(membership=by).first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed_behind(token: str, *, at: datetime) -> Feed | None:
    """The feed that a token opens, with its membership ready to act; None for whatever reason there is none."""
    rows = Feed.objects.standing().filter(token_hash=hash_of(token), membership__user__is_active=True)
    feed = rows.select_related("membership__user").first()
    if feed is None:
        return None
    people = Membership.objects.filter(pk=feed.membership_id)
    by = people.acting(feed.membership.user, today=timezone.localdate(at)).first()
    if by is None or not by.has_perm("obligations.view_obligation"):
        return None
    feed.membership = by
    return feed


def note_reading(feed: Feed, *, at: datetime) -> None:
    """Keep when the feed was last read, once an hour."""
    long_ago = at - READ_ONCE_IN
    if feed.last_read_at is None or feed.last_read_at < long_ago:
        unread = Q(last_read_at=None) | Q(last_read_at__lt=long_ago)
        Feed.objects.filter(unread, pk=feed.pk).update(last_read_at=at)


def duties_of(by, *, at: datetime) -> list[Obligation]:
    """What the unit of `by` has not settled, and what was waived or cancelled lately; two queries.

    Each has changed_at: when the last thing was done to it.
    """
    last = ObligationStep.objects.filter(obligation=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = Obligation.objects.filter(bearer=by.party_id).annotate(changed_at=Coalesce(Subquery(last), "opened_at"))
    rows = rows.order_by("due_on", "pk")
    gone = rows.filter(state__in=GONE, closed_at__gte=at - CANCELLED_FOR)
    return [*rows.unsettled()[:MOST], *gone[:MOST]]


def digest_of(by, duties: Iterable[Obligation]) -> str:
    """The same as long as `calendar_of` gives the same: 32 hexadecimal digits."""
    facts = [
        get_language(),
        settings.PORTAL_URL,
        by.party.name,
        *(f"{duty.public_id} {duty.version}" for duty in duties),
    ]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]


def calendar_of(by, duties: Iterable[Obligation]) -> bytes:
    """The calendar of a unit's duties, as calendar programs read it.

    Outside the portal stand no details of a case (ux 14): the kind of duty, its day, and a link.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Healthcare oversight portal//Duties//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Duties of %(unit)s") % {"unit": by.party.name})
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", ASK_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", ASK_EVERY)
    for duty in duties:
        calendar.add_component(event_of(duty))
    return calendar.to_ical()


def event_of(duty) -> Event:
    """All day on the due day, or at the hour of a clock of hours; stable, so that a calendar replaces what it has."""
    event, link = Event(), f"{settings.PORTAL_URL}{duty.get_absolute_url()}"
    event.add("uid", str(duty.public_id))
    event.add("sequence", duty.version)
    event.add("dtstamp", duty.changed_at.astimezone(UTC))
    event.add("summary", duty.label)
    event.add("description", _("What it is about stands in the portal: %(link)s") % {"link": link})
    event.add("url", link)
    if duty.due_at:
        event.add("dtstart", duty.due_at.astimezone(UTC))
    else:
        event.add("dtstart", duty.due_on)
        event.add("dtend", duty.due_on + timedelta(days=1))
    event.add("status", _status(duty))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _status(duty) -> str:
    if duty.state in GONE:
        return "CANCELLED"
    return "TENTATIVE" if duty.is_provisional else "CONFIRMED"
