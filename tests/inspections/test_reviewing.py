"""What supervisors do with reports in the browser: accept, send back, take off, remind."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from inspections.enums import ReportVerb
from inspections.models import ReportStep
from notices.models import Notice
from obligations.enums import Verb
from obligations.models import ObligationStep
from obligations.services import submit_duty
from tests.factories import (
    make_agency,
    make_duty,
    make_institution,
    make_membership,
    make_programme,
    make_report,
    make_round,
)

TODAY = timezone.localdate()


@pytest.fixture
def daily(district):
    return make_round(make_programme(region=district))


@pytest.fixture
def handed_in(hospital, daily, commission):
    report = make_report(hospital, of=daily, state="submitted")
    submit_duty(owe(report, commission), at=timezone.now())
    return report


def owe(report, supervisor, **facts):
    return make_duty(
        "selfcheck.daily", bearer=report.institution.party, subject_kind="inspections.selfinspection",
        subject_id=report.pk, supervisor=supervisor.party, period=report.period, **facts,
    )  # fmt: skip


def at(name, report):
    return reverse(f"inspections:{name}", args=[report.public_id])


def test_a_report_is_accepted_on_its_page(as_, handler, handed_in):
    browser, page = as_(handler), at("accept", handed_in)
    shown = browser.get(handed_in.get_absolute_url()).content.decode()
    assert page in shown and at("return", handed_in) in shown and at("cancel", handed_in) not in shown
    assert browser.get(page).status_code == 200

    assert browser.post(page, {"version": 7}).status_code == 409
    answer = browser.post(page, {"version": 1})

    handed_in.refresh_from_db()
    assert (answer.status_code, answer["Location"], handed_in.state, handed_in.reviewed_by) == (
        302, handed_in.get_absolute_url(), "accepted", handler,
    )  # fmt: skip


def test_a_report_goes_back_with_a_reason(as_, handler, handed_in):
    browser, page = as_(handler), at("return", handed_in)

    without = browser.post(page, {"version": 1, "reason": " "})
    browser.post(page, {"version": 1, "reason": "照片不清楚"})

    handed_in.refresh_from_db()
    step = handed_in.steps.get()
    assert (without.status_code, handed_in.state, step.verb, step.note) == (422, "returned", "return", "照片不清楚")


def test_who_decides_takes_off_what_is_not_owed_any_more(as_, handler, leader, hospital, daily):
    report = make_report(hospital, of=daily)

    refused = as_(handler).post(at("cancel", report), {"version": 1, "reason": "停业"})
    as_(leader).post(at("cancel", report), {"version": 1, "reason": "停业"})

    report.refresh_from_db()
    assert (refused.status_code, report.state) == (403, "cancelled")


def test_no_institution_and_no_other_district_decides(as_, principal, handed_in):
    other = make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION), role=Role.HANDLER)

    for name in ("accept", "return", "cancel"):
        assert as_(principal).post(at(name, handed_in), {"version": 1, "reason": "x"}).status_code == 403
        assert as_(other).post(at(name, handed_in), {"version": 1, "reason": "x"}).status_code == 404

    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"


def test_many_are_accepted_at_once_as_far_as_they_are_handed_in(as_, handler, handed_in, daily, district):
    waiting = make_report(make_institution(region=district), of=daily)
    elsewhere = make_report(make_institution(), of=daily, state="submitted")
    keys = [row.public_id for row in (handed_in, waiting, elsewhere)]

    page = as_(handler).post(reverse("inspections:accept_many"), {"report": [*keys, "nonsense"]}, follow=True)

    for row in (handed_in, waiting, elsewhere):
        row.refresh_from_db()
    assert [row.state for row in (handed_in, waiting, elsewhere)] == ["accepted", "planned", "submitted"]
    assert "1 report is accepted." in page.content.decode()


REMIND = "/self-inspections/remind/"


def test_who_has_not_handed_in_is_told_once_a_day(as_, handler, handed_in, hospital, daily, district):
    for name in ("First", "Second"):
        make_report(make_institution(region=district, name=name), of=daily)
    make_report(make_institution(name="Elsewhere"), of=daily)
    browser = as_(handler)

    shown = browser.post(REMIND, {"all": "1"})
    assert (shown.context["preview"].institutions, shown.context["preview"].done, Notice.objects.count()) == (2, 1, 0)
    assert browser.post(REMIND, {"all": "1", "confirmed": "1"}).status_code == 200  # more than was shown: again
    done = browser.post(REMIND, {"all": "1", "confirmed": "2"}, follow=True)
    again = browser.post(REMIND, {"all": "1", "confirmed": "2"})

    assert "2 institutions were told." in done.content.decode()
    assert (again.context["preview"].reports, again.context["preview"].told) == (0, 2)
    told = Notice.objects.select_related("to_party").order_by("to_party__name")
    assert [(row.to_party.name, row.kind, row.params["reports"]) for row in told] == [
        ("First", "inspections.reports_missing", 1), ("Second", "inspections.reports_missing", 1),
    ]  # fmt: skip
    assert ReportStep.objects.filter(verb=ReportVerb.REMIND, by=handler).count() == 2


def test_what_is_overdue_is_urged_with_its_duty_and_told_by_that_alone(as_, handler, commission, hospital, daily):
    report = make_report(hospital, of=daily)
    owe(report, commission, due_on=TODAY - timedelta(days=1))
    chosen = {"report": [report.public_id], "confirmed": "1"}

    as_(handler).post(REMIND, chosen)
    as_(handler).post(REMIND, chosen)

    assert sorted(Notice.objects.values_list("kind", "audience")) == [
        ("obligations.urged", "handlers"), ("obligations.urged", "leaders"),
    ]  # fmt: skip
    assert ObligationStep.objects.filter(verb=Verb.URGE).count() == 1
    assert report.steps.get().verb == ReportVerb.REMIND


def test_two_rounds_that_are_missing_make_one_notice(as_, handler, hospital, daily):
    make_report(hospital, of=daily)
    make_report(hospital, of=make_round(daily.programme, period="2026Q3"))

    as_(handler).post(f"{REMIND}?occasion=", {"all": "1", "confirmed": "2"})

    assert (Notice.objects.get().params["reports"], ReportStep.objects.count()) == (2, 2)


def test_nothing_chosen_and_nobody_who_may_not(as_, handler, principal, hospital, daily):
    report = make_report(hospital, of=daily)

    nothing = as_(handler).post(REMIND, {})
    refused = as_(principal).post(REMIND, {"report": [report.public_id], "confirmed": "1"})

    assert (nothing.status_code, nothing["Location"], refused.status_code) == (302, "/self-inspections/", 403)
    assert Notice.objects.count() == 0
