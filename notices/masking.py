"""Addresses as others may see them (rules 11.3)."""

import re

MAIL = re.compile(r"[^\s@<>'\"(]+@[\w.-]+")
MOBILE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


def masked(text: str) -> str:
    """The text with every mail address in it as z***@example.cn, every mobile number as 138****1234."""
    text = MAIL.sub(lambda found: f"{found[0][0]}***@{found[0].partition('@')[2]}", text)
    return MOBILE.sub(r"\1****\2", text)
