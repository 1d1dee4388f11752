"""Messages leave at least once, under the same id; none waits for the slowest, and none is lost."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import InternalError, transaction

from agencies.models import User
from kernel.access import OPERATOR
from notices.enums import Lane, MessageState
from notices.models import Address, Message
from notices.services import delivery
from notices.services.delivery import LEASE, MOST_ATTEMPTS, claim, deliver
from notices.services.retrying import retry_message
from tests.factories import DUTY, make_address, make_agency, make_membership, make_message, make_notice
from tests.notices import ways
from tests.notices.conftest import NOON, local

WAITING, SENT, DEAD = MessageState.WAITING, MessageState.SENT, MessageState.DEAD
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def taken(settings):
    """What the channel was given; nothing yet."""
    settings.NOTICE_CHANNELS = ["tests.notices.ways.Moody", "tests.notices.ways.Closed", "tests.notices.ways.Other"]
    ways.TAKEN.clear()
    return ways.TAKEN


def message_to(address: str, *, channel: str = "moody", **facts) -> Message:
    """A message that waits for a person who is reached there."""
    by = make_membership()
    make_address(by, channel=channel, address=address)
    facts = {"next_try_at": NOON, "created_at": NOON, "day": NOON.date()} | facts
    facts["content"] = [{"kind": DUTY.key, "party": by.party_id, "count": 1}]
    if facts.get("lane") == Lane.IMMEDIATE:
        facts["notice"] = make_notice(to_party=by.party)
    return make_message(user=by.user, channel=channel, **facts)


def standing(message: Message) -> tuple:
    """State, attempts, the minute of the next try, the claim, the reason."""
    row = Message.objects.get(pk=message.pk)
    minute = row.next_try_at.replace(second=0, microsecond=0)
    return row.state, row.attempts, minute, row.claimed_until, row.error


@pytest.mark.django_db
def test_what_waits_is_sent_once(taken):
    message = message_to("here")

    assert [deliver("moody", at=NOON), deliver("moody", at=NOON)] == [1, 0]
    row = Message.objects.get()
    assert (row.state, row.sent_at >= NOON, row.claimed_until) == (SENT, True, None)
    assert [out.public_id for out in taken] == [message.public_id]


@pytest.mark.django_db
def test_what_was_in_hand_of_somebody_who_died_goes_again_under_the_same_id(taken):
    message = message_to("here")
    claim("moody", at=NOON, limit=20)

    early, late = NOON + LEASE - MINUTE, NOON + LEASE
    assert [deliver("moody", at=early), deliver("moody", at=late)] == [0, 1]
    assert ([out.public_id for out in taken], standing(message)[:2]) == ([message.public_id], (SENT, 2))


@pytest.mark.django_db
def test_after_the_lease_the_first_can_no_longer_say_how_it_ended():
    """Whoever comes back late does not overwrite what the second has in hand."""
    message_to("here")
    (late,) = claim("moody", at=NOON, limit=20)
    (row,) = claim("moody", at=NOON + LEASE, limit=20)

    from notices.services import delivery

    delivery._give_up(late, "too late")
    assert Message.objects.get().state == WAITING
    assert delivery._mark_sent(row, at=NOON)
    assert not delivery._mark_sent(late, at=NOON)


@pytest.mark.django_db
def test_the_pause_doubles_up_to_four_hours_and_ends():
    message, at = message_to("later"), NOON
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        Message.objects.update(next_try_at=NOON)
        deliver("moody", at=NOON)
        state, _attempts, at, _claim, error = standing(message)
        pauses.append(round((at - NOON).total_seconds() / 60))

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, *[240] * 11, 0]
    assert (state, error) == (DEAD, "RuntimeError: 451 call 138****5678 later")


@pytest.mark.django_db
def test_what_will_never_arrive_is_given_up_at_once():
    message = message_to("never")
    deliver("moody", at=NOON)

    assert standing(message) == (DEAD, 1, NOON, None, "550 no such box: l***@example.gov.cn")


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"is_on": False}, {"channel": "mail"}])
def test_without_an_address_it_is_given_up(change, taken):
    message = message_to("here")
    message.user.refresh_from_db()
    from notices.models import Address

    Address.objects.update(**change)
    deliver("moody", at=NOON)

    assert (standing(message)[0], taken) == (DEAD, [])


@pytest.mark.django_db
def test_nobody_is_written_to_whose_account_is_closed(taken):
    message = message_to("here")
    message.user.is_active = False
    message.user.save()

    deliver("moody", at=NOON)

    assert (standing(message)[0], taken) == (DEAD, [])


@pytest.mark.django_db
def test_a_line_that_breaks_counts_against_the_message_it_broke_at(taken):
    first, breaks, behind = (message_to(address) for address in ("here", "gone", "here"))

    assert deliver("moody", at=NOON) == 1
    assert standing(first)[0] == SENT
    assert standing(breaks) == (WAITING, 1, NOON + MINUTE, None, "the line broke")
    assert standing(behind) == (WAITING, 0, NOON, None, "the line broke")
    assert deliver("moody", at=NOON + timedelta(seconds=30)) == 1  # the one behind it


@pytest.mark.django_db
def test_while_nobody_is_there_no_attempt_counts(taken):
    messages = [message_to("here", channel="closed") for _ in range(3)]

    assert [deliver("closed", at=NOON + n * timedelta(hours=1)) for n in range(4)] == [0] * 4
    assert [standing(row) for row in messages] == [(WAITING, 0, NOON, None, "connection refused")] * 3


@pytest.mark.django_db
def test_a_dead_channel_does_not_stop_another(taken):
    closed, opened = message_to("here", channel="closed"), message_to("here")

    assert [deliver(channel, at=NOON) for channel in ("closed", "moody")] == [0, 1]
    assert [standing(row)[0] for row in (closed, opened)] == [WAITING, SENT]


@pytest.mark.django_db
def test_an_immediate_message_waits_for_one_batch_of_digests_at_most(taken):
    digests = [message_to("here") for _ in range(9)]
    claim("moody", at=NOON, limit=3)  # another worker is at it
    urgent = message_to("here", lane=Lane.IMMEDIATE)

    deliver("moody", at=NOON, batch=3)

    assert [out.public_id for out in taken] == [urgent.public_id, *[row.public_id for row in digests[3:]]]


@pytest.mark.django_db
def test_twenty_thousand_digests_hold_up_neither_what_is_urgent_nor_another_channel(taken):
    numbers = range(20_000)
    users = User.objects.bulk_create(User(username=f"many{n}", name="Many", region_path="0001") for n in numbers)
    Address.objects.bulk_create(Address(user=user, channel="moody", address="here") for user in users)
    facts = {"channel": "moody", "lane": Lane.DIGEST, "day": NOON.date(), "next_try_at": NOON, "created_at": NOON}
    content = [{"kind": DUTY.key, "party": make_agency().pk, "count": 1}]
    Message.objects.bulk_create(Message(user=user, content=content, **facts) for user in users)
    urgent, elsewhere = message_to("here", lane=Lane.IMMEDIATE), message_to("here", channel="other")

    assert deliver("moody", at=NOON, seconds=0) == 1
    assert [out.public_id for out in taken] == [urgent.public_id]
    assert deliver("other", at=NOON) == 1
    begun = time.monotonic()
    assert len(claim("moody", at=NOON, limit=20)) == 20
    assert time.monotonic() - begun < 0.5
    assert Message.objects.filter(state=WAITING).count() == 20_000
    assert standing(elsewhere)[0] == SENT


@pytest.mark.django_db
def test_what_a_slow_server_leaves_of_a_batch_goes_back_before_the_lease_ends(taken, monkeypatch):
    messages = [message_to("here") for _ in range(3)]
    monkeypatch.setattr(delivery, "RESERVE", LEASE + MINUTE)  # the time for the batch is over before the first

    assert deliver("moody", at=NOON, seconds=0) == 0
    assert [standing(row) for row in messages] == [(WAITING, 0, NOON, None, "")] * 3


@pytest.mark.django_db
def test_a_run_ends_when_its_time_is_over(taken):
    for _ in range(6):
        message_to("here")

    assert [deliver("moody", at=NOON, seconds=0, batch=2) for _ in range(4)] == [2, 2, 2, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["2026-11-23 07:59", "2026-11-23 20:00", "2026-11-22 12:00", "2026-10-01 12:00"])
def test_nothing_leaves_in_quiet_hours_and_on_rest_days(at, taken):
    message_to("here", next_try_at=local(at) - MINUTE)

    assert deliver("moody", at=local(at)) == 0


@pytest.mark.django_db
def test_a_clock_that_is_set_back_holds_nothing_up(taken):
    """What was claimed and put off by a clock that ran years ahead is not kept for years."""
    ahead = NOON + timedelta(days=900)
    held, put_off = message_to("here"), message_to("here")
    Message.objects.filter(pk=held.pk).update(claimed_until=ahead)
    Message.objects.filter(pk=put_off.pk).update(next_try_at=ahead)

    assert [deliver("moody", at=NOON), deliver("moody", at=NOON)] == [2, 0]


@pytest.mark.django_db
def test_whoever_dies_with_it_again_and_again_does_not_for_ever(taken):
    message = message_to("here", attempts=MOST_ATTEMPTS)

    deliver("moody", at=NOON)

    assert (standing(message)[0], taken) == (DEAD, [])


@pytest.mark.django_db
def test_the_database_holds_the_order_of_states():
    message = message_to("here")
    deliver("moody", at=NOON)

    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state=WAITING, sent_at=None)


@pytest.mark.django_db
def test_a_dead_letter_that_is_tried_again_starts_anew(taken):
    message = message_to("here", state=DEAD, attempts=20, error="too often")

    retry_message(message, by=OPERATOR, at=NOON)

    assert standing(message) == (WAITING, 0, NOON, None, "")
    assert deliver("moody", at=NOON) == 1


@pytest.mark.django_db
def test_a_dead_mail_server_stops_nothing_else(settings, tmp_path):
    settings.NOTICE_CHANNELS = ["mail", "file"]
    settings.NOTICE_FILE = str(tmp_path / "messages.txt")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    mail, short = message_to("a@example.cn", channel="mail"), message_to("13812345678", channel="file")

    assert [deliver(channel, at=NOON) for channel in ("mail", "file")] == [0, 1]
    assert (standing(mail)[:2], standing(short)[0]) == ((WAITING, 0), SENT)
    assert str(short.public_id) in Path(settings.NOTICE_FILE).read_text()
