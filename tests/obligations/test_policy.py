"""Limits and ladders of a territory: who keeps them, whom they concern, and what holds where nothing was said."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused, Stale
from obligations.enums import Stage
from obligations.models import LimitOverride, ReminderRule
from obligations.reminders import remind
from obligations.services import open_duty
from obligations.services.policy import add_step, change_limit, change_step, remove_step, set_limit
from tests.factories import make_agency, make_membership, make_region, make_task, next_step_of

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 21, 12, tzinfo=SHANGHAI)  # a Monday
TODAY = date(2026, 9, 21)
LIMIT = {"kind": "fine.pay", "amount": 10, "valid_from": TODAY, "basis": "市发〔2026〕1号"}
STEP = {"kind": "fine.pay", "stage": Stage.REMIND, "offset": -5, "unit": "cd", "at": NOON}


@pytest.fixture
def province():
    return make_region()


@pytest.fixture
def city(province):
    return make_region(parent=province)


@pytest.fixture
def keeper(city):
    return make_membership(agency=make_agency(region=city), role=Role.BUSINESS_ADMIN)


def opened(region, **facts):
    bearer = make_agency(region=region, kind=AgencyKind.TAX).party
    return open_duty("fine.pay", bearer=bearer, subject=make_task(), at=NOON, region_path=region.path, **facts)


def ladder(**facts) -> set[tuple]:
    """(stage, offset, unit) of a ladder."""
    return set(ReminderRule.objects.filter(**facts).values_list("stage", "offset", "unit"))


GENERAL = {("remind", -7, "cd"), ("remind", -3, "cd"), ("remind", 0, "cd"), ("leader", 1, "wd"), ("urge", 5, "wd")}


def test_a_limit_concerns_only_the_duties_that_are_opened_afterwards(city, keeper):
    before = opened(city)

    limit = set_limit(region=city, by=keeper, **LIMIT)

    after = opened(city)
    before.refresh_from_db()
    assert (before.amount, before.due_on, before.override) == (15, date(2026, 10, 8), None)
    assert (after.amount, after.due_on, after.override) == (10, date(2026, 10, 8), limit)
    assert (limit.region_path, limit.basis) == (city.path, "市发〔2026〕1号")


def test_a_limit_stays_as_it_is_once_a_duty_was_counted_by_it(city, keeper):
    limit = set_limit(region=city, by=keeper, **LIMIT)
    limit = change_limit(limit, amount=12, valid_from=TODAY, basis="corrected", by=keeper)
    opened(city)

    with pytest.raises(Refused):
        change_limit(limit, amount=11, valid_from=TODAY, basis="too late", by=keeper)

    assert LimitOverride.objects.values_list("amount", "basis").get() == (12, "corrected")
    set_limit(region=city, by=keeper, **LIMIT | {"valid_from": date(2026, 10, 1)})
    assert opened(city).amount == 12


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": 0}, {"amount": -10}, {"kind": "hearing.notice", "amount": 7},
        {"kind": "selfcheck.daily", "amount": 2}, {"kind": "publicity.general", "amount": 2},
    ],
)  # fmt: skip
def test_an_amount_that_the_kind_cannot_have_is_refused(city, keeper, facts):
    with pytest.raises(Refused):
        set_limit(region=city, by=keeper, **LIMIT | facts)

    assert not LimitOverride.objects.exists()


def test_a_day_has_one_limit(city, keeper):
    limit = set_limit(region=city, by=keeper, **LIMIT)
    other = set_limit(region=city, by=keeper, **LIMIT | {"valid_from": date(2026, 10, 1)})

    with pytest.raises(Refused):
        set_limit(region=city, by=keeper, **LIMIT)
    with pytest.raises(Refused):
        change_limit(other, amount=11, valid_from=limit.valid_from, basis="文", by=keeper)
    LimitOverride.objects.filter(pk=limit.pk).update(version=5)
    with pytest.raises(Stale):
        change_limit(limit, amount=11, valid_from=TODAY, basis="文", by=keeper)


def test_each_keeps_his_own_territory(province, city, keeper):
    district, other = make_region(parent=city), make_region(parent=province)
    make_agency(region=other)  # so that the city is not the whole portal
    above = LimitOverride.objects.create(region=province, region_path=province.path, **LIMIT)

    set_limit(region=district, by=keeper, **LIMIT)
    for region in (province, other):
        with pytest.raises(PermissionDenied):
            set_limit(region=region, by=keeper, **LIMIT)
        with pytest.raises(PermissionDenied):
            add_step(region=region, by=keeper, **STEP)
    with pytest.raises(PermissionDenied):
        change_limit(above, amount=11, valid_from=TODAY, basis="文", by=keeper)
    with pytest.raises(PermissionDenied):
        add_step(region=None, by=keeper, **STEP)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BUSINESS_ADMIN}))
def test_nobody_else_keeps_them(city, role):
    by = make_membership(agency=make_agency(region=city), role=role)

    with pytest.raises(PermissionDenied):
        set_limit(region=city, by=by, **LIMIT)
    with pytest.raises(PermissionDenied):
        add_step(region=city, by=by, **STEP)


def test_no_other_department_keeps_them(city):
    by = make_membership(agency=make_agency(region=city, kind=AgencyKind.TAX), role=Role.BUSINESS_ADMIN)

    with pytest.raises(PermissionDenied):
        set_limit(region=city, by=by, **LIMIT)


def test_what_is_seen_holds_there(province, city, keeper):
    district, other = make_region(parent=city), make_region(parent=province)
    rows = {
        name: LimitOverride.objects.create(region=region, region_path=region.path, **LIMIT)
        for name, region in (("above", province), ("own", city), ("below", district), ("other", other))
    }
    handler = make_membership(agency=keeper.party.agency)

    assert set(LimitOverride.objects.visible_to(keeper)) == {rows["above"], rows["own"], rows["below"]}
    assert ReminderRule.objects.visible_to(keeper).filter(region=None).count() == len(GENERAL) + 3  # and those in hours
    assert not LimitOverride.objects.visible_to(handler).exists()


def test_a_first_step_brings_along_what_has_held_there(city, keeper):
    add_step(region=city, by=keeper, **STEP | {"kind": ""})
    add_step(region=city, by=keeper, **STEP | {"offset": -1})

    assert ladder(kind="", region=city) == GENERAL | {("remind", -5, "cd")}
    assert ladder(kind="fine.pay", region=city) == GENERAL | {("remind", -5, "cd"), ("remind", -1, "cd")}


def test_a_first_step_in_place_of_one_that_has_held_there(city, keeper):
    add_step(region=city, by=keeper, **STEP | {"stage": Stage.LEADER, "offset": -3})

    assert ladder(kind="fine.pay") == GENERAL - {("remind", -3, "cd")} | {("leader", -3, "cd")}


def test_a_step_moves_the_next_reminder_of_what_is_owed(city, keeper):
    elsewhere, duty = opened(make_region(), due_on=date(2026, 9, 30)), opened(city, due_on=date(2026, 9, 30))
    remind(at=NOON)
    days = []

    def note_days():
        days.append([next_step_of(row).astimezone(SHANGHAI).day for row in (duty, elsewhere)])

    note_days()
    rule = add_step(region=city, by=keeper, **STEP | {"offset": -8})
    note_days()
    rule = change_step(rule, stage=Stage.REMIND, offset=-5, unit="cd", by=keeper, at=NOON)
    note_days()
    remove_step(ReminderRule.objects.get(region=city, offset=-7), by=keeper, at=NOON)
    note_days()
    for rule in ReminderRule.objects.filter(region=city):
        remove_step(rule, by=keeper, at=NOON)
    note_days()  # the general ladder holds again

    assert days == [[23, 23], [22, 23], [23, 23], [25, 23], [23, 23]]
    assert ladder(kind="", region=None, unit__in=["cd", "wd"]) == GENERAL


@pytest.mark.parametrize(
    "facts",
    [{"unit": "h"}, {"unit": "month"}, {"kind": "hotline.life"}],
)
def test_a_step_is_counted_as_the_kind_is(city, keeper, facts):
    with pytest.raises(Refused):
        add_step(region=city, by=keeper, **STEP | facts)

    assert not ReminderRule.objects.filter(region=city).exists()


def test_clocks_of_hours_have_a_ladder_of_their_own(city, keeper):
    rule = add_step(region=city, by=keeper, **STEP | {"kind": "hotline.life", "unit": "h", "offset": -2})

    assert ladder(kind="hotline.life") == {
        ("remind", -2, "h"), ("remind", -1, "h"), ("leader", 0, "h"), ("urge", 24, "h")
    }  # fmt: skip
    everyday = add_step(region=city, by=keeper, **STEP | {"kind": ""})
    with pytest.raises(Refused):
        change_step(everyday, stage=Stage.REMIND, offset=-5, unit="h", by=keeper, at=NOON)
    with pytest.raises(Refused):
        change_step(rule, stage=Stage.REMIND, offset=-1, unit="h", by=keeper, at=NOON)  # there is one


def test_what_holds_everywhere_is_kept_where_everybody_is_concerned(city, keeper):
    """Every agency of the portal lies in the city: its commission keeps the general ladder, down to its last step."""
    rule = add_step(region=None, by=keeper, **STEP | {"kind": ""})
    assert ladder(kind="", region=None, unit__in=["cd", "wd"]) == GENERAL | {("remind", -5, "cd")}

    last, *others = ReminderRule.objects.filter(kind="", unit__in=["cd", "wd"]).exclude(pk=rule.pk)
    for row in (rule, *others):
        remove_step(row, by=keeper, at=NOON)
    with pytest.raises(Refused):
        remove_step(last, by=keeper, at=NOON)


def test_a_limit_is_at_most_ten_times_the_usual(city, keeper):
    with pytest.raises(Refused, match="150"):
        set_limit(region=city, by=keeper, **LIMIT | {"amount": 151})

    assert set_limit(region=city, by=keeper, **LIMIT | {"amount": 150}).amount == 150
