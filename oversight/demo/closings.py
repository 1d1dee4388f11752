"""The demonstration's closings: a department's part that is closed for good, and one that waits to be confirmed."""

from datetime import datetime, timedelta

from oversight.demo.accounts import acting
from oversight.demo.progress import UNIT
from tasks.enums import EntryState, TaskRole
from tasks.models import Closing, ProgressEntry, Responsibility
from tasks.services.closings import close_part, confirm_closing

ON_ITS_WAY = (EntryState.SUBMITTED, EntryState.HANDED_IN, EntryState.RETURNED)
SUMMARIES = (
    "示例·已建立案件移送和线索通报机制，全年移送线索 5 条，均已办结；后续按常态化机制运行。",
    "示例·牵头部门交办事项已全部完成，相关台账已移交。",
)


def close_examples(*, at: datetime) -> None:
    """Of tasks of which no report of the department is on its way, unless the portal has some already."""
    if Closing.objects.exists():
        return
    on_its_way = ProgressEntry.objects.filter(agency__party__name=UNIT, state__in=ON_ITS_WAY)
    parts = Responsibility.objects.filter(agency__party__name=UNIT, role=TaskRole.PARTICIPANT)
    rows = list(parts.exclude(task__in=on_its_way.values("task")).order_by("task__position")[: len(SUMMARIES)])
    closings = [
        close_part(part, summary=summary, by=acting("gongan"), at=at - timedelta(days=2))
        for part, summary in zip(rows, SUMMARIES, strict=True)
    ]
    confirm_closing(closings[0], by=acting("reviewer"), at=at - timedelta(days=1))
