"""Personal numbers as they are shown inside: the first six signs and the last two (rules 11.3)."""

FIRST, LAST = 6, 2


def masked(number: str) -> str:
    """Of a number too short to hide enough in, nothing is shown."""
    hidden = len(number) - FIRST - LAST
    if hidden < LAST:
        return "*" * len(number)
    return number[:FIRST] + "*" * hidden + number[-LAST:]
