"""What shows that a report is as it was handed in."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any


def report_digest(facts: dict[str, Any], answers: list[list[Any]]) -> str:
    """facts: of the report and who signed it; answers: one list of plain values each, in the order of the items."""
    told = json.dumps([facts, answers], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(told.encode()).hexdigest()


def drawn(keys: Iterable[int], *, seed: str, count: int) -> list[int]:
    """`count` of these keys by chance: those whose digest together with the seed comes first; the same every time."""
    return sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).digest())[:count]
