"""What can be said, by kind: the sentence, how fast it leaves the portal, and its heading where no detail may stand."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.enums import Lane

logger = logging.getLogger(__name__)
PLAIN: Any = _("Notices in your inbox")


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


_KINDS: dict[str, NoticeKind] = {}


def declare(kind: NoticeKind) -> NoticeKind:
    if kind.key in _KINDS:
        raise ValueError(f"the kind {kind.key} is declared already")
    _KINDS[kind.key] = kind
    return kind


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
