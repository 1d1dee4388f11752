"""What shows that a text, and what was promised with it, is as it was."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID


def text_digest(*, title: str, text: str) -> str:
    return _digest(title, text)


def promise_digest(*, text: str, party: UUID, to: UUID, year: int, name: str, at: datetime, scan: str = "") -> str:
    """text: the digest of the text.  party, to: public ids.  scan: the SHA-256 of the paper, where it was signed."""
    return _digest(text, str(party), str(to), year, name, at.astimezone(UTC).isoformat(timespec="microseconds"), scan)


def _digest(*facts: str | int) -> str:
    """SHA-256 of the facts as a JSON list: no two lists of facts are written alike."""
    return sha256(json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
