"""Opening duties: limits by region, supervisors, once for each period, many in one statement."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F, Value

from agencies.enums import AgencyKind, Role
from agencies.models import Party
from kernel.errors import Refused
from kernel.models import AuditRow
from obligations.models import LimitOverride, Obligation
from obligations.services import cancel_duty, open_duties, open_duty, waive_duty
from tests.factories import make_agency, make_membership, make_region, make_task, next_step_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 21, 12, tzinfo=SHANGHAI)


@pytest.fixture
def city(db):
    return make_region()


def agency(region, kind):
    return make_agency(region=region, kind=kind)


def opened(kind="penalty.publish", *, bearer, **how):
    task = make_task()
    return open_duty(kind, bearer=bearer.party, subject=task, region_path=bearer.party.region_path, at=NOON, **how)


def test_the_limit_of_the_kind_counts_from_the_event(city):
    police = agency(city, AgencyKind.PUBLIC_SECURITY)

    duty = opened("decision.publish", bearer=police)

    assert (duty.due_on, duty.first_due_on, duty.counted_from) == (date(2026, 10, 26),) * 2 + (date(2026, 9, 21),)
    assert (duty.amount, duty.unit, duty.state, duty.is_provisional) == (20, "wd", "open", False)
    assert (duty.subject_kind, duty.period, next_step_of(duty)) == ("tasks.task", "", NOON)


def test_a_clock_of_hours_ends_at_a_time(city):
    duty = opened("hotline.life", bearer=agency(city, AgencyKind.PUBLIC_SECURITY))

    assert (duty.due_at, duty.due_on) == (NOON + timedelta(hours=2), date(2026, 9, 21))


def test_the_smallest_territory_and_the_latest_day_say_the_amount(city):
    east = make_region(parent=city)
    for region, amount, day in ((city, 10, 1), (city, 12, 15), (east, 5, 1), (east, 3, 22)):
        LimitOverride.objects.create(
            kind="penalty.publish", region=region, region_path=region.path, amount=amount, basis="文",
            valid_from=date(2026, 9, day),
        )  # fmt: skip

    found = [opened(bearer=agency(place, AgencyKind.TAX)) for place in (city, east, make_region())]

    assert [(duty.amount, duty.override and duty.override.amount) for duty in found] == [(12, 12), (5, 5), (7, None)]


def test_who_supervises(city):
    """The commission of the place; the coordination body what that commission owes; else the commission above."""
    east, west = make_region(parent=city), make_region(parent=city)
    commission, tax = agency(city, AgencyKind.HEALTH_COMMISSION), agency(city, AgencyKind.TAX)
    body = agency(city, AgencyKind.COORDINATION)
    of_east = agency(east, AgencyKind.HEALTH_COMMISSION)
    school = agency(west, AgencyKind.EDUCATION)
    lonely = agency(make_region(), AgencyKind.HEALTH_COMMISSION)

    watched_by = {bearer: opened(bearer=bearer).supervisor_id for bearer in (tax, commission, of_east, school, lonely)}

    assert watched_by == {
        tax: commission.pk, commission: body.pk, of_east: commission.pk, school: commission.pk, lonely: None
    }  # fmt: skip


def test_the_same_duty_is_opened_once(city):
    tax, task = agency(city, AgencyKind.TAX), make_task()
    first = open_duty("penalty.publish", bearer=tax.party, subject=task, at=NOON, period="2026Q3")

    again = open_duty("penalty.publish", bearer=tax.party, subject=task, at=NOON + timedelta(days=3), period="2026Q3")
    other = open_duty("penalty.publish", bearer=tax.party, subject=task, at=NOON, period="2026Q4")

    assert (again.pk, again.due_on, other.pk == first.pk) == (first.pk, first.due_on, False)


def test_beyond_the_calendar_nothing_is_opened(city):
    with pytest.raises(Refused):
        opened(bearer=agency(city, AgencyKind.TAX), due_on=date(2099, 1, 1))
    assert not Obligation.objects.exists()


def rows_of(region):
    return (
        Party.objects.filter(region=region)
        .annotate(bearer_id=F("pk"), subject_id=F("pk"), title=F("name"))
        .values("bearer_id", "subject_id", "title", "region_path")
    )


def test_many_are_opened_as_one_would_be(city):
    tax, police = agency(city, AgencyKind.TAX), agency(city, AgencyKind.PUBLIC_SECURITY)
    commission = agency(city, AgencyKind.HEALTH_COMMISSION)

    count = open_duties(
        "selfcheck.daily", rows_of(city).exclude(pk=commission.pk), subject_kind="agencies.party", at=NOON,
        period="2026Q3",
    )  # fmt: skip

    single = open_duty(
        "selfcheck.daily", bearer=make_agency(region=city).party, subject=tax.party, at=NOON, period="2026Q3",
        region_path=city.path,
    )  # fmt: skip
    alike = (
        "amount",
        "unit",
        "counted_from",
        "due_on",
        "first_due_on",
        "state",
        "period",
        "supervisor_id",
        "opened_at",
    )
    found = Obligation.objects.filter(bearer__in=[tax.pk, police.pk])
    assert count == 2
    assert set(found.values_list(*alike)) == {tuple(getattr(single, name) for name in alike)}
    assert set(found.values_list("title", flat=True)) == {tax.party.name, police.party.name}
    assert single.due_on == date(2026, 9, 30)


def test_opening_many_again_opens_what_is_new_and_is_on_record(city):
    agency(city, AgencyKind.TAX)
    how = {"subject_kind": "agencies.party", "at": NOON, "period": "2026Q3"}
    first = open_duties("selfcheck.daily", rows_of(city), **how)
    agency(city, AgencyKind.AUDIT)

    again = open_duties("selfcheck.daily", rows_of(city), **how)

    assert (first, again, Obligation.objects.count()) == (1, 1, 2)
    notes = AuditRow.objects.filter(table_name="duties_opened").order_by("pk")
    assert [(note.row_id, note.changes["count"], len(note.changes["sha256"])) for note in notes] == [
        ("selfcheck.daily", 1, 64)
    ] * 2


def test_each_row_may_begin_on_its_own_day(city):
    agency(city, AgencyKind.TAX), agency(city, AgencyKind.AUDIT)
    first, second = Party.objects.filter(region=city).order_by("pk")
    Party.objects.filter(pk=first.pk).update(valid_from=date(2026, 2, 12))
    Party.objects.filter(pk=second.pk).update(valid_from=date(2026, 9, 21))
    rows = rows_of(city).annotate(starts_on=F("valid_from"), period=Value("2026"))
    rows = rows.values("starts_on", "period", "bearer_id", "subject_id", "title", "region_path")

    open_duties("penalty.publish", rows, subject_kind="agencies.party", at=NOON)

    due = dict(Obligation.objects.values_list("bearer", "due_on"))
    assert due == {first.pk: date(2026, 2, 28), second.pk: date(2026, 10, 8)}


def test_who_opened_it_stands_on_the_duty(city):
    by = make_membership(agency=agency(city, AgencyKind.TAX))

    duty = opened(bearer=by.party.agency, by=by)

    assert duty.opened_by == by


def test_what_another_place_has_typed_wrong_concerns_nobody_else(city):
    east = make_region(parent=city)
    LimitOverride.objects.create(
        kind="penalty.publish",
        region=east,
        region_path=east.path,
        amount=30_000,
        basis="文",
        valid_from=date(2026, 1, 1),
    )

    assert opened(bearer=agency(city, AgencyKind.TAX)).amount == 7


@pytest.mark.parametrize("end", [waive_duty, cancel_duty])
def test_what_was_waived_or_cancelled_can_be_owed_again(city, end):
    commission, tax = agency(city, AgencyKind.HEALTH_COMMISSION), agency(city, AgencyKind.TAX)
    task, leader = make_task(), make_membership(agency=commission, role=Role.LEADER)
    how = {"bearer": tax.party, "subject": task, "region_path": city.path, "at": NOON}
    first = open_duty("fine.pay", **how)
    end(first, at=NOON, by=leader, reason="Not needed")

    again, same = open_duty("fine.pay", **how), open_duty("fine.pay", **how)

    assert (again.state, again.pk == first.pk, same.pk) == ("open", False, again.pk)
