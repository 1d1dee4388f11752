"""The demonstration's entries: a department writes one, has one reviewed, one sent back, one confirmed. Made up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agencies.models import Agency
from oversight.demo.accounts import acting
from tasks.enums import Period, Work
from tasks.models import ProgressEntry, Responsibility
from tasks.periods import span_of
from tasks.services import judging, progress
from tasks.services.assigning import Naming, assign_parts
from tasks.services.progress import Progress

UNIT = "杭州市公安局"


@dataclass(frozen=True)
class DemoEntry:
    """as_far_as: the last step taken."""

    text: str
    as_far_as: str
    work: str = Work.NORMAL
    needs: str = ""
    percent: int | None = None


ENTRIES = (  # of the parts of UNIT, in the order of the plan
    DemoEntry("示例·会同卫生健康部门开展联合检查 3 次，移送线索 2 条，均已立案。", "confirm", percent=75),
    DemoEntry(
        "示例·已排查重点区域 12 处，取证工作推进较慢。", "hand_in", Work.DIFFICULT,
        "示例·需卫生健康部门及时出具鉴定意见。", 40,
    ),
    DemoEntry("示例·开展打击号贩子行动。", "return"),
    DemoEntry("示例·正在汇总各分局数据。", "write"),
    DemoEntry("示例·配合开展医疗机构安全保卫检查 9 家。", "submit", percent=50),
)  # fmt: skip


def report_examples(*, at: datetime) -> None:
    """Write some entries of the present quarter, unless the portal has entries of it already."""
    key = span_of(timezone.localdate(at), Period.QUARTER).key
    unit = Agency.objects.get(party__name=UNIT, party__valid_to=None)
    if ProgressEntry.objects.filter(period=key, agency=unit).exists():
        return
    parts = Responsibility.objects.filter(agency=unit, task__plan__region=unit.party.region)
    names: Naming = {"handler": acting("gongan"), "deputy": acting("gongan2")}
    assign_parts(parts.select_related("task").order_by("task__position")[:4], names, by=acting("gongan"), at=at)
    for row, part in zip(ENTRIES, parts.select_related("task__plan").order_by("task__position"), strict=False):
        go(row, part, period=key, at=at)


def go(row: DemoEntry, part: Responsibility, *, period: str, at: datetime) -> None:
    days = [at - timedelta(days=ago) for ago in (6, 5, 3)]
    said = Progress(text=row.text, work=row.work, needs=row.needs, percent=row.percent)
    entry = progress.begin_entry(part.task, period, by=acting("gongan"))
    if row.as_far_as == "write":
        progress.write_progress(entry, said, by=acting("gongan"))
        return
    entry = progress.submit_progress(entry, said, by=acting("gongan"), at=days[0])
    if row.as_far_as == "submit":
        return
    entry = progress.hand_in_progress(entry, by=acting("gongan2"), at=days[1])
    if row.as_far_as == "confirm":
        judging.confirm_progress(entry, by=acting("leader"), at=days[2])
    elif row.as_far_as == "return":
        judging.return_progress(entry, by=acting("leader"), at=days[2], reason="示例·请补充查处人数和处理结果。")
