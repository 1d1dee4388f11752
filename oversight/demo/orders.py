"""The demonstration's supervision orders: one to be received, one received, one replied to. Made up, and marked so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agencies.models import Agency
from obligations.models import Obligation, SupervisionOrder
from obligations.services.orders import issue_order, receive_order, reply_to_order
from oversight.demo.accounts import acting


@dataclass(frozen=True)
class DemoOrder:
    """ago: days since it was issued.  clerk: the account that has received it.  about: the title of a duty."""

    unit: str
    ago: int
    title: str
    text: str
    about: str = ""
    clerk: str = ""
    reply: str = ""


ORDERS = (
    DemoOrder(
        "上城区卫生健康局", 6, "示例·核查未公示收费的诊所",
        "请逐户核查辖区内未在显著位置公示收费的诊所，责令改正，并书面说明核查户数、问题和整改期限。",
        clerk="shangcheng",
        reply="已核查诊所 42 户，其中 5 户未公示收费，已当场责令改正，整改期限至本月底。",
    ),
    DemoOrder(
        "西湖区卫生健康局", 3, "示例·限期办结诊所违规输液热线工单",
        "热线工单已经逾期，请尽快办结，并书面说明调查结论和处理结果。", clerk="xihu",
    ),
    DemoOrder(
        "杭州市公安局", 1, "示例·限期公开双随机检查结果",
        "双随机抽查批次 2026-14 的检查结果逾期未公开，请立即公开，并书面说明逾期原因和改进措施。",
        about="示例·双随机抽查批次 2026-14 检查结果",
    ),
)  # fmt: skip


def issue_orders(*, at: datetime) -> None:
    """Issue the orders in the name of the demonstration's leader, unless the portal has orders already."""
    if SupervisionOrder.objects.exists():
        return
    for row in ORDERS:
        morning = timezone.localtime(at).replace(hour=9, minute=30, second=0, microsecond=0)
        issued_at = morning - timedelta(days=row.ago)
        agency = Agency.objects.select_related("party").get(party__name=row.unit, party__valid_to=None)
        duty = Obligation.objects.filter(bearer=agency.party, title=row.about).first() if row.about else None
        order = issue_order(
            bearer=agency.party, title=row.title, text=row.text, about=duty, by=acting("leader"), at=issued_at
        )
        if row.clerk:
            order = receive_order(order, by=acting(row.clerk), at=issued_at + timedelta(days=1))
        if row.reply:
            reply_to_order(order, by=acting(row.clerk), at=morning - timedelta(days=1), text=row.reply)
