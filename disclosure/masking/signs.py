"""Text as the searches read it: one sign for one, so that a place in it is a place in the original."""

import unicodedata
from functools import lru_cache


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
