"""What happens to plans that are read from documents, one function each."""

from tasks.services.accepting import accept_draft
from tasks.services.documents import take_document
from tasks.services.drafts import discard_draft, keep_draft, settle_open, take_decision, undo_decision

__all__ = [
    "accept_draft",
    "discard_draft",
    "keep_draft",
    "settle_open",
    "take_decision",
    "take_document",
    "undo_decision",
]
