"""Where the records that duties are about have their pages; the apps above say so of their own records in `ready()`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

Pages = Callable[[Collection[int]], dict[int, str]]

_PAGES: dict[str, Pages] = {}
_DONE_AT: dict[str, Pages] = {}


def shows(subject_kind: str, pages: Pages) -> None:
    """Register who knows the pages of a kind of record ("app.model").

    pages: {key: address} of the given keys, in at most one query; a key without a page is left out.
    """
    _register(_PAGES, subject_kind, pages)


def does(kind: str, pages: Pages) -> None:
    """Register where the duties of a kind are done, where that is not the page of the record. pages: as above."""
    _register(_DONE_AT, kind, pages)


def _register(where: dict[str, Pages], name: str, pages: Pages) -> None:
    if name in where:
        raise ValueError(f"the pages of {name} are registered already")
    where[name] = pages


def addresses_of(duties: Iterable) -> dict[int, str]:
    """{key of a duty: address of where it is done or what it is about}, as far as these have pages."""
    asked: dict[Pages, dict[int, int]] = defaultdict(dict)  # by who knows the pages: {duty: its record}
    for duty in duties:
        if pages := _DONE_AT.get(duty.kind) or _PAGES.get(duty.subject_kind):
            asked[pages][duty.pk] = duty.subject_id
    return {
        duty: found[record]
        for pages, records in asked.items()
        for found in [pages(set(records.values()))]
        for duty, record in records.items()
        if record in found
    }
