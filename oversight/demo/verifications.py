"""The demonstration's verifications of licences, one in each state that a board shows; all made up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from institutions.enums import LicenceType
from institutions.models import Institution, Verification
from institutions.services.concluding import conclude_verification
from institutions.services.verifying import (
    apply_for_verification,
    open_verification,
    open_verifications,
    order_verification,
    review_verification,
)
from oversight.demo.accounts import acting

HOSPITAL, DENTAL = "示例第一医院", "示例口腔门诊部"


@dataclass(frozen=True)
class DemoVerification:
    """ends: in how many days the cycle does.  then: how far it has come.  name: else one of those without a history."""

    ends: int
    then: str
    name: str = ""


ROWS = (
    DemoVerification(97, "due", HOSPITAL),
    DemoVerification(40, "review", DENTAL),
    DemoVerification(55, "applied"),
    DemoVerification(30, "passed"),
    DemoVerification(20, "suspended"),
    DemoVerification(-10, "ordered"),
    DemoVerification(60, "late"),
)
REACHES = {  # how many of the steps below it has taken
    "due": 0, "late": 0, "applied": 1, "review": 2, "passed": 3, "suspended": 3,
}  # fmt: skip


def verify_examples(*, at: datetime) -> None:
    """Open them and take their steps in the names of the demonstration's people, unless there are some; then what the
    machine opens each morning."""
    if Verification.objects.exists():
        return
    others = iter(Institution.objects.filter(licence_type=LicenceType.LICENCE).exclude(name__in=[HOSPITAL, DENTAL]))
    for row in ROWS:
        institution = Institution.objects.get(name=row.name) if row.name else next(others)
        begun = at - timedelta(days=1 if row.then == "due" else 70)
        ends = timezone.localdate(at) + timedelta(days=row.ends)
        _go(open_verification(institution, due_on=ends, by=acting("handler"), at=begun), row.then, at=at)
    open_verifications(day=timezone.localdate(at), at=at)


def _go(row: Verification, then: str, *, at: datetime) -> None:
    def ago(days: int) -> datetime:
        return at - timedelta(days=days)

    handler, reviewer = acting("handler"), acting("reviewer")
    if then == "ordered":
        order_verification(row, reason="示例·逾期未申请校验，责令限期补办校验手续。", by=handler, at=ago(6))
        return
    if REACHES[then] > 0:
        row = apply_for_verification(
            row, statement="示例·上次校验以来诊疗科目、床位和用房无变化；新增执业护士 2 名。", note="示例·窗口收件",
            by=handler, at=ago(20),
        )  # fmt: skip
    if REACHES[then] > 1:
        row = review_verification(
            row, findings="示例·申报材料齐全，历次检查问题已整改。", visited_on=timezone.localdate(ago(12)),
            demerits="示例·本周期累计 12 分" if then == "suspended" else "", by=handler, at=ago(10),
        )  # fmt: skip
    if then == "passed":
        conclude_verification(row, conclusion="passed", by=reviewer, at=ago(3))
    if then == "suspended":
        conclude_verification(
            row, conclusion="suspended", months=3, reason="示例·本校验期内不良执业行为记分累计达 12 分", by=reviewer,
            at=ago(3),
        )  # fmt: skip
