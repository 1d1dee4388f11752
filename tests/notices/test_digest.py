"""One message a person and working day, with what is new since the last one."""

from datetime import date, timedelta

import pytest

from agencies.enums import Role
from notices.enums import Audience, Lane
from notices.models import DigestDay, Message
from notices.services import open_notice
from notices.services.composing import compose_digests, compose_immediate
from tests.factories import make_address, make_agency, make_membership, make_notice
from tests.notices.conftest import DIGEST, EARLY, NOON, TUESDAY, local


def digests(by) -> list[tuple[date, list]]:
    """The days of a person's digests with (kind, count) of their items."""
    rows = Message.objects.filter(user=by.user, lane=Lane.DIGEST).order_by("pk")
    return [(row.day, [(item["kind"], item["count"]) for item in row.content]) for row in rows]


def test_it_tells_how_many_of_each_kind_are_new(handler, unit):
    for n in range(3):
        make_notice(to_party=unit.party, kind="test.urgent" if n else "test.duty", created_at=EARLY)

    assert compose_digests(at=DIGEST) == 1

    message = Message.objects.get()
    party = unit.party.pk
    items = [{"kind": "test.duty", "party": party, "count": 1}, {"kind": "test.urgent", "party": party, "count": 2}]
    assert (message.user, message.channel, message.content) == (handler.user, "mail", items)


def test_nothing_to_say_means_nothing_sent(handler, leader, unit):
    make_address(leader)
    make_notice(to_party=unit.party, created_at=EARLY)

    compose_digests(at=DIGEST)

    assert (len(digests(handler)), digests(leader)) == (1, [])


def test_the_same_day_a_second_time_makes_nothing(handler, unit):
    make_notice(to_party=unit.party, created_at=EARLY)
    compose_digests(at=DIGEST)
    make_notice(to_party=unit.party, created_at=NOON)

    assert [compose_digests(at=at) for at in (DIGEST, NOON, NOON + timedelta(hours=5))] == [0, 0, 0]
    assert digests(handler) == [(DIGEST.date(), [("test.duty", 1)])]


@pytest.mark.parametrize(
    ("at", "made"),
    [
        ("2026-11-23 08:29", 0),
        ("2026-11-23 08:30", 1),
        ("2026-11-23 15:40", 1),  # after an outage in the morning
        ("2026-11-23 20:00", 0),
        ("2026-11-22 08:30", 0),  # Sunday
        ("2026-10-01 08:30", 0),  # National Day
        ("2026-10-10 08:30", 1),  # a Saturday worked in exchange
    ],
)
def test_when_it_is_made(handler, unit, at, made):
    make_notice(to_party=unit.party, created_at=local(at) - timedelta(hours=10))

    assert compose_digests(at=local(at)) == made


def test_rest_days_are_told_on_the_next_working_day(handler, unit):
    compose_digests(at=local("2026-09-30 08:30"))
    for day in range(1, 8):
        make_notice(to_party=unit.party, created_at=local(f"2026-10-0{day} 09:00"))
        assert compose_digests(at=local(f"2026-10-0{day} 09:05")) == 0

    assert compose_digests(at=local("2026-10-08 08:30")) == 1
    assert digests(handler) == [(date(2026, 10, 8), [("test.duty", 7)])]


def test_after_two_days_of_outage_one_digest_tells_everything_once(handler, unit):
    make_notice(to_party=unit.party, created_at=EARLY)
    compose_digests(at=DIGEST)
    for day in (23, 24, 25):
        make_notice(to_party=unit.party, created_at=local(f"2026-11-{day} 13:00"))

    compose_digests(at=local("2026-11-26 08:30"))
    compose_digests(at=local("2026-11-27 08:30"))

    assert digests(handler) == [(date(2026, 11, 23), [("test.duty", 1)]), (date(2026, 11, 26), [("test.duty", 3)])]


def test_a_clock_that_is_set_back_repeats_nothing(handler, unit):
    make_notice(to_party=unit.party, created_at=EARLY)
    compose_digests(at=local("2026-11-24 08:30"))
    make_notice(to_party=unit.party, created_at=local("2026-11-23 08:20"))  # written by the clock that is set back

    made = [compose_digests(at=local(f"2026-11-{day} 08:35")) for day in (23, 23, 24, 25)]

    assert made == [1, 0, 0, 0]
    assert digests(handler) == [(date(2026, 11, 24), [("test.duty", 1)]), (date(2026, 11, 23), [("test.duty", 1)])]


def test_what_was_opened_is_not_told(handler, unit):
    opened = make_notice(to_party=unit.party, created_at=EARLY)
    open_notice(opened, by=handler, at=EARLY)

    assert compose_digests(at=DIGEST) == 0


def test_nobody_supervises_himself(handler, unit):
    district = make_agency()
    make_notice(to_party=unit.party, about=district.party, created_at=EARLY)
    make_membership(agency=district, user=handler.user)

    assert compose_digests(at=DIGEST) == 0


def test_the_first_digest_tells_no_history(handler, unit):
    for days in (1, 13, 15, 59):
        make_notice(to_party=unit.party, created_at=EARLY - timedelta(days=days))

    compose_digests(at=DIGEST)

    assert digests(handler) == [(DIGEST.date(), [("test.duty", 2)])]


def test_a_person_of_two_units_gets_one_message(handler, unit):
    elsewhere = make_membership(agency=make_agency(), user=handler.user)
    make_notice(to_party=unit.party, created_at=EARLY)
    make_notice(to_party=elsewhere.party, created_at=EARLY)

    compose_digests(at=DIGEST)

    assert digests(handler) == [(DIGEST.date(), [("test.duty", 1), ("test.duty", 1)])]


def test_every_channel_in_use_carries_it(handler, unit, settings):
    settings.NOTICE_CHANNELS = ["mail", "file"]
    make_address(handler, channel="file", address="13812345678")
    make_address(make_membership(agency=unit), is_on=False)
    make_address(make_membership(agency=unit), channel="pigeon")
    make_notice(to_party=unit.party, created_at=EARLY)

    assert compose_digests(at=DIGEST) == 2
    assert set(Message.objects.values_list("user", "channel")) == {(handler.user.pk, "mail"), (handler.user.pk, "file")}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, True),
        ({"valid_from": date(2026, 11, 23)}, False),  # came after it was said
        ({"valid_to": date(2026, 11, 23)}, True),
        ({"valid_to": date(2026, 11, 22)}, False),
        ({"ended_at": EARLY}, False),
        ({"is_proposed": True}, False),
        ({"role": Role.LEADER}, False),
    ],
)
def test_memberships_of_the_day_decide(unit, facts, told):
    by = make_membership(agency=unit, **facts)
    make_address(by)
    make_notice(to_party=unit.party, created_at=EARLY - timedelta(days=1))

    assert compose_digests(at=DIGEST) == told


def test_a_delegation_is_told_and_rests_without_the_account_it_represents(unit, handler):
    deputy = make_membership(agency=unit, represents=handler, valid_to=date(2026, 12, 31))
    make_address(deputy)
    make_notice(to_party=unit.party, created_at=EARLY)
    compose_digests(at=DIGEST)
    handler.user.is_active = False
    handler.user.save()
    make_notice(to_party=unit.party, created_at=NOON)

    compose_digests(at=local(f"{TUESDAY} 08:30"))

    assert [len(digests(by)) for by in (handler, deputy)] == [1, 1]


class TestWithTheImmediateLane:
    def urgent(self, unit, n: int, at):
        return [
            make_notice(to_party=unit.party, kind="test.urgent", lane=Lane.IMMEDIATE, created_at=at) for _ in range(n)
        ]

    def immediate(self, by) -> list[tuple]:
        rows = Message.objects.filter(user=by.user, lane=Lane.IMMEDIATE).order_by("pk")
        return [(row.day, row.notice_id) for row in rows]

    def test_three_a_day_go_at_once_and_the_rest_is_in_the_digest(self, handler, unit):
        first, second, third, *_rest = made = self.urgent(unit, 5, NOON)

        assert [compose_immediate(at=NOON), compose_immediate(at=NOON)] == [3, 0]
        compose_immediate(at=local(f"{TUESDAY} 08:00"))
        compose_digests(at=local(f"{TUESDAY} 08:30"))

        assert self.immediate(handler) == [(NOON.date(), notice.pk) for notice in (first, second, third)]
        assert digests(handler) == [(date(2026, 11, 24), [("test.urgent", len(made) - 3)])]

    def test_the_three_are_those_of_the_day_whatever_the_run(self, handler, unit):
        for hour in (10, 11, 12):
            self.urgent(unit, 2, local(f"2026-11-23 {hour}:00"))
            compose_immediate(at=local(f"2026-11-23 {hour}:01"))

        assert len(self.immediate(handler)) == 3

    def test_three_are_three_through_two_channels(self, handler, unit, settings):
        settings.NOTICE_CHANNELS = ["mail", "file"]
        make_address(handler, channel="file", address="13812345678")
        self.urgent(unit, 4, NOON)

        assert compose_immediate(at=NOON) == 6

    @pytest.mark.parametrize(
        ("said", "now", "goes"),
        [
            ("2026-11-23 19:58", "2026-11-23 19:59", 1),
            ("2026-11-23 19:58", "2026-11-23 20:00", 0),
            ("2026-11-23 23:00", "2026-11-24 07:59", 0),
            ("2026-11-23 23:00", "2026-11-24 08:00", 1),
            ("2026-11-21 10:00", "2026-11-21 10:01", 0),  # Saturday
            ("2026-11-21 10:00", "2026-11-23 08:00", 1),
            ("2026-02-28 10:00", "2026-02-28 10:01", 1),  # a Saturday worked in exchange
        ],
    )
    def test_quiet_hours_and_rest_days(self, handler, unit, said, now, goes):
        self.urgent(unit, 1, local(said))

        assert compose_immediate(at=local(now)) == goes

    def test_what_a_digest_has_told_does_not_go_out_again(self, handler, unit):
        self.urgent(unit, 1, EARLY)
        compose_digests(at=DIGEST)

        assert compose_immediate(at=NOON) == 0
        assert digests(handler) == [(DIGEST.date(), [("test.urgent", 1)])]

    def test_what_went_out_is_not_in_the_digest(self, handler, unit):
        self.urgent(unit, 1, EARLY)
        compose_immediate(at=local("2026-11-23 08:00"))

        assert compose_digests(at=DIGEST) == 0

    def test_what_was_opened_does_not_go_out(self, handler, unit):
        (notice,) = self.urgent(unit, 1, EARLY)
        open_notice(notice, by=handler, at=EARLY)

        assert compose_immediate(at=NOON) == 0

    def test_only_its_lane_goes_at_once(self, handler, unit):
        make_notice(to_party=unit.party, created_at=EARLY)

        assert compose_immediate(at=NOON) == 0

    def test_a_clock_that_is_set_back_repeats_nothing(self, handler, unit):
        self.urgent(unit, 2, NOON)
        runs = [NOON, NOON - timedelta(days=3), NOON, NOON + timedelta(days=1)]

        assert [compose_immediate(at=at) for at in runs] == [2, 0, 0, 0]


def test_a_day_of_a_digest_is_recorded_even_when_nobody_had_news(handler):
    compose_digests(at=DIGEST)

    assert list(DigestDay.objects.values_list("day", "messages")) == [(DIGEST.date(), 0)]


def test_audiences_are_told_alike(unit, handler, leader):
    make_address(leader)
    for audience in Audience:
        make_notice(to_party=unit.party, audience=audience, created_at=EARLY)

    compose_digests(at=DIGEST)

    assert [digests(by)[0][1] for by in (handler, leader)] == [[("test.duty", 2)]] * 2
