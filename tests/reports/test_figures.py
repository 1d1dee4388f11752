"""Figures, and the rows behind them, at this moment and at moments long past."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused
from obligations.enums import OWED, RELEASED
from obligations.models import Obligation
from obligations.services import (
    cancel_duty,
    extend_duty,
    meet_duty,
    pause_duty,
    recall_duty,
    resume_duty,
    return_duty,
    submit_duty,
    waive_duty,
)
from reports.definitions import MEASURES
from reports.figures import by_quarter, figures, rows_behind, size
from tasks.periods import span_named
from tasks.services import judging
from tests.factories import make_agency, make_duty, make_membership
from tests.reports.conftest import LATER, NOON, QUARTER, asked

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def counted(city, **facts) -> dict[str, int]:
    """What is not zero."""
    return {measure: n for measure, n in figures(asked(city, **facts)).total.of.items() if n}


def test_before_anybody_reports_all_is_owed(town):
    assert counted(town) == {"owed": 2}


def test_what_is_handed_in_in_time(town):
    town.handed_in(town.police)

    assert counted(town) == {"owed": 2, "reported": 1, "on_time": 1, "decided": 1}


def test_what_is_handed_in_late_and_what_is_missing(town):
    town.handed_in(town.police, at=LATER - DAY)

    found = figures(asked(town, at=LATER)).total
    assert {key: n for key, n in found.of.items() if n} == {
        "owed": 2, "reported": 1, "late": 1, "overdue": 1, "decided": 2,
    }  # fmt: skip
    assert (found.rate, found.longest) == (0.0, 4)


def test_a_return_counts_until_it_is_handed_in_anew(town):
    entry = town.handed_in(town.police)
    judging.return_progress(entry, by=town.commission.reviewer, at=NOON, reason="Say how many")

    assert counted(town) == {"owed": 2, "soon": 1, "returned": 1}

    town.handed_in(town.police, at=NOON + 2 * DAY)
    assert counted(town, at=NOON + 3 * DAY) == {"owed": 2, "reported": 1, "on_time": 1, "decided": 1}


def test_a_confirmed_report_and_one_in_difficulty(town):
    entry = town.handed_in(town.police, work="difficult", needs="Expert opinions")

    assert counted(town) == {"owed": 2, "reported": 1, "on_time": 1, "decided": 1, "difficult": 1}

    judging.confirm_progress(entry, by=town.commission.reviewer, at=NOON)
    assert counted(town)["confirmed"] == 1
    assert rows_behind(asked(town), "difficult")[0].needs == "Expert opinions"


def test_figures_by_agency_and_by_task(town):
    town.handed_in(town.police)
    found = figures(asked(town))

    assert {key: counts["reported"] for key, counts in found.agencies.items()} == {
        town.police.agency.pk: 1, town.tax.agency.pk: 0,
    }  # fmt: skip
    assert found.tasks[town.task.pk]["owed"] == 2


def test_the_period_is_that_of_the_first_due_day(town):
    monthly = make_duty(
        "task.report", bearer=town.tax.agency.party, subject_kind="tasks.task", subject_id=town.task.pk,
        period="2026-10", due_on=NOON.date().replace(month=10, day=25), region_path=town.region.path,
    )  # fmt: skip

    assert counted(town) == {"owed": 3, "overdue": 1, "decided": 1}
    assert counted(town, span=span_named("2026-10")) == {"owed": 1, "overdue": 1, "decided": 1}
    assert [row.id for row in rows_behind(asked(town, span=span_named("2026-10")), "overdue")] == [monthly.pk]
    assert counted(town, span=span_named("2026Q3")) == {}


def test_nothing_of_another_territory_and_nothing_for_who_does_not_watch(town):
    stranger = make_other_commission()

    assert counted(town, by=stranger) == {}
    assert counted(town, by=town.police.handler) == {}
    assert counted(town, by=town.police.handler, is_own=True, plan=None) == {"owed": 1}


def make_other_commission():
    return make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION), role=Role.HANDLER)


def test_the_period_before_is_taken_when_as_much_of_it_had_passed(town):
    question = asked(town, at=NOON)

    assert question.before.span.key == "2026Q3"
    assert NOON - question.before.at == timedelta(days=92)


def test_four_quarters(town):
    town.handed_in(town.police)
    found = by_quarter(asked(town))

    assert [(span.key, counts["owed"], counts["on_time"]) for span, counts in found] == [
        ("2026Q1", 0, 0), ("2026Q2", 0, 0), ("2026Q3", 0, 0), (QUARTER, 2, 1),
    ]  # fmt: skip


def test_as_many_statements_for_many_duties(town, django_assert_num_queries):
    figures(asked(town))
    with django_assert_num_queries(4):  # the setting, the tasks, the figures, and back to nested loops
        figures(asked(town))
    assert size(asked(town)) == 2


STEPS = {
    "submit": lambda duty, at, by: submit_duty(duty, at=at),
    "return": lambda duty, at, by: return_duty(duty, at=at, reason="Again"),
    "recall": lambda duty, at, by: recall_duty(duty, at=at),
    "meet": lambda duty, at, by: meet_duty(duty, at=at),
    "pause": lambda duty, at, by: pause_duty(duty, at=at, reason="Expert opinion"),
    "resume": lambda duty, at, by: resume_duty(duty, at=at),
    "extend": lambda duty, at, by: extend_duty(
        duty, at=at, by=by, reason="More time", basis="9a", until=timezone.localdate(at) + timedelta(days=9)
    ),
    "waive": lambda duty, at, by: waive_duty(duty, at=at, by=by, reason="Not needed"),
    "cancel": lambda duty, at, by: cancel_duty(duty, at=at, reason="Gone"),
}
OFTEN = (
    ["submit"] * 6 + ["return"] * 4 + ["recall"] * 2 + ["meet"] * 3 + ["pause", "resume", "extend", "waive", "cancel"]
)


def as_the_ledger_says(at) -> dict[str, int]:
    """The figures, out of the rows as they are now."""
    today, found = timezone.localdate(at), Counter()
    for duty in Obligation.objects.filter(kind="task.report"):
        owed, past = duty.state in OWED, duty.due_on < today
        is_in = duty.state in {"submitted", "met", "met_late"}
        found.update({
            "owed": duty.state not in RELEASED, "reported": is_in, "on_time": is_in and not duty.was_late,
            "late": is_in and duty.was_late, "overdue": owed and past, "decided": is_in or (owed and past),
            "soon": owed and not past and (duty.state == "returned" or (duty.due_on - today).days <= 7),
            "returned": duty.state == "returned", "confirmed": duty.state in {"met", "met_late"}, "difficult": 0,
        })  # fmt: skip
    return {measure: found[measure] for measure in MEASURES}


@pytest.mark.parametrize("seed", range(6))
def test_a_random_ledger_counts_as_it_stood_at_each_moment(quiet_city, seed):
    """What was counted at each moment is counted again at the end; and rows and figures agree at each."""
    city, random, at = quiet_city, Random(seed), NOON
    for n in range(12):
        due_on = NOON.date() + timedelta(days=random.randrange(-10, 25))
        make_duty(
            "task.report", bearer=city.tax.agency.party, supervisor=city.commission.agency.party, due_on=due_on,
            subject_kind="tasks.task", subject_id=city.task.pk, period=f"P{n}", region_path=city.region.path,
            opened_at=NOON - timedelta(days=30),
        )  # fmt: skip
    then = {}
    for _ in range(90):
        at += timedelta(hours=random.randrange(1, 20))
        duty = random.choice(Obligation.objects.filter(kind="task.report").order_by("pk"))
        try:
            STEPS[random.choice(OFTEN)](duty, at, city.commission.reviewer)
        except Refused:
            continue
        then[at] = as_the_ledger_says(at)

    assert len(then) > 20
    year = {"span": span_named("2026")}
    assert {moment: figures(asked(city, at=moment, **year)).total.of for moment in then} == then
    for measure, count in then[max(then)].items():
        assert len(rows_behind(asked(city, at=max(then), **year), measure)) == count
