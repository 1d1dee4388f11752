"""The calendar of a month: its weeks, its rest days, the duties of the unit, and no more of them than fit."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, PartyKind, Role
from agencies.models import Membership
from kernel.errors import Refused
from obligations.enums import DutyState
from obligations.services.extensions import ask_extension
from obligations.services.months import SHOWN, Month, weeks_of
from tests.factories import make_agency, make_duty, make_membership, make_party, make_user

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 9, 21, 12, tzinfo=SHANGHAI)
TODAY = AT.date()

pytestmark = pytest.mark.django_db


@pytest.fixture
def tax():
    return make_agency(kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def by(tax):
    return make_membership(agency=tax)


@pytest.fixture
def browser(client, by):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(by.user)
    return client


def cells(month: str, by) -> dict[date, object]:
    weeks = weeks_of(Month.of(month, today=TODAY), by=by, at=AT)
    return {cell.day.day: cell for week in weeks for cell in week}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("2026-12", date(2026, 12, 1)),
        *((text, date(2026, 9, 1)) for text in ("", "2026", "2026-13", "2026-00", "26-11", "0001-01", "2026-11-01",
                                                "２０２６-11", "2026-1١", "x" * 99)),
    ],
)  # fmt: skip
def test_which_month_is_meant(text, first):
    assert Month.of(text, today=TODAY).first == first


def test_neighbours_over_the_year_end():
    december = Month(date(2026, 12, 1))

    assert [str(month) for month in (december.previous, december.next, december.next.previous)] == [
        "2026-11", "2027-01", "2026-12"
    ]  # fmt: skip


def test_weeks_run_from_monday_to_sunday(by):
    for text in ("2026-02", "2026-03", "2026-11", "2027-02"):
        month = Month.of(text, today=TODAY)

        weeks = weeks_of(month, by=by, at=AT)

        days = [cell.day.day for week in weeks for cell in week]
        assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
        assert {len(week) for week in weeks} == {7} and {week[0].day.day.weekday() for week in weeks} == {0}
        inside = [cell.day.day for week in weeks for cell in week if cell.is_inside]
        assert (inside[0], inside[-1]) == (month.first, month.next.first - timedelta(days=1))


def test_rest_days_and_days_worked_in_exchange_are_named(by):
    october = cells("2026-10", by)

    days = {n: october[date(2026, 10, n)].day for n in (1, 8, 10, 11)}
    assert [(day.is_working, day.kind) for day in days.values()] == [
        (False, "holiday"), (True, ""), (True, "makeup"), (False, "")
    ]  # fmt: skip
    assert days[1].name and days[10].name


def test_duties_stand_on_their_due_day_with_their_light(by, tax):
    for days in (-3, 0, 2, 9):
        make_duty(bearer=tax.party, title=f"in {days}", due_on=TODAY + timedelta(days=days))
    make_duty(bearer=make_agency().party, title="of others", due_on=TODAY)
    make_duty(bearer=tax.party, title="months away", due_on=TODAY + timedelta(days=90))

    found = {
        duty.title: (day, light.state)
        for day, cell in cells("2026-09", by).items()
        for duty, light in cell.duties
    }  # fmt: skip

    assert found == {
        "in -3": (date(2026, 9, 18), "over"),
        "in 0": (date(2026, 9, 21), "soon"),
        "in 2": (date(2026, 9, 23), "soon"),
        "in 9": (date(2026, 9, 30), "idle"),
    }


def test_a_day_shows_what_is_to_be_done_first_and_how_much_more_there_is(by, tax):
    closed = {"state": DutyState.CANCELLED, "closed_at": AT}
    submitted = {"state": DutyState.SUBMITTED, "submitted_at": AT, "first_submitted_at": AT}
    noon, nine = AT, AT.replace(hour=9)
    for n in range(3):
        make_duty(bearer=tax.party, title=f"closed {n}", due_on=TODAY, **closed)
        make_duty(bearer=tax.party, title=f"submitted {n}", due_on=TODAY, **submitted)
    make_duty(bearer=tax.party, title="all day", due_on=TODAY)
    make_duty("hotline.life", bearer=tax.party, title="noon", due_on=TODAY, due_at=noon)
    make_duty("hotline.life", bearer=tax.party, title="nine", due_on=TODAY, due_at=nine)

    cell = cells("2026-09", by)[TODAY]

    assert [duty.title for duty, _light in cell.duties] == ["nine", "noon", "all day", "submitted 0"]
    assert (cell.more, cell.tab) == (9 - SHOWN, "submitted")


@pytest.mark.parametrize(
    ("open_", "closed", "more", "tab"),
    [(SHOWN, 0, 0, ""), (SHOWN + 3, 2, 5, "owed"), (SHOWN, 1, 1, "closed"), (0, SHOWN + 1, 1, "closed")],
)
def test_the_rest_is_looked_up_where_it_stands(by, tax, open_, closed, more, tab):
    for _ in range(open_):
        make_duty(bearer=tax.party, due_on=TODAY)
    for _ in range(closed):
        make_duty(bearer=tax.party, due_on=TODAY, state=DutyState.WAIVED, closed_at=AT)

    cell = cells("2026-09", by)[TODAY]

    assert (len(cell.duties), cell.more, cell.tab) == (min(open_ + closed, SHOWN), more, tab)


def test_beyond_the_calendar_there_is_no_month(by):
    for text in ("1999-01", "2199-12"):
        with pytest.raises(Refused):
            weeks_of(Month.of(text, today=TODAY), by=by, at=AT)


def page(browser, **query) -> str:
    answer = browser.get(reverse("obligations:calendar"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_is_a_table_with_headings_and_a_link_for_each_duty(browser, tax):
    title = "<b>Hostile</b> & 标题"
    duty = make_duty(bearer=tax.party, title=title, due_on=date(2026, 10, 9))

    html = page(browser, month="2026-10")

    assert re.findall(r'<th scope="col">(\w+)</th>', html) == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    ]  # fmt: skip
    assert duty.get_absolute_url() in html
    assert "<b>Hostile" not in html and "&lt;b&gt;Hostile&lt;/b&gt; &amp; 标题" in html
    assert "国庆" in html and "Working day (" in html
    assert 'href="?month=2026-09"' in html and 'href="?month=2026-11"' in html
    assert "not published yet" not in html


def test_a_month_of_a_year_without_its_notice_says_so(browser):
    assert "The official calendar of 2031 is not published yet" in page(browser, month="2031-05")


def test_the_present_month_comes_first_and_today_is_marked(browser):
    html = page(browser)

    assert f'<time datetime="{timezone.localdate()}" aria-current="date">' in html
    assert "This month" not in html and "This month" in page(browser, month="2020-01")


def test_the_link_to_the_rest_leads_to_these_duties(browser, tax):
    day = date(2026, 10, 9)
    for n in range(SHOWN + 2):
        make_duty(bearer=tax.party, title=f"Same day {n}", due_on=day)
    make_duty(bearer=tax.party, title="Another day", due_on=day + timedelta(days=1))

    html = page(browser, month="2026-10")
    link = re.search(r'class="rest-of" href="([^"]+)">and 2 more', html)[1].replace("&amp;", "&")
    there = browser.get(link).content.decode()

    assert all(f"Same day {n}" in there for n in range(SHOWN + 2))
    assert "Another day" not in there


def test_more_duties_ask_no_more_of_the_database(browser, tax):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(browser, month="2026-10")
        return len(asked)

    make_duty(bearer=tax.party, due_on=date(2026, 10, 9))
    questions()
    few = questions()
    for n in range(30):
        make_duty(bearer=tax.party, due_on=date(2026, 10, 1) + timedelta(days=n % 20))

    assert questions() == few <= 15


def test_beyond_the_calendar_the_page_says_so(browser):
    answer = browser.get(reverse("obligations:calendar"), {"month": "2199-12"})

    assert answer.status_code == 409
    assert "does not reach that far" in answer.content.decode()


def test_administrators_of_the_portal_have_no_calendar(client, tax):
    client.force_login(make_membership(agency=tax, role=Role.SYSTEM_ADMIN).user)

    assert client.get(reverse("obligations:calendar")).status_code == 403


def test_an_institution_has_a_calendar_a_feed_and_its_requests_too(client):
    party = make_party(kind=PartyKind.INSTITUTION, name="Clinic")
    principal = Membership.objects.create(
        user=make_user(), party=party, role=Role.PRINCIPAL, valid_from=date(2020, 1, 1)
    )
    duty = make_duty("fine.pay", bearer=party, title="Fine of the clinic", supervisor=make_agency().party)
    client.force_login(principal.user)

    month = client.get(reverse("obligations:calendar"), {"month": f"{duty.due_on:%Y-%m}"})
    others = [reverse("obligations:my_feed"), reverse("obligations:extensions"), duty.get_absolute_url()]

    assert "Fine of the clinic" in month.content.decode()
    assert {client.get(address).status_code for address in others} == {200}
    asked = ask_extension(
        duty, at=timezone.now(), by=principal, basis="§ 9", reason="x", until=duty.due_on + timedelta(days=9)
    )
    assert client.get(asked.get_absolute_url()).status_code == 200
