"""What can be said, by kind: the sentence, how fast it leaves the portal, and its heading where no detail may stand."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.enums import Lane

logger = logging.getLogger(__name__)
PLAIN: Any = _("Notices in your inbox")
NOTHING_COUNTED = "SELECT 0 AS party_id, 0 AS section_id, '' AS audience, '' AS kind, 0 AS number WHERE false"


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice; key: "app.what".

    sentence: makes the sentence of the inbox from the facts of a notice, in the reader's language.
    heading: what a mail or a short message says of it, without facts of the case: _("Duties that are due soon").
    """

    key: str
    sentence: Callable[[dict], str]
    lane: Lane = Lane.DIGEST
    heading: Any = PLAIN


@dataclass(frozen=True)
class DailyCount:
    """What each digest counts of a unit, new or not: how much is overdue, for example; key: "app.what".

    url: the path of the page that lists it.
    """

    key: str
    heading: Any
    url: Callable[[], str]


_KINDS: dict[str, NoticeKind] = {}
_DAILY: dict[str, DailyCount] = {}
_STATEMENTS: list[Callable[[], str]] = []
_COUNTED: set[str] = set()


def declare(kind: NoticeKind) -> NoticeKind:
    if kind.key in _KINDS:
        raise ValueError(f"the kind {kind.key} is declared already")
    _KINDS[kind.key] = kind
    return kind


def count_daily(*counts: DailyCount, statement: Callable[[], str], instead_of: Iterable[str]) -> None:
    """Let the digest tell these counts, in place of the notices of some kinds, which say the same piece by piece.

    statement: a SELECT of party_id, section_id (or null), audience, kind and number for all units at once; it may use
    %(at)s, %(day)s and %(last)s, when the digest before was made, %(after)s and %(upto)s, the keys of what is new, and
    `members` with %(roles)s, who is in which unit.
    """
    if doubles := _DAILY.keys() & {count.key for count in counts}:
        raise ValueError(f"counted already: {sorted(doubles)}")
    _DAILY.update({count.key: count for count in counts})
    _STATEMENTS.append(statement)
    _COUNTED.update(instead_of)


def daily_counts() -> dict[str, DailyCount]:
    return dict(_DAILY)


def counting_statements() -> list[str]:
    return [statement() for statement in _STATEMENTS] or [NOTHING_COUNTED]


def kinds_counted() -> list[str]:
    """The kinds of notice that the digest leaves out, since it counts what they are about."""
    return sorted(_COUNTED)


def kind_of(key: str) -> NoticeKind:
    """LookupError for a kind that nobody declared."""
    return _KINDS[key]


def headings() -> dict[str, str]:
    """The heading of every kind, in the order in which they were declared."""
    return {key: str(kind.heading) for key, kind in _KINDS.items()}


def sentence_of(key: str, params: dict) -> str:
    """The sentence of a notice; its heading where the facts do not fit the kind (any more): an inbox always opens."""
    kind = _KINDS.get(key)
    try:
        return str(kind.sentence(params)) if kind else str(PLAIN)
    except (LookupError, TypeError, ValueError):
        logger.exception("the facts of a notice do not fit its kind %s", key)
        return str(_KINDS[key].heading)
