"""Every step of a duty is said once: by eight scans at once, after a kill, beside others who work on the duty."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Barrier, Event, Thread
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from agencies.enums import AgencyKind
from notices.models import Notice
from obligations.models import Obligation, Reminder
from obligations.reminders import remind
from obligations.services import extend_duty, meet_duty
from tests.factories import make_agency, make_duties, make_duty, make_membership, make_region, next_step_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 2, 8, tzinfo=SHANGHAI)  # a Monday
DUE = [  # what has come by then: to the handlers, to the leader, to the supervisor
    (date(2026, 11, 9), "remind"), (date(2026, 11, 2), "remind"), (date(2026, 10, 30), "leader"),
    (date(2026, 10, 26), "urge"),
]  # fmt: skip
PATIENCE = 30  # seconds


@pytest.fixture
def units(transactional_db):
    region = make_region()
    commission = make_agency(region=region, kind=AgencyKind.HEALTH_COMMISSION).party
    bearers = [make_agency(region=region, kind=AgencyKind.TAX) for _ in range(4)]
    for agency in bearers:
        make_membership(agency=agency, role="leader")
    return commission, [agency.party for agency in bearers]


def fill(units, *, each: int) -> list[Obligation]:
    """For each unit and each rung of the ladder so many duties whose step has come."""
    commission, bearers = units
    rows = [(bearer, due_on) for bearer in bearers for due_on, _stage in DUE for _ in range(each)]
    return make_duties(
        {"bearer": bearer, "supervisor": commission, "due_on": due_on, "next_step_at": NOW - timedelta(minutes=30)}
        for bearer, due_on in rows
    )


def said() -> dict[tuple, int]:
    """(duty, due day, stage) → how often."""
    return Counter(Reminder.objects.values_list("obligation", "due_on", "stage"))


def once_each(duties) -> dict[tuple, int]:
    stages = dict(DUE)
    return {(duty.pk, duty.due_on, stages[duty.due_on]): 1 for duty in duties}


def notices() -> list[tuple]:
    """(kind, to, number of duties it speaks of, number of its reminders), one for each notice."""
    rows = Notice.objects.annotate(told=Count("reminders")).order_by("kind", "to_party")
    return [(row.kind, row.to_party_id, row.params["duties"], row.told) for row in rows]


def one_of_each(units, *, each: int) -> list[tuple]:
    commission, bearers = units
    found = [("obligations.due", bearer.pk, 2 * each, 2 * each) for bearer in bearers]
    found += [("obligations.overdue", bearer.pk, each, each) for bearer in bearers]
    return [*found, ("obligations.propose_urging", commission.pk, each * len(bearers), each * len(bearers))]


@contextmanager
def meanwhile(work):
    """`work` done by another session, which commits when the block ends."""
    done, may_end = Event(), Event()

    def run():
        try:
            with transaction.atomic():
                work()
                done.set()
                may_end.wait(PATIENCE)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(run)
        assert done.wait(PATIENCE)
        try:
            yield
        finally:
            may_end.set()
        result.result(PATIENCE)


def test_eight_at_once_say_everything_once(units):
    duties = fill(units, each=25)
    start = Barrier(8)

    def scan(_number) -> int:
        try:
            start.wait(PATIENCE)
            return remind(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(scan, range(8)))

    assert sum(counts) == len(duties) == 400
    assert said() == once_each(duties)
    assert notices() == one_of_each(units, each=25)


def test_a_scan_killed_before_it_commits_is_made_up_for(units):
    duties = fill(units, each=2)
    program = """
import django, sys, time
django.setup()
from datetime import datetime
from django.db import transaction
from obligations.reminders import remind
with transaction.atomic():
    print(remind(at=datetime.fromisoformat(sys.argv[1])), flush=True)
    time.sleep(600)
"""
    facts = connection.settings_dict
    url = f"postgresql://portal_app@/{facts['NAME']}?host={facts['HOST']}"
    environment = os.environ | {
        "DATABASE_URL": url, "DATABASE_ROLE": "app", "DJANGO_SETTINGS_MODULE": "oversight.settings"
    }  # fmt: skip
    command = [sys.executable, "-c", program, NOW.isoformat()]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=settings.BASE_DIR
    ) as process:
        taken = process.stdout.readline()
        process.kill()
    assert (taken.strip(), said()) == (str(len(duties)), {})

    assert [remind(at=NOW), remind(at=NOW)] == [len(duties), 0]

    assert said() == once_each(duties)
    assert notices() == one_of_each(units, each=2)


def test_a_duty_that_is_being_met_is_not_reminded(units):
    being_met, other = fill(units, each=1)[:2]

    with meanwhile(lambda: meet_duty(being_met, at=NOW)):
        remind(at=NOW)
        assert (being_met.pk in reminded(), other.pk in reminded()) == (False, True)

    assert remind(at=NOW + timedelta(minutes=5)) == 0
    assert being_met.pk not in reminded()


def reminded() -> set[int]:
    return set(Reminder.objects.values_list("obligation", flat=True))


def test_a_duty_that_was_only_looked_at_is_reminded_by_the_next_run(units):
    duty = fill(units, each=1)[0]

    with meanwhile(lambda: Obligation.objects.current(duty)):
        remind(at=NOW)
        assert duty.pk not in reminded()

    assert remind(at=NOW + timedelta(minutes=5)) == 1
    assert said()[duty.pk, duty.due_on, "remind"] == 1


def test_a_duty_that_was_met_in_the_meantime_waits_for_the_scan_and_is_met(units):
    """The scan has it first: the step is taken, and meeting it follows."""
    duty = fill(units, each=1)[0]

    with ThreadPoolExecutor(1) as pool:
        with meanwhile(lambda: remind(at=NOW)):
            meeting = pool.submit(meet_and_leave, duty)
            assert not meeting.done()
        meeting.result(PATIENCE)

    duty.refresh_from_db()
    assert (duty.state, said()[duty.pk, duty.due_on, "remind"]) == ("met", 1)
    remind(at=NOW + timedelta(days=60))
    assert (next_step_of(duty), len([step for step in said() if step[0] == duty.pk])) == (None, 1)


def meet_and_leave(duty):
    try:
        meet_duty(duty, at=NOW)
    finally:
        connection.close()


def test_a_duty_that_is_being_given_more_time_is_reminded_of_its_new_day_only(units):
    commission, (bearer, *_others) = units
    leader = make_membership(agency=commission.agency, role="leader")
    duty = make_duty(
        "fine.pay", bearer=bearer, supervisor=commission, due_on=date(2026, 11, 2), next_step_at=NOW
    )  # fmt: skip
    new_day = date(2026, 11, 20)

    with meanwhile(lambda: extend_duty(duty, at=NOW, by=leader, basis="§ 9", reason="r", until=new_day)):
        assert remind(at=NOW) == 0
    remind(at=NOW + timedelta(minutes=5))
    for day in range(3, 21):
        remind(at=datetime(2026, 11, day, 8, tzinfo=SHANGHAI))

    assert list(Reminder.objects.order_by("pk").values_list("due_on", "offset")) == [
        (new_day, -7), (new_day, -3), (new_day, 0)
    ]  # fmt: skip


def test_who_holds_one_duty_and_wants_another_does_not_stop_the_scan(units):
    """Neither waits for the other in a circle."""
    first, last = fill(units, each=1)[0], fill(units, each=1)[-1]
    wants = Event()

    def hold_and_want():
        Obligation.objects.current(last)
        wants.set()
        Obligation.objects.current(first)

    with transaction.atomic():
        Obligation.objects.current(first)
        other = Thread(target=in_its_own_session, args=[hold_and_want])
        other.start()
        assert wants.wait(PATIENCE)
        count = in_another_session(lambda: remind(at=NOW))
    other.join(PATIENCE)

    assert count == Obligation.objects.count() - 2
    assert remind(at=NOW) == 2


def in_its_own_session(work):
    try:
        with transaction.atomic():
            return work()
    finally:
        connection.close()


def in_another_session(work):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(in_its_own_session, work).result(PATIENCE)
