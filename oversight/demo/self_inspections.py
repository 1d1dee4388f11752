"""The demonstration's self-inspections: the city's programme of the year, and a special one. All made up."""

from datetime import datetime, timedelta

from django.utils import timezone

from inspections.models import Checklist, Programme
from inspections.services.programmes import draft_programme, order_special, publish_programme
from institutions.enums import Category
from oversight.demo.accounts import acting


def ask_examples(*, at: datetime) -> None:
    """Publish a programme, which opens what runs now, and order a special one, unless there is a programme."""
    if Programme.objects.exists():
        return
    today, by = timezone.localdate(at), acting("leader")
    usual = Checklist.objects.get(region=None)
    programme = draft_programme(
        region=by.party.region, year=today.year, title=f"示例·{today.year} 年医疗机构依法执业自查方案", daily=usual,
        full=usual, by=acting("handler"), at=at,
    )  # fmt: skip
    publish_programme(programme, by=by, at=at)
    order_special(
        region=by.party.region, title="示例·专科门诊部医疗废物管理专项自查", checklist=usual,
        reason="示例·近期检查发现个别专科门诊部医疗废物暂存超过 2 天，现组织同类机构自查。",
        due_on=today + timedelta(days=20),
        audience={"filters": {"category": [Category.OUTPATIENT_SPECIALISED]}}, by=by, at=at,
    )  # fmt: skip
