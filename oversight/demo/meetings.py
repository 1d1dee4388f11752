"""The demonstration's meetings: one with confirmed minutes and decisions, one whose minutes are open, one planned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agencies.models import Agency
from meetings.models import Meeting
from meetings.services import (
    add_decision,
    confirm_minutes,
    convene,
    hold_meeting,
    open_meetings,
    write_minutes,
)
from oversight.demo.accounts import acting

BODY = "杭州市医改领导小组"
INVITED = ("杭州市公安局", "杭州市市场监管局", "杭州市医保局", "杭州市生态环境局")


@dataclass(frozen=True)
class DemoMeeting:
    """ago: days since it was, negative while it is planned.  as_far_as: the last step taken."""

    title: str
    ago: int
    agenda: tuple[str, ...]
    as_far_as: str = "convene"
    minutes: str = ""
    decisions: tuple[tuple[str, int, str, tuple[str, ...]], ...] = ()  # title, days until due, lead, participants


MEETINGS = (
    DemoMeeting(
        "示例·医疗卫生行业综合监管联席会议（第一次）", 45,
        ("示例·通报前三季度综合监管情况", "示例·研究打击非法行医联合行动", "示例·研究信息共享清单"), "confirm",
        "示例·会议通报了前三季度综合监管情况，研究了打击非法行医联合行动和部门信息共享清单，形成决定事项两项。",
        (
            ("示例·联合开展打击非法行医专项行动", 60, "杭州市公安局", ("杭州市市场监管局",)),
            ("示例·印发部门信息共享清单", 75, "杭州市卫生健康委", ("杭州市医保局", "杭州市市场监管局")),
        ),
    ),
    DemoMeeting(
        "示例·医疗废物监管专题会商", 4, ("示例·通报医疗废物检查情况", "示例·商定联合检查安排"), "write",
        "示例·会议通报了医疗废物检查情况，商定由生态环境部门会同卫生健康部门开展联合检查。",
        (("示例·开展医疗废物联合检查", 40, "杭州市生态环境局", ("杭州市卫生健康委",)),),
    ),
    DemoMeeting("示例·医疗卫生行业综合监管联席会议（第二次）", -16, ("示例·审议年度工作总结", "示例·研究明年重点任务")),
)  # fmt: skip


def hold_meetings(*, at: datetime) -> None:
    """Let the commission owe the year's meeting, and hold some, unless the portal has meetings already."""
    if Meeting.objects.exists():
        return
    open_meetings(day=timezone.localdate(at), at=at - timedelta(days=50))
    for row in MEETINGS:
        _hold(row, at=at)


def _hold(row: DemoMeeting, *, at: datetime) -> None:
    clerk = acting("handler")
    starts_at = timezone.localtime(at).replace(hour=14, minute=30, second=0, microsecond=0) - timedelta(days=row.ago)
    agencies = [agency_of(name) for name in INVITED]
    meeting = convene(
        agency_of(BODY), title=row.title, starts_at=starts_at, place="示例·市民中心 3 号会议室", chair="分管副市长",
        agencies=agencies, agenda=row.agenda, by=clerk, at=starts_at - timedelta(days=20),
    )  # fmt: skip
    if row.as_far_as == "convene":
        return
    came = {agency.pk: "excused" if agency == agencies[-1] else "present" for agency in agencies}
    meeting = hold_meeting(meeting, attendance=came, by=clerk, at=starts_at + timedelta(hours=3))
    for title, days, lead, participants in row.decisions:
        others = [agency_of(name) for name in participants]
        due_on = timezone.localdate(starts_at) + timedelta(days=days)
        add_decision(
            Meeting.objects.get(pk=meeting.pk), title=title, due_on=due_on, lead=agency_of(lead), participants=others,
            by=clerk, at=starts_at + timedelta(hours=4),
        )  # fmt: skip
    written_at = starts_at + timedelta(days=1)
    meeting = write_minutes(Meeting.objects.get(pk=meeting.pk), minutes=row.minutes, by=clerk, at=written_at)
    if row.as_far_as == "confirm":
        confirm_minutes(meeting, by=acting("reviewer"), at=starts_at + timedelta(days=2))


def agency_of(name: str) -> Agency:
    return Agency.objects.select_related("party__region").get(party__name=name, party__valid_to=None)
