"""What stands in the calendar feed: whole days and hours, nothing of the case, and what a calendar program replaces."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from icalendar import Calendar

from agencies.enums import AgencyKind, Role
from obligations.enums import DutyState
from obligations.services import cancel_duty, extend_duty, feeds, open_duty, waive_duty
from tests.factories import make_agency, make_duty, make_membership, make_region, make_task

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 21, 12, tzinfo=SHANGHAI)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"  # of programs, which have no cookie
    with translation.override("en"):
        yield


@pytest.fixture
def tax():
    return make_agency(region=make_region(), kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def by(tax):
    return make_membership(agency=tax)


def drawn(by, at=NOON) -> bytes:
    return feeds.calendar_of(by, feeds.duties_of(by, at=at))


def events(by, at=NOON) -> list:
    return Calendar.from_ical(drawn(by, at)).walk("VEVENT")


def test_a_duty_stands_as_a_whole_day_and_without_what_it_is_about(tax, by, settings):
    settings.PORTAL_URL = "https://portal.example"
    duty = make_duty("fine.pay", bearer=tax.party, title="Wang, his fine; BEGIN:VEVENT\r\nX", due_on=date(2026, 10, 9))

    (event,) = events(by)

    assert (str(event["summary"]), str(event["uid"]), event["sequence"]) == ("Pay the fine", str(duty.public_id), 1)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 10, 9), date(2026, 10, 10))
    assert event["url"] == f"https://portal.example{duty.get_absolute_url()}"
    assert str(event["description"]) == f"What it is about stands in the portal: {event['url']}"
    assert (event["status"], event["transp"], event["class"]) == ("CONFIRMED", "TRANSPARENT", "PRIVATE")
    assert b"Wang" not in drawn(by)


def test_a_clock_of_hours_has_its_hour(tax, by):
    open_duty("hotline.life", bearer=tax.party, subject=make_task(), at=NOON, region_path=tax.party.region_path)

    (event,) = events(by)

    assert event.decoded("dtstart") == NOON + timedelta(hours=2)
    assert b"DTSTART:20260921T060000Z" in drawn(by)  # unambiguous in every program
    assert "dtend" not in event


def test_times_are_utc(by, tax):
    make_duty(
        "hotline.life", bearer=tax.party, due_on=date(2026, 12, 31), due_at=datetime(2026, 12, 31, 18, tzinfo=UTC)
    )

    (event,) = events(by)

    assert event.decoded("dtstart").astimezone(SHANGHAI) == datetime(2027, 1, 1, 2, tzinfo=SHANGHAI)


def test_what_moves_keeps_its_uid_and_counts_up(tax, by):
    commission = make_agency(region=tax.party.region)
    duty = open_duty("fine.pay", bearer=tax.party, subject=make_task(), at=NOON, due_on=date(2026, 9, 30),
                     region_path=tax.party.region_path)  # fmt: skip
    (before,) = events(by)
    leader = make_membership(agency=commission, role=Role.LEADER)

    later = NOON + timedelta(days=1)
    extend_duty(duty, at=later, by=leader, basis="§ 9", reason="x", until=date(2026, 10, 20))

    (after,) = events(by)
    assert (before["uid"], before["sequence"], before.decoded("dtstamp")) == (str(duty.public_id), 1, NOON)
    assert (after["uid"], after["sequence"], after.decoded("dtstamp")) == (str(duty.public_id), 2, later)
    assert after.decoded("dtstart") == date(2026, 10, 20)


def test_what_is_settled_goes_and_what_was_waived_or_cancelled_is_told_for_a_month(tax, by):
    commission = make_agency(region=tax.party.region)
    leader = make_membership(agency=commission, role=Role.LEADER)
    waived, cancelled, owed = (
        open_duty("fine.pay", bearer=tax.party, subject=make_task(), at=NOON, due_on=date(2026, 9, 30),
                  region_path=tax.party.region_path)
        for _ in range(3)
    )  # fmt: skip
    waive_duty(waived, at=NOON, by=leader, reason="x")
    cancel_duty(cancelled, at=NOON, reason="x")
    done = {"submitted_at": NOON, "first_submitted_at": NOON}
    make_duty(bearer=tax.party, state=DutyState.MET, closed_at=NOON, **done)
    submitted = make_duty(bearer=tax.party, state=DutyState.SUBMITTED, **done)
    paused = make_duty(bearer=tax.party, state=DutyState.PAUSED, paused_at=NOON, left=3)
    make_duty(bearer=commission.party)

    def found(at) -> dict[str, str]:
        return {event["uid"]: event["status"] for event in events(by, at)}

    unsettled = {str(row.public_id): "CONFIRMED" for row in (owed, submitted, paused)}
    gone = {str(row.public_id): "CANCELLED" for row in (waived, cancelled)}
    assert found(NOON + timedelta(days=29)) == unsettled | gone
    assert found(NOON + timedelta(days=31)) == unsettled


def test_a_provisional_day_is_tentative(tax, by):
    make_duty(bearer=tax.party, is_provisional=True)

    assert [event["status"] for event in events(by)] == ["TENTATIVE"]


def test_lines_are_folded_and_hostile_names_escaped(tax, by):
    name = "Bureau, of; taxes\\ BEGIN:VEVENT\r\nSUMMARY:x 税务局" + "很长的名字" * 10
    by.party.name = name

    content = drawn(by)

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR" and b"BEGIN:VEVENT" not in lines and content.endswith(b"END:VCALENDAR\r\n")
    calendar = Calendar.from_ical(content)
    assert calendar["x-wr-calname"] == f"Duties of {name}".replace("\r\n", "\n")
    assert (calendar["version"], calendar["x-wr-timezone"]) == ("2.0", "Asia/Shanghai")


def test_so_many_and_no_more(tax, by, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    for day in (3, 1, 2):
        make_duty(bearer=tax.party, due_on=date(2026, 10, day))

    assert [event.decoded("dtstart").day for event in events(by)] == [1, 2]
