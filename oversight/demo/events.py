"""The demonstration's events: checks, a penalty with an objection, an award, demerits taken back; all made up."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from events.enums import StandingKind
from events.models import Event
from events.services import Facts, add_standing, counter_event, record_event
from oversight.demo.accounts import acting
from oversight.demo.institutions import party_of


@dataclass(frozen=True)
class DemoEvent:
    """ago: days since it happened.  by: whose account records it.  objection, mistake: why, and then it is so."""

    kind: str
    party: str
    ago: int
    title: str = ""
    by: str = "officer"
    told: dict[str, Any] = field(default_factory=dict)
    objection: str = ""
    mistake: str = ""


EVENTS = (
    DemoEvent("licence_granted", "示例第一医院", 40, "示例·医疗机构执业许可证换发",
              told={"document_number": "示卫医许〔2026〕7号"}),
    DemoEvent("check", "示例第一医院", 30, "示例·双随机抽查：病历管理", told={"results": ("ordered",)}),
    DemoEvent("check", "示例第一医院", 160, "示例·麻醉药品专项检查", told={"results": ("ok",)}),
    DemoEvent("award", "示例第一医院", 90, "示例·平安医院建设先进单位", by="gongan",
              told={"document_number": "示公治〔2026〕31号"}),
    DemoEvent("self_inspection_submitted", "示例第一医院", 52, "示例·2026 年第三季度日常自查"),
    DemoEvent("check", "示例康仁诊所", 15, "示例·日常监督检查", told={"results": ("ordered", "not_disclosed")}),
    DemoEvent(
        "penalty", "示例康仁诊所", 12, "示例·康仁诊所使用非卫生技术人员案",
        told={
            "level": "general", "document_number": "示卫医罚〔2026〕12号", "penalties": ("warning", "fine"),
            "fine": Decimal(10_000), "text": "安排一名非卫生技术人员从事诊疗活动。",
        },
        objection="示例·诊所认为该人员已取得资格，提交了证书复印件",
    ),
    DemoEvent("demerit", "示例康仁诊所", 12, "示例·不良执业行为记分", told={"demerits": 4},
              mistake="示例·记分对象有误，应记在执业人员名下"),
    DemoEvent("talk", "示例口腔门诊部", 8, "示例·就投诉集中问题约谈", by="gongan"),
    DemoEvent("proven_complaint", "示例口腔门诊部", 25, "示例·收费争议投诉查实"),
    DemoEvent("award", "吴示例", 190, "示例·优质护理先进个人"),
    DemoEvent("demerit", "李示例", 11, "示例·处方书写不规范记分", told={"demerits": 1}),
    DemoEvent("self_inspection_missed", "示例口腔门诊部", 52, "示例·2026 年第三季度日常自查未提交"),
)  # fmt: skip


def record_examples(*, at: datetime) -> None:
    """Record them in the names of the demonstration's people, unless the portal has some already."""
    if not Event.objects.exists():
        for row in EVENTS:
            _record(row, at=at)


def _record(row: DemoEvent, *, at: datetime) -> None:
    by, today = acting(row.by), timezone.localdate(at)
    facts = {"occurred_on": today - timedelta(days=row.ago), "title": row.title, **row.told}
    event = record_event(Facts(kind=row.kind, subject=party_of(row.party), **facts), by=by, at=at)
    if row.objection:
        on = event.occurred_on + timedelta(days=5)
        add_standing(event, StandingKind.OBJECTION_RAISED, on=on, reason=row.objection, by=by, at=at)
    if row.mistake:
        counter_event(event, reason=row.mistake, by=by, at=at)
