"""What happens to plans, one function each."""

from tasks.services.import_plan import accept_draft, discard_draft, keep_draft

__all__ = ["accept_draft", "discard_draft", "keep_draft"]
