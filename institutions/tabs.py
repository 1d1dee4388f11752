"""The pages of an institution. They lie in several apps; each says in `ready()` which it adds."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Tab:
    """page: a named address that takes the `public_id`.  perm: what opens it.  rank: its place in the row."""

    key: str
    label: Any
    page: str
    perm: str
    rank: int


_TABS: dict[str, Tab] = {}


def add_tab(tab: Tab) -> None:
    if tab.key in _TABS:
        raise ValueError(f"the tab {tab.key} is there already")
    _TABS[tab.key] = tab


def tabs_of(public_id, *, by) -> list[dict[str, Any]]:
    """Those that the acting unit may open, in their order: [{key, label, url}]."""
    tabs = sorted((tab for tab in _TABS.values() if by.has_perm(tab.perm)), key=lambda tab: tab.rank)
    return [{"key": tab.key, "label": tab.label, "url": reverse(tab.page, args=[public_id])} for tab in tabs]


for _tab in (
    Tab("overview", _("Overview"), "institutions:institution", "institutions.view_institution", 0),
    Tab("licence", _("Licence"), "institutions:licence", "institutions.view_institution", 10),
    Tab(
        "publications",
        pgettext_lazy("institution", "Publications"),
        "institutions:publications",
        "institutions.view_institution",
        60,
    ),
    Tab("events", _("Events"), "events:timeline", "events.view_event", 70),
    Tab("history", pgettext_lazy("record", "History"), "institutions:history", "institutions.view_institution", 90),
):
    add_tab(_tab)
