"""A duty's page: who sees it, its clock and the rule behind it, history and reminders; waiving it."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.services.hand_over import hand_over
from notices.models import Notice
from notices.services import open_notice
from obligations.enums import DutyState, Verb
from obligations.models import LimitOverride, Obligation
from obligations.reminders import remind
from obligations.services import open_duty, pause_duty, return_duty, submit_duty
from obligations.services.urging import urge_duties
from tests.factories import make_agency, make_duty, make_membership, make_region, make_task

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture
def commission():
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION, name="Commission")


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def log_in(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def as_role(agency, role=Role.HANDLER, **facts):
        by = make_membership(agency=agency, role=role, **facts)
        client.force_login(by.user)
        return by

    return as_role


def opened(agency, kind: str = "penalty.publish", **facts) -> Obligation:
    task = make_task(title="Fine of a clinic")
    return open_duty(kind, bearer=agency.party, subject=task, region_path=agency.region_path, at=NOON, **facts)


def page(client, duty: Obligation, *, status: int = 200) -> str:
    answer = client.get(duty.get_absolute_url())
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_who_owes_it_and_who_watches_over_it_see_it(client, log_in, commission, tax):
    duty = opened(tax)
    elsewhere = opened(tax, "decision.publish", supervisor=make_agency().party)
    Obligation.objects.filter(pk=elsewhere.pk).update(region_path=make_region().path)  # owed in another territory
    school = make_agency(region=commission.party.region, kind=AgencyKind.EDUCATION)

    seen = {}
    for agency in (tax, commission, school, make_agency()):
        log_in(agency)
        seen[agency] = tuple(client.get(row.get_absolute_url()).status_code for row in (duty, elsewhere))

    assert list(seen.values()) == [(200, 200), (200, 404), (404, 404), (404, 404)]


def test_the_clock_with_its_rule(client, log_in, tax):
    duty = opened(tax)
    log_in(tax)

    said = page(client, duty)

    assert "Limit 7 working days" in said and "Counted from 2026-09-01 the decision is made" in said
    assert "Publish the penalty 国办发〔2018〕118号" in said and "[search" not in said
    assert "Open the record" in said and "Watched by Commission" in said


def test_a_regional_limit_says_whose_it_is_and_why(client, log_in, commission, tax):
    region = commission.party.region
    LimitOverride.objects.create(
        kind="penalty.publish", region=region, region_path=region.path, amount=5, valid_from=date(2026, 1, 1),
        basis="市府办〔2025〕9号",
    )  # fmt: skip
    log_in(tax)

    said = page(client, opened(tax))

    assert f"Limit 5 working days for {region.name}, from 2026-01-01: 市府办〔2025〕9号 (elsewhere 7)" in said


def test_a_day_that_was_set_and_a_provisional_one(client, log_in, tax):
    given = opened(tax, due_on=date(2026, 9, 9))
    next_year = opened(tax, "repair.decide")
    Obligation.objects.filter(pk=next_year.pk).update(is_provisional=True)
    log_in(tax)

    assert "Limit a day that was set" in page(client, given)
    assert "The day is provisional" in page(client, next_year)


def test_a_kind_that_is_no_longer_declared_keeps_its_duties(client, log_in, commission, tax):
    duty = make_duty("old.kind", bearer=tax.party)
    for agency in (commission, tax):
        log_in(agency)
        assert "old.kind" in page(client, duty)


def test_what_was_sent_back_runs_by_the_limit_for_handing_in_again(client, log_in, tax):
    duty = submit_duty(opened(tax), at=NOON + timedelta(days=1))
    return_duty(duty, at=NOON + timedelta(days=2), reason="Pages are missing")
    log_in(tax)

    said = page(client, duty)

    assert "Hand in again rule of the portal" in said and "at first due on 2026-09-10" in said
    assert "sent back 2026-09-03 12:00 Pages are missing" in said
    assert "Due day Removed: 2026-09-10 Changed to: 2026-09-08" in said


def test_a_clock_at_rest_says_what_it_has_left(client, log_in, tax):
    days, hours = opened(tax), opened(tax, "hotline.urgent")
    pause_duty(days, at=NOON + timedelta(days=1), reason="The expert is asked")
    pause_duty(hours, at=NOON + timedelta(hours=1), reason="The expert is asked")
    log_in(tax)

    assert "The clock rests. When it runs on, 6 working days are left." in page(client, days)
    assert "The clock rests. When it runs on, 1380 minutes are left." in page(client, hours)


def test_a_moved_day_stands_with_its_basis_and_the_unit_before_the_person(client, log_in, commission, tax):
    duty = make_duty("fine.pay", bearer=tax.party, due_on=date(2026, 9, 30))
    by = make_membership(agency=commission, role=Role.LEADER)
    duty.steps.create(
        verb=Verb.EXTEND, at=NOON, on=NOON.date(), by=by, reason="The court has it", basis="Article 66",
        due_before=date(2026, 9, 30), due_after=date(2026, 10, 15),
    )  # fmt: skip
    log_in(tax)

    said = page(client, duty)

    assert f"extended Commission {by.user.name} 2026-09-01 12:00 The court has it" in said
    assert "Due day Removed: 2026-09-30 Changed to: 2026-10-15 Basis: Article 66" in said


def test_reminders_and_urging_say_when_they_were_read(client, log_in, commission, tax):
    duty = opened(tax)
    reader = log_in(tax)
    assert "Nobody was reminded yet." in page(client, duty)

    remind(at=NOON)
    urged_at = datetime(2026, 9, 20, 12, tzinfo=SHANGHAI)
    urge_duties(Obligation.objects.all(), by=make_membership(agency=commission), at=urged_at)
    open_notice(Notice.objects.get(kind="obligations.urged", audience="handlers"), by=reader, at=urged_at)

    said = page(client, duty)
    assert "urged 2026-09-20 12:00 to Tax bureau, who handles the work read 2026-09-20 12:00" in said
    assert "urged 2026-09-20 12:00 to Tax bureau, who leads the unit not read yet" in said
    assert "newly assigned 2026-09-01 12:00 to Tax bureau, who handles the work not read yet" in said


def test_an_urging_before_a_hand_over_stays_on_the_page(client, log_in, commission, tax):
    duty = opened(tax)
    urge_duties(
        Obligation.objects.all(), by=make_membership(agency=commission), at=datetime(2026, 9, 20, 12, tzinfo=SHANGHAI)
    )
    keeper, taker = make_membership(agency=commission, role=Role.BUSINESS_ADMIN), make_agency(region=tax.party.region)
    hand_over(tax, taker, on=date(2026, 9, 21), reason="Reform", by=keeper, at=NOON + timedelta(days=20))
    log_in(taker)

    assert "urged 2026-09-20 12:00 to Tax bureau, who handles the work" in page(client, duty)


def test_a_long_history_takes_as_many_queries_as_a_short_one(client, log_in, commission, tax):
    duty = opened(tax)
    log_in(commission, role=Role.LEADER)

    def add(count: int) -> None:
        for n in range(count):
            at = NOON + timedelta(days=30 + n + duty.steps.count())
            urge_duties(Obligation.objects.all(), by=make_membership(agency=commission), at=at)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, duty)
        return len(asked)

    add(1)
    page(client, duty)
    few = count()
    add(20)

    assert count() == few <= 15


def waive(client, duty: Obligation, **facts):
    return client.post(f"{duty.get_absolute_url()}waive/", {"reason": "Moot", "version": duty.version} | facts)


def test_the_supervisor_waives_after_reading_what_comes_of_it(client, log_in, commission, tax):
    duty = opened(tax)
    by = log_in(commission, role=Role.LEADER)

    form = client.get(f"{duty.get_absolute_url()}waive/").content.decode()
    answer = waive(client, duty, reason="The clinic has closed")

    assert "Tax bureau no longer owes" in form and "It cannot be taken back" in form
    duty.refresh_from_db()
    assert (answer.url, duty.state) == (duty.get_absolute_url(), DutyState.WAIVED)
    assert f"waived Commission {by.user.name}" in page(client, duty)
    assert "The clinic has closed" in page(client, duty)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_nothing_is_waived(client, log_in, commission, tax, reason):
    duty = opened(tax)
    log_in(commission, role=Role.LEADER)

    assert waive(client, duty, reason=reason).status_code == 422
    assert Obligation.objects.get().state == DutyState.OPEN


def test_a_stale_form_shows_both_sides_and_keeps_what_was_typed(client, log_in, commission, tax):
    duty = opened(tax)
    log_in(commission, role=Role.LEADER)
    submit_duty(duty, at=NOON)

    answer = waive(client, duty, reason="Moot by now")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]

    assert (answer.status_code, Obligation.objects.get().state) == (409, DutyState.SUBMITTED)
    assert "State submitted" in said and "Due 2026-09-10" in said and said.count("Moot by now") == 2
    assert waive(client, duty, version=version).status_code == 302
    assert Obligation.objects.get().state == DutyState.WAIVED


def test_what_is_closed_is_not_waived(client, log_in, commission, tax):
    duty = make_duty(bearer=tax.party, supervisor=commission.party, state=DutyState.CANCELLED, closed_at=timezone.now())
    log_in(commission, role=Role.LEADER)

    answer = waive(client, duty)

    assert answer.status_code == 422 and "Waive" not in page(client, duty)


def test_who_owes_it_does_not_waive_it(client, log_in, tax):
    duty = opened(tax)
    log_in(tax, role=Role.LEADER)

    assert waive(client, duty).status_code == 403
    assert "Waive" not in page(client, duty)
