"""The demonstration's past: three quarters in which every agency reported, most on time, and were judged. Made up.

How each entry goes follows from its task, agency and quarter alone, so that the portal looks alike whenever it is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from agencies.enums import Role
from agencies.models import Agency, Membership
from kernel.access import OPERATOR
from obligations.models import Obligation, SupervisionOrder
from obligations.services.orders import issue_order
from oversight.demo.authors import Authors
from oversight.demo.progress import UNIT
from tasks.enums import EntryState, Period, TaskRole, Work
from tasks.kinds import REPORT
from tasks.models import Plan, ProgressEntry, Responsibility, Task
from tasks.periods import Span, span_of
from tasks.services import judging, progress
from tasks.services.progress import Progress
from tasks.services.receiving import receive_parts
from tasks.services.reporting import open_reports_of, start_reporting

QUARTERS = 3
DONE = (
    "示例·开展专项检查 {a} 次，检查单位 {b} 家，发现问题 {c} 个，已全部督促整改。",
    "示例·会同成员单位联合检查 {a} 次，约谈单位 {c} 家，移送线索 {c} 条。",
    "示例·修订工作制度 {c} 项，组织培训 {a} 次，参训 {b} 人。",
    "示例·受理投诉举报 {b} 件，均已按时办结并答复。",
    "示例·完成数据共享接口 {c} 个，推送监管数据 {b} 批次。",
    "示例·对上一季度发现的问题开展“回头看”，复查单位 {b} 家，整改到位。",
    "示例·召开协调会议 {a} 次，明确责任分工 {c} 项，按计划推进。",
)
STUCK = "示例·已完成摸底 {b} 家，因跨部门数据尚未贯通，进度慢于计划。"
NEEDS = "示例·需协调开放企业登记和行政处罚数据接口。"
REASON = "示例·请补充检查家数和问题整改情况。"
LATE, RETURNED, DIFFICULT, MISSING = range(4)  # what happens to one entry in WAYS each
WAYS = 19


@dataclass(frozen=True)
class Chance:
    """What befalls one entry: a number that looks drawn and is not."""

    number: int

    @classmethod
    def of(cls, task: Task, agency: Agency, span: Span) -> "Chance":
        return cls(task.position * 31 + agency.position * 7 + span.first.month * 5)

    @property
    def way(self) -> int:
        return self.number % WAYS

    def text(self, words: str) -> str:
        return words.format(a=self.number % 4 + 1, b=self.number % 37 + 6, c=self.number % 7 + 1)


def report_past_quarters(*, at: datetime) -> None:
    """Let every plan's agencies report from the quarter three before this one, and write what they reported."""
    authors, today = Authors(at=at), timezone.localdate(at)
    for plan in Plan.objects.filter(reports_from=None).order_by("pk"):
        spans = past_spans(today)
        start_reporting(plan, on=spans[0].first, by=OPERATOR, at=morning(spans[0].first))
        sign_for_parts(plan, authors, at=morning(spans[0].first))
        for span in spans:
            open_reports_of(plan, day=span.first, at=morning(span.first))
            report(plan, span, authors, is_last=span == spans[-1])
        span = span_of(today, Period.QUARTER)
        open_reports_of(plan, day=today, at=morning(span.first))
        report_early(plan, span, authors, at=at)


def sign_for_parts(plan: Plan, authors: Authors, *, at: datetime) -> None:
    """In the first days; the agency that stands last in the plan never has, and UNIT has still some to sign for."""
    parts = Responsibility.objects.filter(task__plan=plan, agency__isnull=False).select_related("agency__party", "task")
    of_agency: dict[Any, list[Responsibility]] = {}
    for part in parts.order_by("agency__position", "task__position"):
        of_agency.setdefault(part.agency, []).append(part)
    for number, (agency, own) in enumerate(list(of_agency.items())[:-1]):
        signed = own[:-2] if agency.party.name == UNIT else own
        if not signed:
            continue
        receive_parts(signed, by=authors.of(agency, Role.HANDLER), at=at + timedelta(days=1 + number % 4))


def past_spans(today) -> list[Span]:
    """The quarters before this one, the oldest first."""
    spans = [span_of(today, Period.QUARTER)]
    for _number in range(QUARTERS):
        spans.insert(0, span_of(spans[0].first - timedelta(days=1), Period.QUARTER))
    return spans[:-1]


def morning(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def report(plan: Plan, span: Span, authors: Authors, *, is_last: bool) -> None:
    """What was owed for a quarter: written, reviewed, consolidated by the lead, confirmed; a few are never written."""
    entries = []
    for task, duty, chance in owed(plan, span):
        if is_last and chance.way == MISSING:
            order(duty, authors)
        else:
            days = -3 if chance.way == LATE else 3 + chance.number % 6
            written = morning(duty.due_on) - timedelta(days=days)
            entries.append((hand_in(task, duty, chance, authors, at=written), duty))
    for entry, duty in sorted(entries, key=lambda pair: pair[0].role == TaskRole.LEAD):
        judge(entry, duty, authors)


def report_early(plan: Plan, span: Span, authors: Authors, *, at: datetime) -> None:
    """Of the present quarter a third is there already."""
    for task, duty, chance in owed(plan, span):
        written = morning(timezone.localdate(at)) - timedelta(days=2 + chance.number % 12)
        if chance.number % 3 == 0 and duty.bearer.name != UNIT and written >= morning(span.first):
            hand_in(task, duty, chance, authors, at=written)


def owed(plan: Plan, span: Span) -> Iterator[tuple[Task, Obligation, Chance]]:
    """What a plan's agencies owe for a quarter."""
    tasks = plan.tasks.in_bulk()
    duties = Obligation.objects.filter(subject_kind="tasks.task", subject_id__in=tasks, kind=REPORT.key)
    duties = duties.select_related("bearer__agency__party", "supervisor__agency__party").order_by("subject_id", "pk")
    for duty in duties.filter(period=span.key):
        task = tasks[duty.subject_id]
        yield task, duty, Chance.of(task, duty.bearer.agency, span)


def order(duty: Obligation, authors: Authors) -> None:
    """The first that was not written, which the leader puts under supervision."""
    if not SupervisionOrder.objects.filter(about__kind=REPORT.key).exists():
        text = "该任务上季度进展逾期未报，请立即补报，并书面说明逾期原因。"
        by, at = watcher(duty, authors), morning(duty.due_on) + timedelta(days=20)
        issue_order(bearer=duty.bearer, title="示例·限期补报上季度工作进展", text=text, about=duty, by=by, at=at)


def watcher(duty: Obligation, authors: Authors) -> Membership:
    """Who leads the unit that watches over a duty."""
    unit: Any = duty.supervisor
    return authors.of(unit.agency, Role.LEADER)


def hand_in(task: Task, duty: Obligation, chance: Chance, authors: Authors, *, at: datetime) -> ProgressEntry:
    agency = duty.bearer.agency
    handler, reviewer = authors.of(agency, Role.HANDLER), authors.of(agency, Role.REVIEWER)
    is_stuck = chance.way == DIFFICULT
    said = Progress(
        text=chance.text(STUCK if is_stuck else DONE[chance.number % len(DONE)]),
        work=Work.DIFFICULT if is_stuck else Work.NORMAL, needs=NEEDS if is_stuck else "",
        percent=min(95, 20 * int(duty.period[-1]) + chance.number % 15),
    )  # fmt: skip
    entry = progress.begin_entry(task, duty.period, by=handler)
    entry = progress.submit_progress(entry, said, by=handler, at=at)
    entry = progress.hand_in_progress(entry, by=reviewer, at=at + timedelta(hours=5))
    if chance.way == RETURNED:
        entry = judging.return_progress(entry, by=watcher(duty, authors), at=at + timedelta(days=1), reason=REASON)
        entry = progress.submit_progress(entry, said, by=handler, at=at + timedelta(days=2))
        entry = progress.hand_in_progress(entry, by=reviewer, at=at + timedelta(days=2, hours=2))
    return entry


def judge(entry: ProgressEntry, duty: Obligation, authors: Authors) -> None:
    """The lead accepts a participant's entry; who watches over it confirms what is not confirmed with the lead's."""
    entry.refresh_from_db()
    if entry.state == EntryState.CONFIRMED:
        return
    handed_in: Any = entry.handed_in_at
    day = max(handed_in, morning(duty.due_on)) + timedelta(days=2)
    lead = entry.task.responsibilities.filter(role=TaskRole.LEAD, agency__isnull=False).first()
    if entry.role == TaskRole.PARTICIPANT and lead and lead.agency and lead.agency_id != duty.supervisor_id:
        entry = judging.accept_progress(entry, by=authors.of(lead.agency, Role.HANDLER), at=day)
    judging.confirm_progress(entry, by=watcher(duty, authors), at=day + timedelta(days=1))
