"""For which year one commits himself, and by which text."""

from datetime import date

from commitments.models import CommitmentTemplate

FIRST_YEAR = 2000  # of what is entered from paper


def years_until(day: date) -> range:
    """The years of which a commitment can be kept on that day."""
    return range(FIRST_YEAR, day.year + 1)


def text_for(kind: str, region_path: str, *, on: date) -> CommitmentTemplate | None:
    """The text by which one commits himself at a place on a day."""
    return CommitmentTemplate.objects.holding_at(kind, region_path, on=on).last()
