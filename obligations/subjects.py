"""Where the records that duties are about have their pages; the apps above say so of their own records in `ready()`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

Pages = Callable[[Collection[int]], dict[int, str]]

_PAGES: dict[str, Pages] = {}


def shows(subject_kind: str, pages: Pages) -> None:
    """Register who knows the pages of a kind of record ("app.model").

    pages: {key: address} of the given keys, in at most one query; a key without a page is left out.
    """
    if subject_kind in _PAGES:
        raise ValueError(f"the pages of {subject_kind} are registered already")
    _PAGES[subject_kind] = pages


def addresses_of(duties: Iterable) -> dict[tuple[str, int], str]:
    """{(subject_kind, subject_id): address} of the records that the duties are about, as far as they have pages."""
    asked = defaultdict(set)
    for duty in duties:
        if duty.subject_kind in _PAGES:
            asked[duty.subject_kind].add(duty.subject_id)
    return {(kind, key): url for kind, keys in asked.items() for key, url in _PAGES[kind](keys).items()}
