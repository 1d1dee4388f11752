"""Pages of a list too long to count: from one row's place to the next 50, as fast at the end as at the beginning."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime


@dataclass(frozen=True)
class Slice:
    """Rows from the newest on; newer and older are the addresses of the neighbouring pages, or ""."""

    object_list: list
    newer: str
    older: str

    def __iter__(self):
        return iter(self.object_list)


def newest_first(rows: QuerySet, asked: QueryDict, *, size: int) -> Slice:
    """The page of `rows` (with `at` and a key that grows with it) that `asked` names by before=… or after=…."""
    older_than, newer_than = _place(asked.get("before", "")), _place(asked.get("after", ""))
    if newer_than:
        at, pk = newer_than
        rows = rows.filter(Q(at__gt=at) | Q(at=at, pk__gt=pk), at__gte=at).order_by("at", "pk")
    else:
        if older_than:
            at, pk = older_than
            rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
        rows = rows.order_by("-at", "-pk")
    found = list(rows[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if newer_than:
        found.reverse()
    has_newer, has_older = (has_more, True) if newer_than else (older_than is not None, has_more)
    return Slice(
        found,
        newer=_address(asked, after=found[0]) if found and has_newer else "",
        older=_address(asked, before=found[-1]) if found and has_older else "",
    )


def _place(text: str) -> tuple[datetime, int] | None:
    """What _address wrote; None for anything else."""
    time, _sign, pk = text.partition("~")
    try:
        at = parse_datetime(time)
    except ValueError:
        return None
    return (at, int(pk)) if at and at.tzinfo and pk.isdecimal() and len(pk) < 19 else None


def _address(asked: QueryDict, **row) -> str:
    ((name, place),) = row.items()
    address = asked.copy()
    for old in ("before", "after"):
        address.pop(old, None)
    address[name] = f"{place.at.isoformat()}~{place.pk}"
    return f"?{address.urlencode()}"
