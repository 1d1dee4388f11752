"""A publication's first public day may be planned: within the clock, at midnight, on every page."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from disclosure import services
from disclosure.enums import PublicationState as S
from kernel.errors import Refused, Stale
from obligations.enums import DutyState
from obligations.models import Obligation
from tests.events.reading import form_of

from .conftest import NOON, PENALTY, fresh

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY, PLANNED = date(2026, 9, 21), date(2026, 9, 28)
OPEN_LIST, FEED = "/open/publications.json", "/open/publications.atom"


def duty_of(row) -> Obligation:
    return Obligation.objects.about(row).get()


def test_the_day_that_the_draft_plans_counts_when_it_is_published(office):
    row = office.published(public_from=PLANNED)

    assert (row.state, row.public_from, row.published_at) == (S.PUBLISHED, PLANNED, NOON)
    assert (duty_of(row).state, duty_of(row).closed_at) == (DutyState.MET, NOON)


def test_a_day_said_when_it_is_published_counts_before_the_planned_one(office):
    row = services.publish(office.approved(public_from=PLANNED), by=office.leader, at=NOON, public_from=TODAY)

    assert row.public_from == TODAY


def test_a_planned_day_that_has_passed_gives_way_to_today(office):
    row = office.published(public_from=date(2026, 9, 22), at=NOON + timedelta(days=3))

    assert row.public_from == date(2026, 9, 24)


def test_the_clock_is_met_on_its_last_day_and_not_after_it(office):
    row = office.approved()
    due = duty_of(row).due_on

    with pytest.raises(Refused, match=f"has to be public by {due}"):
        services.publish(row, by=office.leader, at=NOON, public_from=due + timedelta(days=1))
    assert (fresh(row).state, duty_of(row).state) == (S.APPROVED, DutyState.OPEN)
    row = services.publish(row, by=office.leader, at=NOON, public_from=due)

    assert (row.public_from, duty_of(row).state) == (due, DutyState.MET)


def test_once_the_clock_has_run_out_it_is_public_at_once(office):
    row, late = office.approved(), datetime(2026, 10, 9, 9, tzinfo=SHANGHAI)

    with pytest.raises(Refused, match="has to be public by 2026-10-09"):
        services.publish(row, by=office.leader, at=late, public_from=date(2026, 10, 10))
    row = services.publish(row, by=office.leader, at=late)

    assert (row.public_from, duty_of(row).state) == (date(2026, 10, 9), DutyState.MET_LATE)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"public_from": date(2026, 9, 20)}, "has passed already"),
        ({"public_from": date(2027, 1, 4)}, "has to be public by"),
        ({"public_from": PLANNED, "public_until": date(2026, 9, 27)}, "before the first public day"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_the_draft(office, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        office.draft(**facts)
    row = office.draft()
    with pytest.raises(Refused, match=sentence):
        services.change_draft(
            row, title="X", fields=PENALTY, by=office.writer, at=NOON,
            **{"public_until": row.public_until} | facts,
        )  # fmt: skip

    assert fresh(row).public_from == TODAY


def test_a_first_day_after_the_last_is_refused(office):
    row = office.approved(public_until=date(2026, 9, 24))

    with pytest.raises(Refused, match="after the last"):
        services.publish(row, by=office.leader, at=NOON, public_from=date(2026, 9, 25))


def test_a_plan_is_changed_and_taken_out(office):
    row, facts = office.draft(public_from=PLANNED), {"title": "X", "fields": PENALTY, "by": office.writer, "at": NOON}
    until = {"public_until": row.public_until}

    old = fresh(row)
    row = services.change_draft(row, public_from=date(2026, 9, 25), **until, **facts)
    assert row.public_from == date(2026, 9, 25)
    row = services.change_draft(row, **until, **facts)
    assert row.public_from == TODAY
    with pytest.raises(Stale):
        services.change_draft(old, **until, **facts)


@pytest.mark.parametrize(
    ("at", "is_public"),
    [
        (datetime(2026, 9, 27, 23, 59, 59, tzinfo=SHANGHAI), False),
        (datetime(2026, 9, 27, 15, 59, 59, tzinfo=ZoneInfo("UTC")), False),
        (datetime(2026, 9, 27, 16, 0, tzinfo=ZoneInfo("UTC")), True),  # midnight in Shanghai
        (datetime(2026, 9, 28, 0, 0, tzinfo=SHANGHAI), True),
    ],
)
def test_it_begins_at_midnight_without_any_job(office, time_machine, client, at, is_public):
    row = office.published(public_from=PLANNED)
    time_machine.move_to(at, tick=False)

    assert (client.get(row.public_url).status_code, fresh(row).state) == (200 if is_public else 404, S.PUBLISHED)
    assert bool(client.get(OPEN_LIST).json()["publications"]) is is_public
    for address in (f"/open/p/{row.party.public_id}/", "/open/", FEED):
        assert ("无证执业案" in client.get(address).content.decode()) is is_public, address


def test_what_is_kept_of_a_page_is_drawn_anew_at_midnight(office, time_machine, client):
    row = office.published(public_from=PLANNED)
    address = f"/open/p/{row.party.public_id}/"
    time_machine.move_to(datetime(2026, 9, 27, 23, 59, 50, tzinfo=SHANGHAI), tick=False)
    before = [client.get(address) for _ in range(2)]

    time_machine.move_to(datetime(2026, 9, 28, 0, 0, 1, tzinfo=SHANGHAI), tick=False)
    after = client.get(address, headers={"If-None-Match": before[0]["ETag"]})

    assert ["无证执业案" in page.content.decode() for page in before] == [False, False]
    assert (after.status_code, "无证执业案" in after.content.decode()) == (200, True)


def test_the_feed_dates_it_from_the_day_on_which_it_began(office, time_machine, client):
    office.published(public_from=PLANNED)
    time_machine.move_to(datetime(2026, 9, 28, 9, tzinfo=SHANGHAI), tick=False)

    feed = client.get(FEED).content.decode()

    assert "<published>2026-09-28T00:00:00+08:00</published>" in feed


def test_what_is_withdrawn_before_its_first_day_was_never_public(office, time_machine, client):
    row = office.published(public_from=PLANNED)
    services.withdraw(row, by=office.leader, at=NOON, ground="mistaken", reason="Wrong")

    for day in (TODAY, PLANNED):
        time_machine.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI), tick=False)
        assert client.get(row.public_url).status_code == 404


def test_the_pages_of_the_staff_ask_for_it_and_say_it(office, time_machine, client):
    time_machine.move_to(NOON, tick=False)
    client.cookies["django_language"] = "en"
    client.force_login(office.writer.user)
    new = reverse("disclosure:draft", kwargs={"kind": "check", "party": office.clinic.public_id})
    typed = form_of(client, new) | {
        "title": "Checked", "formed_on": "2026-09-21", "public_from": "2026-09-28", "field-type": "Patrol",
        "field-result": "ok",
    }  # fmt: skip
    made = client.post(new, typed)
    row = office.agency.publications.get()
    assert (made.status_code, row.public_from) == (302, PLANNED)
    assert 'value="2026-09-28"' in client.get(f"{row.get_absolute_url()}edit/").content.decode()

    row = services.submit_draft(row, by=office.writer, at=NOON)
    row = services.pass_privacy_check(row, by=office.reviewer, at=NOON)
    row = services.pass_secrecy_check(row, by=office.leader, at=NOON)
    client.force_login(office.leader.user)
    step = f"{row.get_absolute_url()}publish/"
    assert 'value="2026-09-28"' in client.get(step).content.decode()
    refused = client.post(step, {"version": row.version, "public_from": "2027-01-04"})
    assert (refused.status_code, "has to be public by" in refused.content.decode()) == (422, True)
    client.post(step, {"version": row.version, "public_from": "2026-09-25"})

    assert (fresh(row).state, fresh(row).public_from) == (S.PUBLISHED, date(2026, 9, 25))
    assert "It becomes public when" in client.get(row.get_absolute_url()).content.decode()
