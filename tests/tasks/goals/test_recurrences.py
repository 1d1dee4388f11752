"""What comes again and again: periods, each time that it was done, and the duty that is met with the last."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction

from agencies.services.hand_over import hand_over
from kernel.access import OPERATOR
from kernel.errors import Refused
from obligations.enums import DutyState
from obligations.models import Obligation
from tasks.enums import TaskRole
from tasks.models import Plan
from tasks.periods import spell_of
from tasks.services import milestones, recurrences
from tasks.services.goals import open_goals
from tests.factories import make_membership, make_plan, make_recurrence, make_responsibility
from tests.tasks.progress.conftest import NOON, SHANGHAI, fresh, make_office

NEW_YEAR = datetime(2027, 1, 1, 8, tzinfo=SHANGHAI)


def duty_of(recurrence, period="2026") -> Obligation:
    return Obligation.objects.about(recurrence).standing().get(period=period)


def record(recurrence, office, *, at=NOON, on=None, period="2026", **facts):
    facts = {"text": "Met", "done_on": on or at.date()} | facts
    return recurrences.record_occurrence(recurrence, period=period, by=office.handler, at=at, **facts)


@pytest.mark.parametrize(
    ("months", "day", "key", "first", "last"),
    [
        (1, date(2026, 2, 28), "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        (3, date(2026, 12, 31), "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (12, date(2027, 1, 1), "2027", date(2027, 1, 1), date(2027, 12, 31)),
        (24, date(2026, 12, 31), "2025-2026", date(2025, 1, 1), date(2026, 12, 31)),
        (24, date(2027, 1, 1), "2027-2028", date(2027, 1, 1), date(2028, 12, 31)),
        (2, date(2026, 4, 30), "2026-03+2", date(2026, 3, 1), date(2026, 4, 30)),
        (5, date(2026, 1, 1), "2025-11+5", date(2025, 11, 1), date(2026, 3, 31)),
    ],
)
def test_periods(months, day, key, first, last):
    span = spell_of(day, months, since=date(2025, 6, 1))

    assert (span.key, span.first, span.last) == (key, first, last)


def test_the_running_year_is_owed_until_its_last_day(town, twice_a_year):
    duty = duty_of(twice_a_year)

    assert (duty.kind, duty.bearer_id, duty.counted_from, duty.due_on) == (
        "task.recur", town.police.agency.pk, date(2026, 1, 1), date(2026, 12, 31),
    )  # fmt: skip


def test_each_year_is_opened_once(twice_a_year):
    assert open_goals(day=date(2026, 12, 31), at=NOON) == 0
    assert open_goals(day=date(2027, 1, 1), at=NEW_YEAR) == 1
    assert open_goals(day=date(2027, 1, 1), at=NEW_YEAR) == 0
    assert duty_of(twice_a_year, "2027").due_on == date(2027, 12, 31)


def test_the_last_time_meets_the_duty(town, twice_a_year):
    record(twice_a_year, town.police, on=date(2026, 3, 1))
    assert duty_of(twice_a_year).state == DutyState.OPEN
    record(twice_a_year, town.police)
    assert duty_of(twice_a_year).state == DutyState.MET

    record(twice_a_year, town.police)  # more than was asked for is recorded too
    assert twice_a_year.occurrences.count() == 3


def test_what_one_lead_does_does_not_count_for_a_lead_under_another_supervisor(town):
    make_responsibility(task=town.task, agency=town.commission.agency, role=TaskRole.LEAD)
    once = recurrences.add_recurrence(
        town.task, title="Meeting", months=12, starts_on=NOON.date(), by=OPERATOR, at=NOON
    )
    struck = record(once, town.police)
    states = Obligation.objects.about(once).order_by("bearer__name").values_list("bearer__name", "state")
    assert list(states) == [("Commission", DutyState.OPEN), ("Police", DutyState.MET)]

    record(once, town.commission)
    recurrences.strike_occurrence(struck, reason="x", by=town.commission.reviewer, at=NOON)
    assert list(states.all()) == [("Commission", DutyState.MET), ("Police", DutyState.RETURNED)]


def often(town, *, months: int, starts_on=None, title="Meeting"):
    return recurrences.add_recurrence(
        town.task, title=title, months=months, starts_on=starts_on or NOON.date(), by=OPERATOR, at=NOON
    )


@pytest.mark.parametrize("months", [100, 101, 107, 119])
def test_a_period_whose_key_would_be_too_long(town, months):
    with pytest.raises(Refused, match="whole years"):
        often(town, months=months)
    with pytest.raises(IntegrityError, match="recurrence_period_has_key"), transaction.atomic():
        make_recurrence(task=town.task, months=months)


@pytest.mark.parametrize("months", [99, 108, 120])
def test_the_longest_periods_are_owed(town, months):
    assert len(Obligation.objects.about(often(town, months=months)).get().period) <= 10


def test_a_plan_that_fails_does_not_keep_the_others(town, monkeypatch, caplog):
    bad, good = make_plan(region=town.region), make_plan(region=town.region)
    assert town.plan.pk < bad.pk < good.pk
    seen = []

    def opened(plan, *, day, at):
        seen.append(plan.pk)
        if plan == bad:
            raise DataError("too long")
        return 1

    Plan.objects.update(reports_from=date(2026, 10, 1))
    monkeypatch.setattr("tasks.services.goals.open_goals_of", opened)

    assert open_goals(day=NOON.date(), at=NOON) == 2
    assert seen == [town.plan.pk, bad.pk, good.pk]
    assert f"failed in plan {bad.pk}" in caplog.text


@pytest.mark.parametrize(
    ("starts", "ends"), [(date(2027, 1, 1), None), (date(2026, 1, 1), NOON.date() - timedelta(days=1))]
)
def test_nothing_is_owed_outside_the_time_of_the_plan(town, starts, ends):
    Plan.objects.update(reports_from=starts, reports_until=ends)
    recurrence = often(town, months=12)
    set_now = milestones.add_milestone(town.task, title="x", due_on=date(2027, 3, 1), by=OPERATOR, at=NOON)

    assert not Obligation.objects.about(recurrence).exists()
    assert not Obligation.objects.about(set_now).exists()


def test_what_is_made_up_for_is_late(town, twice_a_year):
    record(twice_a_year, town.police)
    record(twice_a_year, town.police, at=NEW_YEAR)  # done on New Year's Day, for the year before

    assert duty_of(twice_a_year).state == DutyState.MET_LATE


def test_what_cannot_be_recorded(town, twice_a_year):
    with pytest.raises(PermissionDenied):
        record(twice_a_year, town.tax)
    for on in (date(2025, 12, 31), NOON.date() + timedelta(days=1)):
        with pytest.raises(Refused, match="before the period, or is still to come"):
            record(twice_a_year, town.police, on=on)
    with pytest.raises(Refused, match="owes nothing of this for 2027"):
        record(twice_a_year, town.police, period="2027")
    assert not twice_a_year.occurrences.exists()


def test_what_is_struck_out_counts_no_more(town, twice_a_year):
    first = record(twice_a_year, town.police)
    record(twice_a_year, town.police)
    with pytest.raises(PermissionDenied):
        recurrences.strike_occurrence(first, reason="No minutes", by=town.police.leader, at=NOON)
    struck = recurrences.strike_occurrence(first, reason="No minutes", by=town.commission.leader, at=NOON)

    assert (struck.struck_reason, duty_of(twice_a_year).state) == ("No minutes", DutyState.RETURNED)
    with pytest.raises(Refused, match="already"):
        recurrences.strike_occurrence(struck, reason="Again", by=town.commission.leader, at=NOON)
    record(twice_a_year, town.police)
    assert duty_of(twice_a_year).state == DutyState.MET


def test_it_ends(town, twice_a_year):
    ends = {"on": date(2026, 12, 1), "reason": "Merged", "at": NOON}
    with pytest.raises(PermissionDenied):
        recurrences.end_recurrence(twice_a_year, by=town.police.leader, **ends)
    ended = recurrences.end_recurrence(twice_a_year, by=town.commission.leader, **ends)

    assert Obligation.objects.about(ended).get().state == DutyState.CANCELLED
    assert open_goals(day=date(2027, 1, 1), at=NEW_YEAR) == 0
    with pytest.raises(Refused, match="ended already"):
        recurrences.end_recurrence(fresh(ended), by=town.commission.leader, **ends)


def test_the_successor_goes_on_in_the_middle_of_the_year(town, twice_a_year):
    record(twice_a_year, town.police)
    heir = make_office(town.region, "ps", "New police")
    admin = make_membership(agency=town.commission.agency, role="business_admin")
    hand_over(town.police.agency, heir.agency, on=NOON.date(), reason="Reform", by=admin, at=NOON)
    assert open_goals(day=NOON.date() + timedelta(days=1), at=NOON) == 0

    record(twice_a_year, heir)

    assert duty_of(twice_a_year).state == DutyState.MET
    assert [row.agency for row in twice_a_year.occurrences.order_by("pk")] == [town.police.agency, heir.agency]


def test_the_same_is_not_asked_for_twice(town, twice_a_year):
    facts = {"title": "Consultation", "months": 12, "starts_on": NOON.date(), "by": OPERATOR, "at": NOON}
    with pytest.raises(Refused, match="already"):
        recurrences.add_recurrence(town.task, **facts)
    with pytest.raises(Refused, match="1 to 120 months"):
        recurrences.add_recurrence(town.task, **facts | {"months": 121})
