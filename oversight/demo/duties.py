"""The demonstration's duties: some overdue, some due soon, one paused, one sent back, one that ends in the next year.

Made up, and marked so. Counted back from the day on which they are loaded, so that the lists look alike whenever it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agencies.models import Agency
from kernel.access import OPERATOR
from obligations.models import Obligation
from obligations.services import meet_duty, open_duty, pause_duty, return_duty, submit_duty, waive_duty
from obligations.services.extensions import ask_extension
from oversight.demo.accounts import acting
from tasks.models import Task

CITY, XIHU, SHANGCHENG = "杭州市", "西湖区", "上城区"


@dataclass(frozen=True)
class DemoDuty:
    """ago: days since it began.  then: what has happened to it since.  task: the number in the plan of the place."""

    place: str
    unit: str
    kind: str
    task: str
    ago: int
    title: str
    section: str = ""
    then: str = ""


DUTIES = (
    DemoDuty(
        CITY, "杭州市公安局", "transfer.police_reply", "12", 8, "非法行医线索移送 示卫监移〔2026〕14 号", "治安管理处"
    ),
    DemoDuty(CITY, "杭州市公安局", "draw.publish", "15", 35, "双随机抽查批次 2026-14 检查结果", "治安管理处"),
    DemoDuty(CITY, "杭州市公安局", "info.reply", "17", 20, "医疗诈骗案件统计信息公开申请", then="returned"),
    DemoDuty(CITY, "杭州市公安局", "info.reply", "11", 18, "涉医警情统计信息公开申请", then="asked"),
    DemoDuty(CITY, "杭州市公安局", "decision.publish", "9", 4, "欺诈骗保案件移送决定"),
    DemoDuty(
        CITY, "杭州市公安局", "transfer.police_reply", "11", 30, "非法行医线索移送 示卫监移〔2026〕11 号", then="met"
    ),
    DemoDuty(CITY, "杭州市市场监管局", "penalty.publish", "14", 17, "药品价格违法处罚决定", "信用监管处"),
    DemoDuty(CITY, "杭州市市场监管局", "draw.publish", "15", 38, "双随机抽查批次 2026-12 检查结果", "信用监管处"),
    DemoDuty(CITY, "杭州市市场监管局", "report.check", "5", 9, "医疗美容虚假宣传举报", then="submitted"),
    DemoDuty(CITY, "杭州市市场监管局", "market_complaint.accept", "5", 6, "体检套餐消费投诉"),
    DemoDuty(CITY, "杭州市医保局", "penalty.publish", "14", 45, "定点医院超标准收费处罚决定"),
    DemoDuty(CITY, "杭州市医保局", "objection.decide", "16", 5, "定点药店信用异议申请"),
    DemoDuty(CITY, "杭州市综合执法局", "penalty.publish", "14", 22, "违规设置医疗废物暂存点处罚决定"),
    DemoDuty(CITY, "杭州市生态环境局", "decision.publish", "17", 33, "医疗废水排放许可决定"),
    DemoDuty(CITY, "杭州市民政局", "info.reply", "17", 10, "养老机构内设诊所名单公开申请", then="waived"),
    DemoDuty(CITY, "杭州市卫生健康委", "draw.publish", "15", 26, "双随机抽查批次 2026-13 检查结果", "综合监督处"),
    DemoDuty(CITY, "杭州市卫生健康委", "penalty.publish", "14", 13, "超范围执业处罚决定", "综合监督处"),
    DemoDuty(
        CITY, "杭州市卫生健康委", "dispute.mediate", "5", 16, "医疗纠纷调解 示医调〔2026〕31 号", "医政医管处", "paused"
    ),
    DemoDuty(CITY, "杭州市卫生健康委", "report.check", "11", 35, "未取得资质人员执业举报", "综合监督处", "met_late"),
    DemoDuty(SHANGCHENG, "上城区卫生健康局", "penalty.publish", "1", 18, "诊所未公示收费处罚决定", "综合监督科"),
    DemoDuty(SHANGCHENG, "上城区卫生健康局", "hotline.hard", "1", 11, "热线工单 夜间急诊停诊", "综合监督科"),
    DemoDuty(SHANGCHENG, "上城区综合执法局", "penalty.publish", "1", 15, "违规投放医疗广告处罚决定"),
    DemoDuty(XIHU, "西湖区卫生健康局", "petition.finish", "1", 10, "医疗美容机构信访事项", "综合监督科"),
    DemoDuty(XIHU, "西湖区卫生健康局", "hotline.normal", "2", 9, "热线工单 诊所违规输液", "综合监督科"),
    DemoDuty(XIHU, "西湖区市场监管局", "penalty.publish", "1", 24, "医疗美容虚假宣传处罚决定"),
)


def open_duties(*, at: datetime) -> None:
    """Open the duties and let happen to them what has happened since, unless the portal has duties already."""
    if Obligation.objects.exists():
        return
    for row in DUTIES:
        bearer = Agency.objects.select_related("party").get(party__name=row.unit, party__valid_to=None).party
        section = bearer.agency.sections.filter(name=row.section).first()
        task = Task.objects.get(plan__region__name=row.place, number=row.task)
        duty = open_duty(
            row.kind, bearer=bearer, subject=task, at=at - timedelta(days=row.ago), title=f"示例·{row.title}",
            section=section, region_path=bearer.region_path,
        )  # fmt: skip
        happen(row.then, duty, at=at)


def happen(then: str, duty: Obligation, *, at: datetime) -> None:
    yesterday = at - timedelta(days=1)
    if then in {"submitted", "returned"}:
        duty = submit_duty(duty, at=at - timedelta(days=3))
    if then == "returned":
        return_duty(duty, at=yesterday, reason="缺少统计口径说明，请补充后重新提交。")
    elif then == "paused":
        pause_duty(duty, at=at - timedelta(days=2), reason="等待专家鉴定意见")
    elif then == "waived":
        waive_duty(duty, at=yesterday, by=OPERATOR, reason="申请人已撤回申请")
    elif then == "asked":
        basis = "《行政执法机关移送涉嫌犯罪案件的规定》"
        ask_extension(duty, at=yesterday, by=acting("gongan"), reason="须向 3 个区县公安分局核对数据。", basis=basis)
    elif then == "met":
        meet_duty(duty, at=duty.opened_at + timedelta(days=2))
    elif then == "met_late":
        meet_duty(duty, at=yesterday)
