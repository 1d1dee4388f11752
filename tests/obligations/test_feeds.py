"""The calendar feed: who opens it, what it holds, how calendar programs ask for it."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from agencies.enums import AgencyKind, Role
from kernel.models import AuditRow
from obligations.enums import DutyState
from obligations.models import Feed
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


@pytest.fixture
def program() -> Client:
    """A calendar program: it knows the address and has never logged in."""
    return Client()


def address_of(token: str) -> str:
    return reverse("obligations:feed", kwargs={"token": token})


def new_feed(by) -> str:
    return address_of(feeds.make_feed(by=by, at=timezone.now()))


def events(by, at=NOON) -> list:
    return Calendar.from_ical(feeds.calendar_of(by, at=at)).walk("VEVENT")


def test_only_the_hash_of_the_token_is_kept(by):
    token = feeds.make_feed(by=by, at=NOON)

    row = Feed.objects.values().get()
    assert (row["token_hash"], row["membership_id"]) == (hashlib.sha256(token.encode()).hexdigest(), by.pk)
    assert len(token) >= 43 and token not in str(row)
    entries = str(list(AuditRow.objects.filter(table_name="obligations_feed").values()))
    assert entries != "[]" and token not in entries and row["token_hash"] not in entries


def test_a_new_address_ends_the_one_before(by, program):
    first, second = new_feed(by), new_feed(by)

    assert [program.get(first).status_code, program.get(second).status_code] == [404, 200]
    assert Feed.objects.standing().count() == 1
    with pytest.raises(IntegrityError, match="feed_one_each"), transaction.atomic():
        Feed.objects.create(membership=by, token_hash="x", created_at=NOON)


def test_a_person_of_two_units_has_two_feeds(by, program):
    other = make_membership(agency=make_agency(name="Other bureau"), user=by.user)
    make_duty(bearer=by.party)

    mine, others = new_feed(by), new_feed(other)

    assert [len(Calendar.from_ical(program.get(feed).content).walk("VEVENT")) for feed in (mine, others)] == [1, 0]
    feeds.revoke_feed(by=by, at=NOON)
    assert [program.get(feed).status_code for feed in (mine, others)] == [404, 200]


def test_whatever_is_wrong_with_an_address_it_answers_alike(by, program):
    revoked = new_feed(by)
    feeds.revoke_feed(by=by, at=timezone.now())
    today = timezone.localdate()
    over = make_membership(agency=by.party.agency, valid_to=today - timedelta(days=1))
    ended = make_membership(agency=by.party.agency, ended_at=timezone.now())
    early = make_membership(agency=by.party.agency, valid_from=today + timedelta(days=1))
    proposed = make_membership(agency=by.party.agency, is_proposed=True)
    closed = make_membership(agency=by.party.agency)
    represented = make_membership(agency=by.party.agency)
    deputy = make_membership(agency=by.party.agency, represents=represented, valid_to=today)
    dead = [new_feed(row) for row in (over, ended, early, proposed, closed, deputy)]
    alive = new_feed(make_membership(agency=by.party.agency, valid_to=today))
    for row in (closed, represented):
        row.user.is_active = False
        row.user.save()
    admin = make_membership(agency=by.party.agency)
    dead.append(new_feed(admin))
    admin.role = Role.SYSTEM_ADMIN
    admin.save()

    answers = [program.get(feed) for feed in (revoked, address_of("x"), address_of("令牌"), *dead)]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b"")}
    assert len({str(sorted(set(answer.headers) - {"X-Request-Id"})) for answer in answers}) == 1
    assert program.get(alive).status_code == 200


def test_a_duty_stands_as_a_whole_day_and_without_what_it_is_about(tax, by, settings):
    settings.PORTAL_URL = "https://portal.example"
    duty = make_duty("fine.pay", bearer=tax.party, title="Wang, his fine; BEGIN:VEVENT\r\nX", due_on=date(2026, 10, 9))

    (event,) = events(by)

    assert (str(event["summary"]), str(event["uid"]), event["sequence"]) == ("Pay the fine", str(duty.public_id), 1)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 10, 9), date(2026, 10, 10))
    assert event["url"] == f"https://portal.example{duty.get_absolute_url()}"
    assert str(event["description"]) == f"What it is about stands in the portal: {event['url']}"
    assert (event["status"], event["transp"], event["class"]) == ("CONFIRMED", "TRANSPARENT", "PRIVATE")
    assert b"Wang" not in feeds.calendar_of(by, at=NOON)


def test_a_clock_of_hours_has_its_hour(tax, by):
    open_duty("hotline.life", bearer=tax.party, subject=make_task(), at=NOON, region_path=tax.party.region_path)

    (event,) = events(by)

    assert event.decoded("dtstart") == NOON + timedelta(hours=2)
    assert b"DTSTART:20260921T060000Z" in feeds.calendar_of(by, at=NOON)  # unambiguous in every program
    assert "dtend" not in event


def test_what_moves_keeps_its_uid_and_counts_up(tax, by):
    commission = make_agency(region=tax.party.region)
    duty = open_duty("fine.pay", bearer=tax.party, subject=make_task(), at=NOON, due_on=date(2026, 9, 30),
                     region_path=tax.party.region_path)  # fmt: skip
    (before,) = events(by)
    leader = make_membership(agency=commission, role=Role.LEADER)

    later = NOON + timedelta(days=1)
    extend_duty(duty, at=later, by=leader, reason="x", until=date(2026, 10, 20))

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

    content = feeds.calendar_of(by, at=NOON)

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


def test_a_program_gets_a_calendar_and_leaves_no_session(by, tax, program):
    make_duty(bearer=tax.party)
    feed = new_feed(by)

    answer = program.get(feed)

    assert answer.status_code == 200
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control", "Referrer-Policy", "X-Robots-Tag")} == {
        "Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, max-age=900",
        "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex",
    }  # fmt: skip
    assert not answer.cookies and not program.cookies and not Session.objects.exists()
    assert program.get(address_of("unknown")).cookies == {} and not Session.objects.exists()
    assert program.post(feed).status_code == 405
    assert program.head(feed).status_code == 200


def test_what_has_not_changed_is_not_sent_again(by, tax, program):
    duty = make_duty(bearer=tax.party)
    feed = new_feed(by)
    etag = program.get(feed)["ETag"]

    same = program.get(feed, headers={"If-None-Match": etag})
    cancel_duty(duty, at=timezone.now(), reason="x")
    changed = program.get(feed, headers={"If-None-Match": etag})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    assert changed.status_code == 200 and changed["ETag"] != etag


def test_the_last_reading_is_kept_once_an_hour_and_not_in_the_trail(by, program):
    feed = new_feed(by)
    entries = AuditRow.objects.filter(table_name="obligations_feed").count()

    def written() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert program.get(feed).status_code == 200
        return sum('UPDATE "obligations_feed"' in query["sql"] for query in asked)

    assert [written(), written()] == [1, 0]
    Feed.objects.update(last_read_at=timezone.now() - timedelta(minutes=61))
    assert [written(), written()] == [1, 0]
    assert AuditRow.objects.filter(table_name="obligations_feed").count() == entries


def test_a_feed_is_read_only_so_often(by, program, monkeypatch):
    monkeypatch.setattr("obligations.views.calendar.READINGS", 2)
    feed, other = new_feed(by), new_feed(make_membership(agency=by.party.agency))

    statuses = [program.get(feed).status_code for _ in range(4)]

    assert statuses == [200, 200, 429, 429]
    assert program.get(feed)["Retry-After"] == "3600"
    assert program.get(other).status_code == 200


def test_who_tries_addresses_is_stopped(program, by, monkeypatch):
    monkeypatch.setattr("obligations.views.calendar.MISSES", 3)
    place = {"REMOTE_ADDR": "203.0.113.9"}

    statuses = [program.get(address_of(f"guess-{n}"), **place).status_code for n in range(5)]

    assert statuses == [404, 404, 404, 429, 429]
    assert program.get(new_feed(by), REMOTE_ADDR="203.0.113.10").status_code == 200


def test_many_duties_ask_no_more_of_the_database(by, tax, program):
    feed = new_feed(by)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert program.get(feed).status_code == 200
        return len(asked)

    make_duty(bearer=tax.party)
    questions()
    few = questions()
    for _ in range(5):
        make_duty(bearer=tax.party)
        make_duty(bearer=tax.party, state=DutyState.WAIVED, closed_at=timezone.now())

    assert questions() == few <= 6


def test_who_sees_no_duties_makes_no_feed(tax):
    with pytest.raises(PermissionDenied):
        feeds.make_feed(by=make_membership(agency=tax, role=Role.AUDIT_ADMIN), at=NOON)


@pytest.fixture
def browser(client, by):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(by.user)
    return client


def key_on(answer) -> dict:
    return {"form_key": str(answer.context["form"]["form_key"].value())}


def test_the_page_shows_a_new_address_once(browser, program, settings):
    settings.PORTAL_URL = "https://portal.example"
    page = reverse("obligations:my_feed")
    form = key_on(browser.get(page))

    made = browser.post(page, form)
    again = browser.post(page, form, follow=True)

    address = made.context["address"]
    assert made.status_code == 200 and address in made.content.decode() and "no-store" in made["Cache-Control"]
    assert address.startswith("https://portal.example/duties/feed/") and address.endswith(".ics")
    path = address.removeprefix("https://portal.example")
    assert path not in again.content.decode() and "only once" in again.content.decode()
    assert path not in browser.get(page).content.decode()
    assert program.get(path).status_code == 200 and Feed.objects.count() == 1
    assert "End the feed" in browser.get(page).content.decode()


def test_a_form_without_its_key_makes_nothing(browser):
    assert browser.post(reverse("obligations:my_feed"), {}).status_code == 422
    assert not Feed.objects.exists()


def test_the_page_ends_the_feed_of_the_acting_unit_alone(browser, by, program):
    mine, others = new_feed(by), new_feed(make_membership(agency=by.party.agency))

    answer = browser.post(reverse("obligations:revoke_feed"), follow=True)

    assert "no longer opens anything" in answer.content.decode()
    assert "Make an address" in answer.content.decode()
    assert [program.get(feed).status_code for feed in (mine, others)] == [404, 200]


def test_a_reader_who_is_logged_in_gets_the_unit_of_the_address(browser, by, tax):
    make_duty(bearer=tax.party)
    other = make_membership(agency=make_agency(name="Other bureau"))

    answer = browser.get(new_feed(other))

    assert Calendar.from_ical(answer.content)["x-wr-calname"] == "Duties of Other bureau"
    assert Calendar.from_ical(answer.content).walk("VEVENT") == []


def test_times_are_utc(by, tax):
    make_duty(
        "hotline.life", bearer=tax.party, due_on=date(2026, 12, 31), due_at=datetime(2026, 12, 31, 18, tzinfo=UTC)
    )

    (event,) = events(by)

    assert event.decoded("dtstart").astimezone(SHANGHAI) == datetime(2027, 1, 1, 2, tzinfo=SHANGHAI)
