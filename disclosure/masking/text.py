"""Free text with what must not be read in public hidden."""

from collections.abc import Iterable

from disclosure.masking.addresses import find_houses
from disclosure.masking.cards import Span, find_cards, overlaps
from disclosure.masking.contacts import find_contacts
from disclosure.masking.names import find_names
from disclosure.masking.never import Never
from disclosure.masking.signs import folded, is_seen

HIDDEN = "***"


def mask_text(text: str, *, names: Iterable[str] = (), keep: Iterable[str] = (), never: Iterable[str] = ()) -> str:
    """Numbers of persons and houses are hidden, and of the natural persons that are named only the surname stays.

    names: of natural persons.  keep: what is public as it is (an institution's name or address), in which neither a
    name nor a house is looked for; a number is, even there.  never: what is hidden wherever it stands, however its
    numbers are parted.
    """
    names, kept = sorted(set(names)), sorted(set(keep))
    hidden = Never(never)
    kept += [_once(words, [], kept, hidden) for words in kept]  # as they stand once the numbers in them are hidden
    while (masked := _once(text, names, kept, hidden)) != text:  # what something hidden parted may now stand together
        text = masked
    return text


def _once(text: str, names: list[str], keep: list[str], never: Never) -> str:
    found = _found(text, names, keep, never)
    places = [n for n, sign in enumerate(text) if is_seen(sign)]
    if len(places) < len(text):  # and once more without what nobody sees
        again = _found(_seen(text), names, [_seen(each) for each in keep], never)
        found += [(places[start], places[end - 1] + 1, words) for start, end, words in again]
    return _replaced(text, found)


def _found(text: str, names: list[str], keep: list[str], never: Never) -> list[tuple[int, int, str]]:
    plain = folded(text)
    kept = [span for each in keep for span in _occurrences(plain, folded(each))]
    found = [(*span, HIDDEN) for span in (*find_cards(plain), *find_contacts(plain), *never.find(plain))]
    found += [(*span, HIDDEN) for span in find_houses(plain) if not overlaps(span, kept)]
    found += [each for each in find_names(plain, names) if not overlaps(each[:2], kept)]
    return found


def _seen(text: str) -> str:
    return "".join(filter(is_seen, text))


def _occurrences(plain: str, part: str) -> list[Span]:
    starts = [n for n in range(len(plain)) if part and plain.startswith(part, n)]
    return [(start, start + len(part)) for start in starts]


def _replaced(text: str, found: list[tuple[int, int, str]]) -> str:
    """Where two overlap the longer that begins first is shown, over both."""
    shown, place = [], 0
    for start, end, words in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= place:
            shown += [text[place:start], words]
        place = max(place, end)
    return "".join([*shown, text[place:]])
