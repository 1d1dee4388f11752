"""The demonstration's closings: a department's part that is closed for good, and one that waits to be confirmed."""

from datetime import datetime, timedelta

from oversight.demo.accounts import acting
from oversight.demo.progress import UNIT
from tasks.enums import TaskRole
from tasks.models import Closing, Responsibility
from tasks.services.closings import close_part, confirm_closing

SUMMARIES = (
    "示例·已建立案件移送和线索通报机制，全年移送线索 5 条，均已办结；后续按常态化机制运行。",
    "示例·牵头部门交办事项已全部完成，相关台账已移交。",
)


def close_examples(*, at: datetime) -> None:
    """Of the last tasks in which the department takes part, unless the portal has some already."""
    if Closing.objects.exists():
        return
    parts = Responsibility.objects.filter(agency__party__name=UNIT, role=TaskRole.PARTICIPANT)
    rows = list(parts.order_by("-task__position")[: len(SUMMARIES)])
    closings = [
        close_part(part, summary=summary, by=acting("gongan"), at=at - timedelta(days=2))
        for part, summary in zip(rows, SUMMARIES, strict=True)
    ]
    confirm_closing(closings[0], by=acting("reviewer"), at=at - timedelta(days=1))
