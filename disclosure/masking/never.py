"""What is never public, found again in a text however it is written there."""

import re
from collections.abc import Iterable, Iterator

from disclosure.masking.cards import Span
from disclosure.masking.contacts import LOCAL_PART
from disclosure.masking.signs import DASHES, GAP, folded

_NUMBER = re.compile(rf"\d(?:{GAP}\d){{6,}}|\d{{7,}}")
# what stands between the numbers of an address
_UNIT = rf"(?:\s*(?:号院|号楼|号|支弄|弄|幢|栋|座|单元|楼|层|门|[{DASHES}~/])\s*|\s+)"


class Never:
    """The words that are hidden, and the numbers in them."""

    def __init__(self, values: Iterable[str]) -> None:
        plain = [folded(value) for value in sorted(set(values)) if sum(map(str.isalnum, value)) > 1]
        patterns = {pattern for value in plain for pattern in (re.escape(value), *_numbers(value), *_rooms(value))}
        self._patterns = [re.compile(pattern, re.IGNORECASE) for pattern in sorted(patterns)]

    def find(self, plain: str) -> Iterator[Span]:
        yield from (match.span() for pattern in self._patterns for match in pattern.finditer(plain))


def _numbers(value: str) -> Iterator[str]:
    """Every number of 7 figures or more, with any gap between them; of a phone also without its area."""
    parted = [re.sub(r"\D", "", number) for number in (*_NUMBER.findall(value), *re.findall(r"\d{7,}", value))]
    local = [match[1] for match in map(LOCAL_PART.fullmatch, parted) if match]
    yield from (GAP.join(figures) for figures in (*parted, *local))


def _rooms(value: str) -> Iterator[str]:
    """The last numbers of an address as 2-3-401: three of them, or two that end in a room."""
    numbers = re.findall(r"\d+", value)
    for count in range(2, len(numbers) + 1):
        if count > 2 or len(numbers[-1]) > 2:
            yield rf"(?<![\d{DASHES}/]){_UNIT.join(numbers[-count:])}(?![\d{DASHES}/])"
