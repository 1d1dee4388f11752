"""The list of self-inspections: whose it shows, how it is narrowed, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from inspections.enums import Verdict
from inspections.models import Answer
from institutions.enums import Category
from tests.factories import (
    make_agency,
    make_duty,
    make_institution,
    make_membership,
    make_principal,
    make_programme,
    make_region,
    make_report,
    make_round,
)

LIST = "/self-inspections/"
TODAY = timezone.localdate()


@pytest.fixture
def programme(district):
    return make_programme(region=district)


@pytest.fixture
def daily(programme):
    return make_round(programme)


def owe(report, **facts):
    return make_duty(
        "selfcheck.daily", bearer=report.institution.party, subject_kind="inspections.selfinspection",
        subject_id=report.pk, **facts,
    )  # fmt: skip


def named_in(client, **asked) -> list[str]:
    page = client.get(LIST, asked)
    assert page.status_code == 200
    return [line.row.name for line in page.context["lines"]]


def test_the_list_is_of_the_territory_and_of_the_latest_round(as_, handler, programme, daily, district):
    old = make_round(programme, period="2026Q3", opens_on=TODAY - timedelta(days=30))
    daily.opens_on = TODAY
    daily.save()
    here = make_institution(region=make_region(parent=district), name="Here")
    make_report(here, of=daily)
    make_report(make_institution(region=district, name="Before"), of=old)
    make_report(make_institution(name="Elsewhere"), of=daily)

    browser = as_(handler)

    assert named_in(browser) == ["Here"]
    assert named_in(browser, occasion="") == ["Before", "Here"]
    assert named_in(browser, occasion="daily:2026Q3") == ["Before"]
    assert named_in(browser, occasion="daily:2030Q1") == []
    assert named_in(browser, period="2026Q3") == ["Before"]


def test_it_is_narrowed_by_what_a_figure_counts_and_by_whom_it_is_about(as_, handler, daily, district):
    street = make_region(parent=district)
    facts = {
        "Waiting": {}, "In time": {"state": "submitted"}, "Late": {"state": "accepted", "is_late": True},
        "Released": {"state": "cancelled"},
    }  # fmt: skip
    rows = {}
    for name, said in facts.items():
        category = Category.HOSPITAL_GENERAL if name == "Late" else Category.CLINIC
        place = street if name == "In time" else district
        rows[name] = make_report(make_institution(region=place, name=name, category=category), of=daily, **said)
    owe(rows["Waiting"], due_on=TODAY - timedelta(days=1))
    item = daily.checklist.items.first()
    Answer.objects.create(
        report=rows["Late"], item=item, verdict=Verdict.NOT_MET, by=handler, at=timezone.now(), version=1
    )
    browser = as_(handler)

    def found(**asked):
        return sorted(named_in(browser, **asked))

    assert found(figure="owed") == ["In time", "Late", "Waiting"]
    assert found(figure="handed_in") == ["In time", "Late"]
    assert found(figure="on_time") == ["In time"]
    assert found(figure="late") == found(late="true") == found(category="hospital_general") == ["Late"]
    assert found(figure="missing") == found(overdue="true") == found(state="planned") == ["Waiting"]
    assert found(figure="accepted") == found(item=item.code) == ["Late"]
    assert found(region=street.pk) == found(q="In time") == ["In time"]
    assert found(figure="nonsense") == []


def test_a_row_says_when_it_is_due_and_how_many_points_are_not_met(as_, handler, daily, district):
    report = make_report(make_institution(region=district), of=daily, state="submitted", is_late=True)
    owe(report, due_on=TODAY + timedelta(days=2))
    for item in list(daily.checklist.items.all())[:2]:
        Answer.objects.create(
            report=report, item=item, verdict=Verdict.NOT_MET, by=handler, at=timezone.now(), version=1
        )

    (line,) = as_(handler).get(LIST).context["lines"]

    assert (line.not_met, line.light.state, line.duty.due_on) == (2, "soon", TODAY + timedelta(days=2))


def test_an_institution_sees_its_own_what_is_owed_first(as_, programme, hospital, principal):
    later = make_report(hospital, of=make_round(programme, period="2026Q4", due_on=TODAY + timedelta(days=9)))
    sooner = make_report(hospital, of=make_round(programme, period="2026Q3", due_on=TODAY + timedelta(days=5)))
    over = make_report(hospital, of=make_round(programme, period="2026Q2"), state="accepted")
    make_report(make_institution(region=programme.region, name="Neighbour"), of=later.round)
    browser = as_(principal)

    open_ones = [line.row for line in browser.get(LIST).context["lines"]]

    assert open_ones == [sooner, later]
    assert [line.row for line in browser.get(LIST, {"tab": "over"}).context["lines"]] == [over]


def test_the_page_of_an_institution_lists_its_own_alone(as_, handler, principal, hospital, programme):
    first = make_report(hospital, of=make_round(programme, period="2026Q3", due_on=TODAY), state="accepted")
    second = make_report(hospital, of=make_round(programme, period="2026Q4"))
    other = make_institution(region=programme.region)
    make_report(other, of=second.round)
    page = reverse("inspections:institution", args=[hospital.party.public_id])

    for by in (handler, principal):
        assert [line.row for line in as_(by).get(page).context["lines"]] == [second, first]
    assert page in as_(handler).get(hospital.get_absolute_url()).content.decode()

    theirs = reverse("inspections:institution", args=[other.party.public_id])
    elsewhere = make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION), role=Role.HANDLER)
    assert as_(principal).get(theirs).status_code == 404
    assert as_(elsewhere).get(page).status_code == 404


@pytest.mark.parametrize("who", ["handler", "principal"])
def test_a_list_takes_the_same_number_of_queries_for_few_and_many_rows(as_, handler, hospital, programme, who):
    def more(period):
        row = make_round(programme, period=period)
        owe(make_report(hospital, of=row))
        for _n in range(3):
            owe(make_report(make_institution(region=programme.region), of=row, state="submitted"))

    more("2026Q1")
    browser = as_(handler if who == "handler" else make_principal(hospital.party))

    def queries(page):
        browser.get(page, {"occasion": ""})
        with CaptureQueriesContext(connection) as taken:
            browser.get(page, {"occasion": ""})
        return len(taken)

    pages = [LIST, reverse("inspections:institution", args=[hospital.party.public_id])]
    few = [queries(page) for page in pages]
    for period in ("2026Q2", "2026Q3", "2026Q4"):
        more(period)

    assert [queries(page) for page in pages] == few
