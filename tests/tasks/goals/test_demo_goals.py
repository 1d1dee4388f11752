"""The demonstration's goals: what was read of the list, and each state of a milestone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from oversight import demo
from oversight.demo.accounts import acting
from tasks import overview
from tasks.models import Phase, Recurrence, Task
from tasks.services.goals import open_goals

AT = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_what_the_demonstration_shows(settings, tmp_path):
    settings.DEBUG, settings.MEDIA_ROOT = True, tmp_path
    demo.load(at=AT)

    read = Recurrence.objects.get(task__remark="协商一年不少于1次", months=12)
    assert read.at_least == 1
    goals = overview.read(Task.objects.select_related("plan").get(pk=read.task_id), acting("handler"), at=AT).goals
    assert [mark.state for mark in goals["marks"]] == ["done", "done", "ok", "idle", "idle"]
    assert [row.owed[0].done for row in goals["again"]] == [0, 2]
    assert Phase.objects.filter(plan=read.task.plan).count() == 3
    assert open_goals(day=AT.date(), at=AT) == 0
