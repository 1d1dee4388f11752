"""Reading what was drawn."""

import re


def words(html: str) -> str:
    """The text of a piece of HTML, blanks joined."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()
