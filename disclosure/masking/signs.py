"""Text as the searches read it: one sign for one, so that a place in it is a place in the original."""

import unicodedata
from functools import lru_cache

DASHES = r"\-\u2010-\u2015\u2212"  # inside a class of signs
GAP = rf"[\s(){DASHES}.·_\u00ad\u200b-\u200d\u2060\ufeff]{{0,3}}"  # what parts the figures of one number
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"  # letters and signs that show nothing


def folded(text: str) -> str:
    """The same length; full-width figures, letters and signs are plain ones, figures of other scripts are 0 to 9."""
    return "".join(map(_fold, text))


@lru_cache(maxsize=10_000)
def _fold(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and kind not in {"No", "Nl"} else sign  # ① before a number is no part of it


@lru_cache(maxsize=10_000)
def is_seen(sign: str) -> bool:
    """Whether it takes a place of its own on the page: no soft hyphen, joiner, control sign or combining mark."""
    kind = unicodedata.category(sign)
    return kind not in {"Cf", "Mn", "Me"} and sign not in _BLANK and (kind != "Cc" or sign.isspace())
