"""What is said names what comes next; the scan runs by itself, and for a time that was missed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from notices.kinds import headings, sentence_of
from obligations.jobs import remind
from obligations.models import Reminder
from tests.factories import make_duty

SHANGHAI = ZoneInfo("Asia/Shanghai")
TO_LEADER = "What is not handed in on time is told to the leader of the unit."
TO_SUPERVISOR = "What stays undone is put before the supervising unit, which may urge it."
TO_ORDER = "What stays undone after that may be pressed by a leader's supervision order."


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("due", {"soon": 1, "assigned": 0}, f"1 duty is due soon. {TO_LEADER}"),
        ("due", {"soon": 3, "assigned": 1}, f"3 duties are due soon. 1 duty is newly assigned. {TO_LEADER}"),
        ("due", {"soon": 0, "assigned": 2}, f"2 duties are newly assigned. {TO_LEADER}"),
        ("overdue", {"duties": 1}, f"1 duty of the unit is overdue. {TO_SUPERVISOR}"),
        ("overdue", {"duties": 2}, f"2 duties of the unit are overdue. {TO_SUPERVISOR}"),
        ("unled", {"duties": 2}, "2 duties are overdue in units without a leader. "
         "What stays undone is put before you again, to be urged."),
        ("propose_urging", {"duties": 1, "units": 1},
         f"1 duty of one unit has long been overdue: urge it. {TO_ORDER}"),
        ("propose_urging", {"duties": 5, "units": 1},
         f"5 duties of one unit have long been overdue: urge it. {TO_ORDER}"),
        ("propose_urging", {"duties": 5, "units": 3},
         f"5 duties of 3 units have long been overdue: urge them. {TO_ORDER}"),
        ("urged", {"duties": 1, "supervisor": "City commission"},
         "City commission urges you to hand in 1 overdue duty. A supervision order may follow."),
        ("returned", {"title": "Quarter 3", "reason": "page 2 is missing", "day": "2026-11-25"},
         "“Quarter 3” was sent back (page 2 is missing). Hand it in again by 2026-11-25. "
         "After that day it is told to the leader of the unit."),
        ("extended", {"title": "Quarter 3", "reason": "flood", "day": "2026-11-25"},
         f"More time was given for “Quarter 3” (flood): it is due on 2026-11-25. {TO_LEADER}"),
        ("waived", {"title": "Quarter 3", "reason": "merged"},
         "“Quarter 3” was waived (merged). There is nothing more to do."),
    ],
)  # fmt: skip
def test_sentences(kind, facts, sentence):
    with translation.override("en"):
        assert sentence_of(f"obligations.{kind}", facts) == sentence


def test_every_kind_has_a_heading_of_its_own():
    with translation.override("en"):
        ours = [heading for key, heading in headings().items() if key.startswith("obligations.")]

    assert len(ours) >= 5
    assert len(set(ours)) == len(ours)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "sent_at"),
    [
        (None, "2026-11-20T09:00:00+08:00"),
        ("2026-11-20T07:05:00", "2026-11-20T07:05:00+08:00"),  # local, where no zone is named
        ("2026-11-19T23:05:00+00:00", "2026-11-20T07:05:00+08:00"),
        ("2026-11-20T06:55:00+08:00", None),
    ],
)
def test_the_job_scans_now_or_for_a_missed_time(at, sent_at):
    make_duty(due_on=date(2026, 11, 20), next_step_at=datetime(2026, 11, 20, 7, tzinfo=SHANGHAI))

    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=SHANGHAI), tick=False):
        count = remind(at) if at else remind()

    times = [reminder.sent_at.astimezone(SHANGHAI).isoformat() for reminder in Reminder.objects.all()]
    assert (count, times) == (len(times), [sent_at] if sent_at else [])


def test_the_scheduler_knows_it():
    entry = settings.CELERY_BEAT_SCHEDULE["obligations.remind"]

    assert entry["task"] == remind.name
    assert entry["schedule"].minute == set(range(0, 60, 5))
