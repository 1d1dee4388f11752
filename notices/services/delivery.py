"""Handing messages over to their channels: at least once, always under the same id, and nobody waits for the slowest.

A batch is claimed and committed, then sent one by one. Whoever is killed in between leaves a claim that runs out; the
next one sends the message again. Immediate messages are taken before digests at every batch.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies.models import Party
from kernel.workflow import Transition
from notices.channels import Undeliverable, Unreachable, active
from notices.deadlines import may_send
from notices.enums import Lane
from notices.masking import masked
from notices.models import Address, Message
from notices.services.wording import put_into_words
from notices.workflow import MESSAGE

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
RESERVE = timedelta(minutes=1)  # of the lease, for the message in hand; what has not begun by then goes back
BATCH = 20
SECONDS = 30  # of one run; the next begins within a minute
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
MOST_ATTEMPTS = 20  # over about two days


def deliver(channel: str, *, at: datetime, seconds: float = SECONDS, batch: int = BATCH) -> int:
    """Send what waits for this channel, until nothing is due or the time is over; returns how many were sent.

    Nothing in the quiet hours and on rest days. Safe to run beside itself: what one has in hand no other takes.
    """
    begun, sent = time.monotonic(), 0
    while may_send(now := at + timedelta(seconds=time.monotonic() - begun)):
        messages = claim(channel, at=now, limit=batch)
        if not messages:
            break
        done, is_reachable = _send_all(channel, messages, at=now)
        sent += done
        if not is_reachable or time.monotonic() - begun > seconds:
            break
    return sent


@transaction.atomic
def claim(channel: str, *, at: datetime, limit: int) -> list[Message]:
    """Take a batch in hand, for no longer than the lease: of the immediate lane, or of digests when that is empty."""
    due = Message.objects.due(at=at, lease=LEASE, longest_pause=LONGEST_PAUSE).filter(channel=channel)
    free = due.select_for_update(skip_locked=True).order_by("next_try_at", "pk")
    for lane in (Lane.IMMEDIATE, Lane.DIGEST):
        if messages := list(free.filter(lane=lane)[:limit]):
            break
    claimed_until = at + LEASE
    keys = [message.pk for message in messages]
    Message.objects.filter(pk__in=keys).update(claimed_until=claimed_until, attempts=F("attempts") + 1)
    for message in messages:
        message.claimed_until, message.attempts = claimed_until, message.attempts + 1
    return messages


def _send_all(channel: str, messages: list[Message], *, at: datetime) -> tuple[int, bool]:
    """Send a claimed batch: how many were sent, and whether the other side was there to the end."""
    people = [message.user_id for message in messages]
    rows = Address.objects.filter(channel=channel, is_on=True, user__is_active=True, user__in=people)
    addresses = {row.user_id: row for row in rows}
    units = Party.objects.in_bulk({item["party"] for message in messages for item in message.content})
    sent, waiting, latest = 0, list(messages), time.monotonic() + (LEASE - RESERVE).total_seconds()
    try:
        with active()[channel].session() as send:
            while waiting:
                if time.monotonic() > latest:
                    _hand_back(waiting, reason="")
                    return sent, True
                message = waiting.pop(0)
                address = addresses.get(message.user_id)
                if address is None:
                    _give_up(message, _("The person has no address here any more, or has switched it off."))
                elif message.attempts > MOST_ATTEMPTS:
                    _give_up(message, _("Whoever tried to send it was ended again and again."))
                else:
                    sent += _send(send, message, address, units, at=at)
    except Unreachable as error:
        logger.warning("the channel %s cannot be reached: %s", channel, masked(str(error)))
        _hand_back(waiting, reason=str(error))
        return sent, False
    return sent, True


def _send(send, message: Message, address: Address, units: dict[int, Party], *, at: datetime) -> bool:
    """Whether it was sent; what goes wrong with this one message is kept with it."""
    try:
        send(put_into_words(message, address, units))
    except Unreachable as error:
        _postpone(message, at=at, reason=str(error))  # it may be the one that the other side breaks off at
        raise
    except Undeliverable as error:
        _give_up(message, str(error))
    except Exception as error:  # whatever an adapter of somebody else's raises concerns this message alone
        logger.warning("message %s could not be sent", message.public_id, exc_info=True)
        _postpone(message, at=at, reason=f"{type(error).__name__}: {error}")
    else:
        return _mark_sent(message, at=at)
    return False


def _mark_sent(message: Message, *, at: datetime) -> bool:
    return _take(message, MESSAGE["send"], sent_at=at, error="")


def _give_up(message: Message, reason: str) -> None:
    """It stands among the dead letters until somebody tries it again."""
    _take(message, MESSAGE["give_up"], error=masked(reason)[:300])


def _take(message: Message, step: Transition, **facts) -> bool:
    """Take the step in one statement, unless the claim has run out and somebody else has it in hand now."""
    mine = Message.objects.filter(pk=message.pk, claimed_until=message.claimed_until, state__in=step.sources)
    return bool(mine.update(state=step.target, claimed_until=None, **facts))


def _postpone(message: Message, *, at: datetime, reason: str) -> None:
    """Once more after a pause that doubles with each attempt; given up when there were too many."""
    if message.attempts >= MOST_ATTEMPTS:
        _give_up(message, reason)
        return
    pause = min(FIRST_PAUSE * 2 ** (message.attempts - 1), LONGEST_PAUSE)
    mine = Message.objects.filter(pk=message.pk, claimed_until=message.claimed_until)
    mine.update(next_try_at=at + pause, claimed_until=None, error=masked(reason)[:300])


def _hand_back(messages: list[Message], *, reason: str) -> None:
    """None of them is at fault: they wait on, and the attempt does not count."""
    for message in messages:
        mine = Message.objects.filter(pk=message.pk, claimed_until=message.claimed_until)
        mine.update(attempts=F("attempts") - 1, claimed_until=None, error=masked(reason)[:300])
