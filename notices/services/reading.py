"""The inbox: what stands in it, what is new, what was opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Min
from django.utils import timezone

from agencies.models import Membership
from kernel.access import require
from kernel.workdays import add_working_days
from notices.deadlines import UNOPENED_WORKING_DAYS
from notices.enums import ROLES
from notices.kinds import sentence_of
from notices.models import Notice, Receipt
from notices.querysets import NEWS_DAYS, Branches, news_since
from notices.sql import statement

MOST_COUNTED = 100  # more than the top bar shows


@dataclass(frozen=True)
class Item:
    """A notice in the words of its kind."""

    notice: Notice
    sentence: str
    is_new: bool


def nothing():
    return Notice.objects.none()


def told(by: Membership) -> Branches:
    """What is said to the acting membership, the newest first, with when the person opened it."""
    require(by, "notices.view_notice")
    return Branches(Notice.objects.with_opening(by).told_to(by))


def is_told(notice: int, *, by: Membership) -> bool:
    return Notice.objects.visible_to(by).filter(pk=notice).exists()


def unread_count(by: Membership, *, at: datetime) -> int:
    """How many news the person has not opened, up to MOST_COUNTED: the number of the top bar, in one question."""
    facts: dict[str, Any] = {
        "audiences": [str(audience) for audience, roles in ROLES.items() if by.role in roles],
        "party": by.party_id,
        "section": by.section_id,
        "user": by.user_id,
        "since": news_since(by, at),
        "day": timezone.localdate(),
        "most": MOST_COUNTED,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("unread"), facts)
        return cursor.fetchone()[0]


def unopened(by: Membership, *, at: datetime) -> Branches:
    """For a unit's leader: what was said to the unit, and nobody has opened for two working days."""
    require(by, "notices.view_unread")
    last_day = add_working_days(timezone.localdate(at), -UNOPENED_WORKING_DAYS)
    until = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
    rows = Branches(Notice.objects.annotate(section_name=F("section__name")).told_to_unit(by))
    return rows.filter(created_at__gte=at - timedelta(days=NEWS_DAYS), created_at__lt=until, receipts=None)


def in_words(rows: Iterable[Notice], *, by: Membership, at: datetime) -> list[Item]:
    """rows: with their opening where it matters whether they are new."""
    since = news_since(by, at)
    return [
        Item(row, sentence_of(row.kind, row.params), is_new=_is_unopened(row) and row.created_at >= since)
        for row in rows
    ]


def _is_unopened(row) -> bool:
    return getattr(row, "opened_at", None) is None


@transaction.atomic
def open_notice(notice: Notice, *, by: Membership, at: datetime) -> Receipt:
    """Record that the person has opened a notice; the first time counts."""
    require(by, "notices.open_notice", notice)
    receipt, _is_first = Receipt.objects.get_or_create(notice=notice, user=by.user, defaults={"opened_at": at})
    return receipt


def opened_first(notices: Iterable[int]) -> dict[int, datetime]:
    """When each of the notices (keys of rows) was first opened by somebody; those that nobody opened are left out."""
    rows = Receipt.objects.filter(notice__in=list(notices)).values_list("notice")
    return dict(rows.annotate(first=Min("opened_at")))
