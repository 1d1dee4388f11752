"""The demonstration's publications: public, being checked, drafted, withdrawn. Made up, and marked so."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from disclosure import services
from disclosure.enums import WithdrawalGround
from disclosure.models import Publication
from oversight.demo.accounts import acting
from oversight.demo.institutions import party_of


@dataclass(frozen=True)
class DemoPublication:
    """ago: days since the decision.  as_far_as: the last step taken.  days: after how many it ends, if it does.

    planned: in how many days it is to become public, where it is not at once.
    """

    kind: str
    party: str
    ago: int
    title: str
    fields: dict[str, str]
    as_far_as: str = "publish"
    days: int | None = None
    planned: int = 0
    names: list[str] = field(default_factory=list)


PUBLICATIONS = (
    DemoPublication(
        "licence", "示例第一医院", 40, "示例·医疗机构执业许可证换发",
        {
            "document_number": "示卫医许〔2026〕7号", "licence_number": "PDY10007X33010211A10011",
            "principal": "陈示例", "address": "示例路 1 号", "decision": "准予换发",
            "valid_from": "2026-11-01", "valid_to": "2031-10-31", "subjects": "内科、外科、妇产科、儿科、急诊医学科",
        },
    ),
    DemoPublication("grade", "示例第一医院", 21, "示例·2026 年第三季度信用等级", {"grade": "a", "period": "2026Q3"}),
    DemoPublication("draw", "示例第一医院", 30, "示例·双随机抽查结果",
                    {"type": "病历管理", "result": "ordered", "rectification": "限期整改，已报送整改情况。"}),
    DemoPublication("check", "示例第一医院", 160, "示例·麻醉药品专项检查结果",
                    {"type": "麻醉药品专项检查", "result": "ok"}),
    DemoPublication(
        "penalty", "示例康仁诊所", 12, "示例·康仁诊所使用非卫生技术人员案",
        {
            "document_number": "示卫医罚〔2026〕12号", "level": "general",
            "principal": "李示例", "address": "示例路 123 号",
            "identity_number": "339999189001011236", "phone": "13800001111",
            "facts": "当事人安排王示例（身份证号 339999189001011236，电话 13800001111，住示例路 12 号 3 幢 401 室）"
                     "从事诊疗活动。",
            "basis": "《医疗机构管理条例》第四十七条", "penalty": "警告，罚款人民币 10,000.00 元", "amount": "10000.00",
        },
        days=365, names=["王示例"],
    ),
    DemoPublication("check", "示例康仁诊所", 4, "示例·日常监督检查结果",
                    {"type": "日常监督检查", "result": "pending"}, as_far_as="submit"),
    DemoPublication(
        "penalty", "示例口腔门诊部", 5, "示例·口腔门诊部未按规定处置医疗废物案",
        {"document_number": "示卫医罚〔2026〕15号", "level": "minor", "facts": "医疗废物暂存超过 2 天。",
         "basis": "《医疗废物管理条例》第四十七条", "penalty": "罚款人民币 3,000.00 元", "amount": "3000.00"},
        as_far_as="draft", days=90,
    ),
    DemoPublication("check", "示例第一医院", 6, "示例·院感防控专项检查结果",
                    {"type": "院感防控专项检查", "result": "ok"}, as_far_as="approve", planned=5),
    DemoPublication(
        "check", "示例口腔门诊部", 60, "示例·随机抽查结果", {"type": "随机抽查", "result": "ordered"},
        as_far_as="withdraw",
    ),
)  # fmt: skip


def publish_examples(*, at: datetime) -> None:
    """Draft, check and publish them in the names of the demonstration's people, unless the portal has some already."""
    if Publication.objects.exists():
        return
    for row in PUBLICATIONS:
        _go(row, at=at)


def _go(row: DemoPublication, *, at: datetime) -> None:
    handler, reviewer, leader = acting("handler"), acting("reviewer"), acting("leader")
    formed_on = timezone.localdate(at) - timedelta(days=row.ago)
    days = [at - timedelta(days=max(row.ago - later, 0)) for later in (1, 2, 3, 5)]
    publication = services.draft_publication(
        row.kind, party=party_of(row.party), title=row.title, fields=row.fields, formed_on=formed_on, names=row.names,
        public_until=formed_on + timedelta(days=row.days) if row.days else None, by=handler, at=days[0],
        public_from=timezone.localdate(at) + timedelta(days=row.planned) if row.planned else None,
    )  # fmt: skip
    if row.as_far_as == "draft":
        return
    publication = services.submit_draft(publication, by=handler, at=days[0])
    if row.as_far_as == "submit":
        return
    publication = services.pass_privacy_check(publication, by=reviewer, at=days[1])
    publication = services.pass_secrecy_check(publication, by=leader, at=days[2])
    if row.as_far_as == "approve":
        return
    publication = services.publish(publication, by=leader, at=days[2])
    if row.as_far_as == "withdraw":
        services.withdraw(
            publication,
            by=leader,
            at=days[3],
            ground=WithdrawalGround.MISTAKEN,
            reason="示例·结果登记有误，重新核查后另行公示",
        )
