"""When the notice of a year arrives, what was counted Monday to Friday is counted anew, with marks, history, ladder."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from agencies.enums import AgencyKind, Role
from kernel.models import AuditRow
from kernel.services import load_year
from obligations import deadlines
from obligations.enums import LimitUnit
from obligations.models import Obligation, ObligationStep, Reminder
from obligations.reminders import remind, reschedule_all
from obligations.services import cancel_duty, meet_duty, pause_duty, resume_duty, submit_duty
from obligations.services.calendar import recompute
from tests.factories import make_agency, make_duties, make_membership, make_region, next_step_of

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
D = date.fromisoformat
HOLIDAYS = {
    D(day): name
    for name, days in {
        "元旦": ("2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03"),  # it reaches into the December before
        "春节": ("2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11", "2027-02-12"),
    }.items()
    for day in days
}
MAKEUPS = {D("2026-12-26"): "元旦", D("2027-02-13"): "春节"}
TODAY = datetime(2026, 12, 10, 12, tzinfo=SHANGHAI)


def noon(day: str) -> datetime:
    return datetime.combine(D(day), time(12), SHANGHAI)


@pytest.fixture
def tax():
    return make_agency(region=make_region(), kind=AgencyKind.TAX).party


@pytest.fixture(autouse=True)
def today():
    """The notice comes on this day."""
    with time_machine.travel(TODAY, tick=False):
        yield


def load(**facts) -> None:
    by = make_membership(role=Role.BUSINESS_ADMIN)
    load_year(2027, HOLIDAYS, MAKEUPS, by=by, source="国办发明电〔2026〕9号", **facts)


def owed(bearer, *clocks, at: datetime = TODAY) -> list[Obligation]:
    """A duty for each (amount, unit, the day of its event), or for a given day ("day", day); on its ladder."""
    rows = []
    for *amount, unit, day in clocks:
        clock = deadlines.run(*amount, LimitUnit(unit), starts_on=D(day)) if amount else given(day)
        rows.append({"bearer": bearer, "opened_at": noon("2026-12-01"), "first_due_on": clock.due_on, **vars(clock)})
    duties = make_duties(rows)
    reschedule_all(kind="", region_path="", at=at)
    return duties


def given(day: str):
    return deadlines.given(D(day), starts_on=D("2026-12-01"))


def days_of(duties) -> list[tuple]:
    """(due day, whether provisional), as they stand now."""
    found = {row.pk: (row.due_on.isoformat(), row.is_provisional) for row in Obligation.objects.all()}
    return [found[duty.pk] for duty in duties]


def test_what_ends_in_the_year_or_late_in_the_december_before(tax):
    duties = owed(
        tax,
        (20, "wd", "2026-12-10"),  # into the year
        (13, "wd", "2026-12-10"),  # the December before: a Saturday that is worked now
        (10, "wd", "2026-12-10"),  # before anything changes
        (22, "cd", "2026-12-10"),  # on New Year's Day
        (1, "month", "2027-01-09"),  # in the Spring Festival
        (-3, "wd", "2027-01-05"),  # counted back over the holiday
        (90, "cd", "2026-12-10"),  # far into the year, and not moved by it
        (1, "quarter", "2026-12-10"),
        ("day", "2027-01-01"),
    )
    before = days_of(duties)

    load()

    assert list(zip(before, days_of(duties), strict=True)) == [
        (("2027-01-07", True), ("2027-01-08", False)),
        (("2026-12-29", False), ("2026-12-28", False)),
        (("2026-12-24", False), ("2026-12-24", False)),
        (("2027-01-01", True), ("2027-01-04", False)),
        (("2027-02-09", True), ("2027-02-13", False)),
        (("2026-12-31", True), ("2026-12-29", False)),
        (("2027-03-10", True), ("2027-03-10", False)),
        (("2026-12-31", False), ("2026-12-31", False)),
        (("2027-01-01", False), ("2027-01-01", False)),
    ]
    assert set(Obligation.objects.values_list("first_due_on", flat=True)) == {D(day) for day, _mark in before}


def test_each_day_that_moves_has_its_line_of_history(tax):
    moved, marked, untouched = owed(tax, (22, "cd", "2026-12-10"), (90, "cd", "2026-12-10"), (10, "wd", "2026-12-10"))

    load()

    (step,) = ObligationStep.objects.all()
    assert (step.obligation, step.verb, step.on) == (moved, "recompute", TODAY.date())
    assert (step.due_before, step.due_after, step.reason) == (D("2027-01-01"), D("2027-01-04"), "")
    assert (step.by.role, "2027" in step.basis) == (Role.BUSINESS_ADMIN, True)
    versions = dict(Obligation.objects.values_list("pk", "version"))
    assert versions == {moved.pk: 2, marked.pk: 2, untouched.pk: 1}


def test_it_is_one_note_in_the_trail_beside_the_rows(tax):
    owed(tax, (22, "cd", "2026-12-10"), (22, "cd", "2026-12-10"), (90, "cd", "2026-12-10"))

    load()

    (note,) = AuditRow.objects.filter(table_name="duties_recomputed")
    assert (note.row_id, note.changes) == ("2027", {"count": 2})
    changes = AuditRow.objects.filter(table_name="obligations_obligation", action="U").order_by("pk")
    assert [row.changes["is_provisional"] for row in changes] == [[True, False]] * 3


def test_the_ladder_follows_also_where_the_day_stays(tax):
    """The leader is told on the first working day after it, which the notice has moved."""
    moved, stays, after_the_day = owed(
        tax, (22, "cd", "2026-12-10"), ("day", "2027-01-01"), ("day", "2026-12-30"), at=noon("2026-12-30")
    )  # fmt: skip
    assert [next_step_of(duty) for duty in (moved, stays, after_the_day)] == [
        datetime(2027, 1, 1, 7, tzinfo=SHANGHAI), datetime(2027, 1, 1, 7, tzinfo=SHANGHAI),
        datetime(2026, 12, 31, 7, tzinfo=SHANGHAI),
    ]  # fmt: skip

    with time_machine.travel(noon("2026-12-30"), tick=False):
        load()

    assert [next_step_of(duty) for duty in (moved, stays, after_the_day)] == [
        datetime(2027, 1, 1, 7, tzinfo=SHANGHAI),  # three days before the new day
        datetime(2027, 1, 1, 7, tzinfo=SHANGHAI),
        datetime(2027, 1, 4, 7, tzinfo=SHANGHAI),  # the leader, on the first working day
    ]
    assert not Reminder.objects.exists()


def test_a_step_that_has_come_is_not_lost(tax):
    """The notice is loaded between seven o'clock and the scan."""
    (duty,) = owed(tax, ("day", "2026-12-17"))
    assert next_step_of(duty) == datetime(2026, 12, 14, 7, tzinfo=SHANGHAI)

    with time_machine.travel(datetime(2026, 12, 14, 7, 1, tzinfo=SHANGHAI), tick=False):
        load()

    assert remind(at=datetime(2026, 12, 14, 7, 5, tzinfo=SHANGHAI)) == 1


def test_loaded_or_counted_again_nothing_changes(tax):
    duties = owed(tax, (22, "cd", "2026-12-10"), (20, "wd", "2026-12-10"))
    load()
    before = list(Obligation.objects.order_by("pk").values())

    load(correct=True)
    assert recompute(2027, by=make_membership()) == 0

    assert list(Obligation.objects.order_by("pk").values()) == before
    assert ObligationStep.objects.count() == len(duties)


def test_an_amended_notice_moves_what_it_touches(tax):
    (duty,) = owed(tax, (22, "cd", "2026-12-10"))
    load()

    by = make_membership(role=Role.BUSINESS_ADMIN)
    load_year(2027, {D("2027-01-01"): "元旦"}, {D("2027-01-02"): "元旦"}, by=by, source="s", correct=True)

    assert days_of([duty]) == [("2027-01-02", False)]
    assert [(step.due_before, step.due_after) for step in duty.steps.order_by("pk")] == [
        (D("2027-01-01"), D("2027-01-04")), (D("2027-01-04"), D("2027-01-02"))
    ]  # fmt: skip


def test_what_is_closed_stays_and_what_is_handed_in_moves(tax):
    handed_in, met, cancelled = owed(tax, *[(22, "cd", "2026-12-10")] * 3)
    submit_duty(handed_in, at=TODAY)
    meet_duty(met, at=TODAY)
    cancel_duty(cancelled, at=TODAY, reason="r")

    load()

    assert days_of([handed_in, met, cancelled]) == [("2027-01-04", False), ("2027-01-01", True), ("2027-01-01", True)]


def test_a_paused_clock_is_counted_when_it_goes_on(tax):
    within_the_day, later = owed(tax, *[(22, "cd", "2026-12-10")] * 2)
    for duty in (within_the_day, later):
        pause_duty(duty, at=TODAY, reason="r")

    load()
    assert days_of([within_the_day, later]) == [("2027-01-01", True)] * 2
    resume_duty(within_the_day, at=TODAY)
    resume_duty(later, at=noon("2026-12-20"))

    assert days_of([within_the_day, later]) == [("2027-01-04", False), ("2027-01-11", False)]


def test_hours_are_not_touched(tax):
    at = noon("2026-12-31")
    clock = deadlines.run(24, LimitUnit.HOURS, starts_on=at.date(), at=at)
    (duty,) = make_duties([{"bearer": tax, "opened_at": at, "first_due_on": clock.due_on, **vars(clock)}])

    load()

    assert days_of([duty]) == [("2027-01-01", False)]
