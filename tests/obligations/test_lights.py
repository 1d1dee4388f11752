"""One light for a duty: its words, and the same answer from the database for counts and filters (ux 4)."""

from collections import Counter
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.deadlines import soon_days
from obligations.enums import DutyState
from obligations.lights import light, light_state, lights_of
from obligations.models import LimitOverride, Obligation
from tests.factories import make_duties, make_party, make_region

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
CLOSED = {DutyState.MET, DutyState.MET_LATE, DutyState.WAIVED, DutyState.CANCELLED}
DAYS = [-40, -2, -1, 0, 1, 3, 6, 7, 8, 60]
SHAPES = ("over", "soon", "idle", "ok")  # of what is not settled
HOURS = [-30, -1, -0.1, 0, 0.1, 1, 13, 30]


def facts(state: str, **clock) -> dict:
    """What the database asks of a duty in this state."""
    handed_in = {"submitted_at": NOON, "first_submitted_at": NOON} if state in {"submitted", "met", "met_late"} else {}
    closed = {"closed_at": NOON} if state in CLOSED else {}
    paused = {"paused_at": NOON, "left": 3} if state == "paused" else {}
    return {"state": state, "was_late": state == "met_late", **clock, **handed_in, **closed, **paused}


def by_day(days: int) -> dict:
    return {"due_on": TODAY + timedelta(days=days)}


def by_hour(hours: float) -> dict:
    due_at = NOON + timedelta(hours=hours)
    return {"due_at": due_at, "due_on": due_at.date(), "unit": "h", "amount": 24}


def duty(state: str, clock: dict):
    return SimpleNamespace(**{"due_at": None} | facts(state, **clock))


@pytest.mark.parametrize(
    ("state", "clock", "shape", "words"),
    [
        ("open", by_day(-5), "over", "5 days overdue"),
        ("open", by_day(-1), "over", "1 day overdue"),
        ("open", by_day(0), "soon", "Due today"),
        ("open", by_day(1), "soon", "1 day left"),
        ("open", by_day(7), "soon", "7 days left"),
        ("open", by_day(8), "idle", "Not filled in"),
        ("returned", by_day(9), "soon", "9 days left"),
        ("returned", by_day(-1), "over", "1 day overdue"),
        ("open", by_hour(-0.1), "over", "1 hour overdue"),
        ("open", by_hour(-30), "over", "30 hours overdue"),
        ("open", by_hour(0), "soon", "1 hour left"),
        ("open", by_hour(23.6), "soon", "24 hours left"),
        ("submitted", by_day(-5), "ok", "Handed in"),
        ("paused", by_day(-5), "idle", "Paused"),
        ("met", by_day(-5), "done", "Closed"),
        ("met_late", by_day(-5), "done", "Closed, late"),
        ("waived", by_day(-5), "done", "Waived"),
        ("cancelled", by_day(-5), "done", "Cancelled"),
    ],
)
def test_shape_and_words(state, clock, shape, words):
    with translation.override("en"):
        found = light(duty(state, clock), at=NOON, soon=7)

    assert (found.state, found.text) == (shape, words)


@pytest.mark.parametrize(("at", "words"), [("23:59:59", "Due today"), ("00:00:00", "Due today")])
def test_a_day_ends_at_midnight_of_the_place(at, words):
    moment = datetime.fromisoformat(f"2026-11-20T{at}+08:00").astimezone(ZoneInfo("UTC"))

    with translation.override("en"):
        assert light(duty("open", by_day(0)), at=moment, soon=7).text == words
        assert light(duty("open", by_day(-1)), at=moment, soon=7).text == "1 day overdue"


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    clocks=st.lists(
        st.tuples(
            st.sampled_from(DutyState.values),
            st.sampled_from(DAYS).map(by_day) | st.sampled_from(HOURS).map(by_hour)
            | st.integers(-100, 100).map(by_day) | st.floats(-100, 100).map(by_hour),
        ),
        min_size=20, max_size=20,
    ),
    later=st.timedeltas(timedelta(hours=-36), timedelta(hours=36)),
    soon=st.sampled_from([0, 3, 7, 15]),
)  # fmt: skip
def test_the_database_says_the_same(clocks, later, soon):
    """In its expression for the shape, in what it finds overdue, and in its counts."""
    at, bearer = NOON + later, make_party()
    Obligation.objects.all().delete()
    make_duties({"bearer": bearer, **facts(state, **clock)} for state, clock in clocks)
    today = at.astimezone(SHANGHAI).date()

    rows = list(Obligation.objects.annotate(shape=light_state(at=at, soon=soon)))
    said = {row.pk: light(row, at=at, soon=soon).state for row in rows}

    assert {row.pk: row.shape for row in rows} == said
    overdue = Obligation.objects.overdue(at=at, on=today)
    assert set(overdue.values_list("pk", flat=True)) == {key for key, shape in said.items() if shape == "over"}
    counted = Counter(row.light for row in Obligation.objects.unsettled().annotate(light=light_state(at=at, soon=soon)))
    assert lights_of(Obligation.objects.unsettled(), at=at, soon=soon) == dict.fromkeys(SHAPES, 0) | counted


@pytest.mark.django_db
def test_how_soon_is_soon_is_a_dated_setting_of_the_place():
    city = make_region()
    east = make_region(parent=city)
    for amount, day in ((10, 1), (3, 20)):
        LimitOverride.objects.create(
            kind="light.soon",
            region=east,
            region_path=east.path,
            amount=amount,
            basis="文",
            valid_from=date(2026, 11, day),
        )

    places = [city.path, east.path, f"{east.path}0001"]
    found = {day: [soon_days(path, on=date(2026, 11, day)) for path in places] for day in (15, 20)}

    assert found == {15: [7, 10, 10], 20: [7, 3, 3]}
    assert [soon_days(east.path, on=date(2026, 10, 31))] == [7]
