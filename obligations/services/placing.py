"""Where in the bearer's house a duty lies."""

from datetime import datetime

from django.db.models import F, QuerySet

from agencies.models import Section
from obligations.enums import OWED
from obligations.models import Obligation


def place_duties(duties: QuerySet[Obligation], section: Section | None, *, at: datetime) -> int:
    """What is still owed of these duties lies with that section of the bearer from now on, for which it is new; returns
    how many moved.

    The caller has asked whether that may be done; the trail keeps who did it.
    """
    moved = duties.filter(state__in=OWED).exclude(section=section)
    return moved.update(section=section, placed_at=at, version=F("version") + 1)
