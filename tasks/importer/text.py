"""Characters that know where they stand in the source, however much was cleaned away between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from tasks.importer.source import Span


@dataclass(frozen=True, slots=True)
class Text:
    """Cleaned characters; `places[i]` is where chars[i] stands in the source."""

    chars: str
    places: tuple[int, ...]

    @classmethod
    def plain(cls, chars: str, start: int = 0) -> "Text":
        """Characters that stand one after another from `start`."""
        return cls(chars, tuple(range(start, start + len(chars))))

    @classmethod
    def join(cls, separator: str, parts: Iterable["Text"]) -> "Text":
        """The parts with a separator between them, which stands at the end of the part before it."""
        chars: list[str] = []
        places: list[int] = []
        for part in parts:
            if chars:
                chars.append(separator)
                places += [places[-1]] * len(separator)
            chars.append(part.chars)
            places += part.places
        return cls("".join(chars), tuple(places))

    def __str__(self) -> str:
        return self.chars

    def __len__(self) -> int:
        return len(self.chars)

    def __getitem__(self, part: slice) -> "Text":
        return Text(self.chars[part], self.places[part])

    @property
    def span(self) -> Span | None:
        return Span(self.places[0], self.places[-1] + 1) if self.places else None

    def strip(self, characters: str | None = None) -> "Text":
        kept = self.chars.strip(characters)
        start = len(self.chars) - len(self.chars.lstrip(characters)) if kept else 0
        return self[start : start + len(kept)]

    def lstrip(self, characters: str | None = None) -> "Text":
        return self[len(self.chars) - len(self.chars.lstrip(characters)) :]

    def only(self, keep: Iterable[bool]) -> "Text":
        """Those characters for which `keep` says so."""
        kept = list(keep)
        return Text("".join(compress(self.chars, kept)), tuple(compress(self.places, kept)))

    def without_space(self) -> "Text":
        if not any(character.isspace() for character in self.chars):
            return self
        return self.only(not character.isspace() for character in self.chars)

    def pieces(self, separators: str) -> Iterator["Text"]:
        """The parts between separators that stand outside brackets; a separator begins the part after it."""
        start, depth = 0, 0
        for i, character in enumerate(self.chars):
            depth = max(0, depth + (character in OPENING) - (character in CLOSING))
            if depth == 0 and character in separators:
                yield self[start:i]
                start = i
        yield self[start:]


OPENING, CLOSING = "（(〔[［【〈《“", "）)〕]］】〉》”"


class Bracket(NamedTuple):
    """A pair of brackets: text[start] opens, text[end - 1] closes."""

    start: int
    end: int


def brackets(
    chars: str, *, opening: str = "（(〔[［【〈", closing: str = "）)〕]］】〉", longest: int = 800
) -> list[Bracket]:
    """The outermost pairs, in order; one that is never closed, or is longer than `longest`, is none."""
    found: list[Bracket] = []
    open_at: list[int] = []
    for i, character in enumerate(chars):
        if character in opening:
            open_at.append(i)
        elif character in closing and open_at:
            start = open_at.pop()
            if i - start <= longest:
                while found and found[-1].start > start:
                    found.pop()
                found.append(Bracket(start, i + 1))
        elif character == "\n" and open_at and i - open_at[0] > longest:
            open_at.clear()
    return found
