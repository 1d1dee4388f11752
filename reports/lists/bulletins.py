"""What the pages of bulletins show."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.definitions import COLUMNS, MEASURES
from reports.figures import Asked
from reports.lists import asking
from reports.models import Bulletin, BulletinTemplate
from tasks.enums import Period
from tasks.models import Plan
from tasks.periods import Span, span_of


def readable(by) -> QuerySet[Bulletin]:
    """What stands in the unit's list: of its territory, and what is told to it."""
    rows = Bulletin.objects
    seen, told = rows.visible_to(by).values("pk"), rows.shared_with(by).values("pk")
    return rows.standing().filter(Q(pk__in=seen) | Q(pk__in=told))


def whole(bulletin: Bulletin) -> Bulletin:
    """With all that its page names; its version is the one that was shown."""
    people = ("made_by__user", "changed_by__user", "signed_by__user")
    found = Bulletin.objects.select_related("plan", "issuer", *people).get(pk=bulletin.pk)
    found.version = bulletin.version
    return found


def linked(bulletin: Bulletin, by) -> list[tuple[Any, int, str]]:
    """(figure, number, the rows behind it as they stood) for who coordinates; without the way for others."""
    may_look = by.has_perm("reports.view_dashboard") and by.covers(bulletin.plan)
    asked = Asked(by, bulletin.plan, bulletin.span, bulletin.as_of)
    return [
        (MEASURES[key].label, bulletin.figures["total"][key], asking.address(asked, key) if may_look else "")
        for key in COLUMNS
    ]


def spans_offered(plan: Plan | None, chosen: Span, *, at: datetime) -> list[Span]:
    """Quarters and months, the latest first."""
    today = timezone.localdate(at)
    month = span_of(today, Period.MONTH)
    months = [month, month.before, month.before.before]
    found = {span.key: span for span in [*asking.spans_offered(plan, chosen, at=at), *months]}
    return list(found.values())


def template_of(by, *, version: str | None) -> BulletinTemplate | None:
    """The own territory's template, in the version that was shown."""
    row = BulletinTemplate.objects.visible_to(by).filter(region_path=by.region_path).first()
    if row and version is not None:
        row.version = int(version) if version.isdecimal() and len(version) < 10 else 0
    return row
