"""The address of a calendar feed: who makes and ends it, whom it opens to, and how calendar programs ask."""

import hashlib
from datetime import timedelta

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
from obligations.models import Feed, Obligation
from obligations.services import cancel_duty, feeds
from tests.factories import make_agency, make_duty, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"  # of programs, which have no cookie
    with translation.override("en"):
        yield


@pytest.fixture
def tax():
    return make_agency(kind=AgencyKind.TAX, name="Tax bureau")


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


def test_only_the_hash_of_the_token_is_kept(by):
    token = feeds.make_feed(by=by, at=timezone.now())

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
        Feed.objects.create(membership=by, token_hash="x", created_at=timezone.now())


def test_a_person_of_two_units_has_two_feeds(by, program):
    other = make_membership(agency=make_agency(name="Other bureau"), user=by.user)
    make_duty(bearer=by.party)

    mine, others = new_feed(by), new_feed(other)

    assert [len(Calendar.from_ical(program.get(feed).content).walk("VEVENT")) for feed in (mine, others)] == [1, 0]
    feeds.revoke_feed(by=by, at=timezone.now())
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
        feeds.make_feed(by=make_membership(agency=tax, role=Role.AUDIT_ADMIN), at=timezone.now())


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


def test_the_calendar_of_a_unit_is_drawn_once_for_all_who_read_it(by, tax, program):
    duty = make_duty(bearer=tax.party)
    mine, others = new_feed(by), new_feed(make_membership(agency=tax))
    first = program.get(mine).content
    Obligation.objects.filter(pk=duty.pk).update(kind="fine.pay")  # as nothing of ours does: without a new version

    second = program.get(others).content
    cancel_duty(duty, at=timezone.now(), reason="x")
    third = program.get(others).content

    assert first == second and b"Pay the fine" not in first
    assert b"Pay the fine" in third and b"CANCELLED" in third
