"""What happens to publications, one function each, and what the public reads of them."""

from disclosure.services.checking import pass_privacy_check, pass_secrecy_check, return_to_draft, submit_draft
from disclosure.services.drafting import change_draft, discard_draft, draft_publication
from disclosure.services.publishing import ask_withdrawal, expire, publish, withdraw

__all__ = [
    "ask_withdrawal",
    "change_draft",
    "discard_draft",
    "draft_publication",
    "expire",
    "pass_privacy_check",
    "pass_secrecy_check",
    "publish",
    "return_to_draft",
    "submit_draft",
    "withdraw",
]
