"""GB18030 has no mark where a character begins: a lost byte pairs all those after it anew, into rare characters.

What is common is GB 2312 with its signs and its first level, which nearly every character of a text is of.
"""

import re

from tasks.importer.source import Span

COMMON_LEADS = {*range(0xA1, 0xA4), *range(0xB0, 0xD8)}
COMMON_PAIRS = bytes(byte for lead in sorted(COMMON_LEADS) for trail in range(0xA1, 0xFF) for byte in (lead, trail))
UNCOMMON = re.compile(f"[^\\x00-\\x7f\ufffd{re.escape(COMMON_PAIRS.decode('gb18030'))}]")
ASCII = re.compile("[\x00-\x7f]")
WINDOW, UNLIKELY = 8, 3  # so many uncommon characters within so many are hardly ever right
RUN = re.compile(rb"[\x80-\xff]{16,}")
COMMON_RUN = re.compile(rb"(?:[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])+")
SHIFTED = re.compile(rb"(?:[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]){7}")
LOST = b"\xff"  # no character begins with it


def is_mostly_rare(text: str) -> bool:
    """Whether it reads like bytes of another encoding; a traditional text has more rare characters than others."""
    return len(UNCOMMON.findall(text)) * 10 > _chinese(text) * 6


def wrongly_paired(text: str) -> list[Span]:
    """Where it reads like bytes paired one off; nowhere in a text that has rare characters everywhere."""
    places = _rare_places(text)
    return _unlikely(text, places) if len(places) * 10 <= _chinese(text) else []


def paired_anew(data: bytes, text: str) -> bytes:
    """The bytes with LOST where those after it make common characters if they are paired one further. text: of them."""
    if not _unlikely(text, _rare_places(text)):
        return data
    parts, done = [], 0
    for run in RUN.finditer(data):
        at, end = run.span()
        while at < end:
            if found := COMMON_RUN.match(data, at, end):
                at = found.end()
            elif SHIFTED.match(data, at + 1, end) and common(data[at : at + 2 * WINDOW]) <= WINDOW - UNLIKELY:
                parts += [data[done:at], LOST]
                done, at = at, at + 1
            else:
                at += 2
    return b"".join([*parts, data[done:]])


def common(data: bytes) -> int:
    """How many pairs of bytes up to the first of ASCII are common characters."""
    count = 0
    for at in range(0, len(data) - 1, 2):
        if data[at] < 0x80:
            break
        count += data[at] in COMMON_LEADS and data[at + 1] > 0xA0
    return count


def _chinese(text: str) -> int:
    return sum(not character.isascii() for character in text)


def _rare_places(text: str) -> list[int]:
    return [found.start() for found in UNCOMMON.finditer(text)]


def _unlikely(text: str, places: list[int]) -> list[Span]:
    """The stretches in which too many of the places stand together."""
    spans: list[Span] = []
    for first, last in zip(places, places[UNLIKELY - 1 :], strict=False):
        if last - first < WINDOW and not ASCII.search(text, first, last):
            if spans and first < spans[-1].end:
                spans[-1] = Span(spans[-1].start, last + 1)
            else:
                spans.append(Span(first, last + 1))
    return spans
