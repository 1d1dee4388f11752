"""When an agency ends: what it is about to publish, and what is public in its name, passes to its successor."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.services import hand_over
from disclosure.enums import OVER, UNFINISHED
from disclosure.models import Publication

KIND = "disclosure.publication"


def open_publications(agency: Agency):
    return Publication.objects.filter(agency=agency).exclude(state__in=OVER).order_by("pk")


def titles(agency: Agency) -> list[str]:
    """What is under way, as a person would name it, and how many are public."""
    rows = open_publications(agency)
    under_way = [f"{row.label}: {row.title} · {row.get_state_display()}" for row in rows.filter(state__in=UNFINISHED)]
    if count := rows.exclude(state__in=UNFINISHED).count():
        words = ngettext("%(count)d publication that is public", "%(count)d publications that are public", count)
        under_way.append(words % {"count": count})
    return under_way


def pass_publications(giver: Agency, taker: Agency, *, by, at: datetime) -> list[int]:
    """Give them to the successor; returns their keys. What is over stays with the agency that published it."""
    keys = list(open_publications(giver).select_for_update().values_list("pk", flat=True))
    Publication.objects.filter(pk__in=keys).update(
        agency=taker, region_path=taker.region_path, version=F("version") + 1
    )
    return keys


def register() -> None:
    hand_over.moves(KIND, label=_("Publications"), open_duties=titles, move=pass_publications)
