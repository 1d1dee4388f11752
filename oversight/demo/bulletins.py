"""The demonstration's bulletins: of the past quarters signed, of the present one a draft."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from kernel.errors import Refused
from oversight.demo.accounts import acting
from reports.models import Bulletin
from reports.services.bulletins import make_bulletin, sign_bulletin
from tasks.enums import Period
from tasks.models import Plan
from tasks.periods import Span, span_of

QUARTERS = 4
SIGNED_AFTER = timedelta(days=9)  # a bulletin comes out in the second week of the next quarter


def make_bulletins(*, at: datetime) -> None:
    """For the commission's own plan, unless there are some; a quarter in which nothing was owed has none."""
    if Bulletin.objects.exists():
        return
    maker = acting("handler")
    plan = Plan.objects.filter(region=maker.party.region).exclude(reports_from=None).order_by("pk").first()
    if plan is None:
        return
    spans = [span_of(timezone.localdate(at), Period.QUARTER)]
    for _ in range(QUARTERS - 1):
        spans.insert(0, spans[0].before)
    for span in spans[:-1]:
        _make(plan, span, as_of=timezone.make_aware(datetime.combine(span.last, time(9))) + SIGNED_AFTER, signs=True)
    _make(plan, spans[-1], as_of=at)


def _make(plan: Plan, span: Span, *, as_of: datetime, signs: bool = False) -> None:
    try:
        bulletin = make_bulletin(plan, span=span, by=acting("handler"), at=as_of)
    except Refused:  # nothing was owed
        return
    if signs:
        sign_bulletin(bulletin, by=acting("leader"), at=as_of)
