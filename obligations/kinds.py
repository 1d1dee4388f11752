"""What can be owed, by kind: label, usual limit, and where the limit comes from (rules 12).

A kind is declared once; only its amount can differ in a region, from a day on (LimitOverride).
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from obligations.enums import LimitUnit

WD, CD, H, MONTHS = LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS, LimitUnit.HOURS, LimitUnit.MONTHS
QUARTER, YEAR, GIVEN = LimitUnit.QUARTERS, LimitUnit.YEARS, LimitUnit.GIVEN_DAY


@dataclass(frozen=True)
class Kind:
    """One kind of duty.

    amount: of `unit`, negative for a limit before the event; for a quarter or a year how often in it.
    begins: the event from which it is counted.  source: law or rule, with the confidence of rules 0.
    extension: by how much more it may be extended, once; None: by as much as the supervisor says, as often as needed;
    0: not at all.  at_least: where `amount` is a maximum, the minimum beside it.
    """

    key: str
    label: Any
    amount: int
    unit: LimitUnit
    begins: Any
    source: str
    extension: int | None = 0
    at_least: int | None = None

    @property
    def has_hours(self) -> bool:
        return self.unit == LimitUnit.HOURS


_KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    if kind.key in _KINDS:
        raise ValueError(f"the kind {kind.key} is declared already")
    _KINDS[kind.key] = kind
    return kind


def is_kind(key: str) -> bool:
    return key in _KINDS


def kind_of(key: str) -> Kind:
    """The declared kind; a key without one is a mistake in the code (LookupError)."""
    return _KINDS[key]


def kinds() -> list[Kind]:
    return sorted(_KINDS.values(), key=lambda kind: kind.key)


def choices() -> list[tuple[str, Any]]:
    return [(kind.key, kind.label) for kind in kinds()]


def label_of(key: str) -> str:
    """For rows of kinds that are no longer declared the key itself."""
    return str(_KINDS[key].label) if key in _KINDS else key


FILED, RECEIVED, ASKED = _("the case is filed"), _("it is received"), _("it is asked for")
DECIDED, PERIOD = _("the decision is made"), _("the period begins")

for _kind in (
    # Penalties
    Kind("penalty.decide", _("Decide on the penalty"), 90, CD, FILED, "行政处罚法 60 [search]"),
    Kind("penalty.publish", _("Publish the penalty"), 7, WD, DECIDED, "国办发〔2018〕118号 [search*]"),
    Kind("decision.publish", _("Publish the decision"), 20, WD, DECIDED, "国办发〔2018〕118号 [search*]"),
    Kind("penalty.withdraw", _("Withdraw what was published"), 3, WD, _("it is changed or revoked"),
         "行政处罚法 48, 85 [search]"),
    Kind("penalty.serve", _("Serve the decision"), 7, WD, DECIDED, "行政处罚法 61 [search]"),
    Kind("hearing.request", _("Ask for a hearing"), 5, WD, _("the notice is served"), "行政处罚法 64, 85 [search]"),
    Kind("hearing.notice", _("Notify of the hearing"), -7, WD, _("the day of the hearing"),
         "行政处罚法 64, 85 [search]"),
    Kind("evidence.preserve", _("Deal with preserved evidence"), 7, WD, _("it is registered"),
         "行政处罚法 56, 85 [search]"),
    Kind("fine.pay", _("Pay the fine"), 15, CD, RECEIVED, "行政处罚法 67 [search]", extension=None),
    Kind("transfer.decide", _("Decide on the transfer to the police"), 3, CD, _("the report is written"),
         "国务院令第310号 [search]"),
    Kind("transfer.hand_over", _("Hand the case over to the police"), 24, H, DECIDED, "国务院令第310号 [search]"),
    Kind("transfer.police_reply", _("Answer of the police"), 3, CD, RECEIVED, "国务院令第310号 [search]"),
    # Draws and self-inspections
    Kind("draw.publish", _("Publish the result of the inspection"), 20, WD, _("the inspection ends"),
         "实践 (河北、福建) [search*]"),
    Kind("selfcheck.full", _("Full self-inspection"), 1, YEAR, PERIOD, "津卫监督〔2021〕339号 [seed:B]",
         extension=None),
    Kind("selfcheck.daily", _("Daily self-inspection"), 1, QUARTER, PERIOD, "津卫监督〔2021〕339号 [seed:B]",
         extension=None),
    Kind("verify.apply", _("Apply for licence verification"), -3, MONTHS, _("the cycle ends"),
         "卫医政发〔2009〕57号 [memory]"),
    Kind("nurse.renew", _("Extend the nurse registration"), -30, CD, _("the registration ends"),
         "护士条例 10 [search]"),
    Kind("body.meet", _("Meeting of the coordination body"), 1, YEAR, PERIOD, "杭州市清单 [seed:H]"),
    Kind("district.supervise", _("Supervise the district"), 24, MONTHS, _("the last round ends"),
         "沪府办规〔2020〕5号 [seed:SH]", extension=None),
    # Complaints
    Kind("petition.accept", _("Decide on the petition's acceptance"), 15, CD, RECEIVED, "信访工作条例 [search*]"),
    Kind("petition.finish", _("Finish the petition"), 60, CD, _("it is accepted"), "信访工作条例 [search*]",
         extension=30),
    Kind("market_complaint.accept", _("Accept the consumer complaint"), 7, WD, RECEIVED,
         "市场监督管理投诉举报处理暂行办法 14 [search]"),
    Kind("mediation.market", _("End the consumer mediation"), 45, WD, _("it is accepted"),
         "市场监督管理投诉举报处理暂行办法 21 [search]"),
    Kind("report.check", _("Check the report"), 15, WD, RECEIVED, "市场监督管理投诉举报处理暂行办法 31 [search]",
         extension=15),
    Kind("report.reply_named", _("Tell the named reporter"), 5, WD, _("the filing is decided"),
         "市场监督管理投诉举报处理暂行办法 31 [search]"),
    Kind("dispute.accept", _("Accept the medical dispute"), 5, WD, RECEIVED, "医疗纠纷预防和处理条例 40 [search]"),
    Kind("dispute.mediate", _("Mediate the medical dispute"), 30, WD, _("it is accepted"),
         "医疗纠纷预防和处理条例 38 [search]", extension=None),
    Kind("hotline.life", _("Hotline: life and property"), 2, H, RECEIVED, "北京 12345 (草案) [search*]"),
    Kind("hotline.urgent", _("Hotline: water, power, heat"), 24, H, RECEIVED, "北京 12345 (草案) [search*]"),
    Kind("hotline.normal", _("Hotline: normal"), 7, CD, RECEIVED, "北京 12345 (草案) [search*]"),
    Kind("hotline.hard", _("Hotline: hard"), 15, CD, RECEIVED, "北京 12345 (草案) [search*]", extension=None),
    Kind("info.reply", _("Answer the request for information"), 20, WD, RECEIVED, "政府信息公开条例 33 [search]",
         extension=20),
    # Credit
    Kind("objection.mark", _("Mark the disputed item"), 1, WD, RECEIVED, "上海市社会信用条例 36 [search]"),
    Kind("objection.forward", _("Forward the objection"), 2, WD, RECEIVED, "上海市社会信用条例 36 [search]"),
    Kind("objection.decide", _("Decide on the objection"), 5, WD, RECEIVED, "上海市社会信用条例 36 [search]"),
    Kind("credit.delete_revoked", _("Delete what was revoked"), 3, WD, _("it is revoked"),
         "上海市社会信用条例 37 [search]"),
    Kind("repair.accept", _("Accept the credit repair"), 3, WD, ASKED, "[design]"),
    Kind("repair.decide", _("Decide on the credit repair"), 10, WD, _("it is accepted"), "[design]", extension=10),
    Kind("repair.sync", _("Pass the credit repair on"), 3, WD, DECIDED, "[design]"),
    Kind("publicity.minor", _("End the publicity: minor"), 3, MONTHS, DECIDED, "国家发展改革委令第36号 [search*]"),
    Kind("publicity.general", _("End the publicity: general"), 12, MONTHS, DECIDED, "国家发展改革委令第36号 [search*]",
         at_least=3),
    Kind("publicity.serious", _("End the publicity: serious"), 36, MONTHS, DECIDED, "国家发展改革委令第36号 [search*]",
         at_least=12),
    # The portal's own
    Kind("duty.resubmit", _("Hand in again"), 3, WD, _("it is sent back"), "9a [design]", extension=None),
    Kind("order.receive", _("Receive the supervision order"), 1, WD, _("it is issued"), "9a [design]"),
    Kind("order.reply", _("Reply to the supervision order"), 5, WD, _("it is issued"), "9a [design]", extension=None),
    Kind("light.soon", _("Due soon, before the due day"), 7, CD, _("not counted from an event"), "ux 4 [design]"),
):  # fmt: skip
    declare(_kind)
