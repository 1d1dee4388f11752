"""The search of the top bar: words looked for in every list that one may read, by the filters of those lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.filters import AgencyFilters
from agencies.models import Agency
from obligations.filters import OrderFilters
from obligations.models import SupervisionOrder
from tasks.filters import PlanFilters, TaskFilters
from tasks.models import Plan, Task

MOST = 10  # of each list; its own page shows the rest
LEAST, LONGEST = 2, 100  # characters


@dataclass(frozen=True)
class Searched:
    """A list that is searched. about: what stands beneath a row.  page: the list's own page, which takes `q`."""

    label: Any
    perm: str
    model: Any
    filters: Any
    related: tuple[str, ...]
    order: tuple[str, ...]
    about: Callable[[Any], str]
    page: str = ""
    name: Callable[[Any], str] = str


SEARCHED = (
    Searched(
        pgettext_lazy("menu", "Task list"), "tasks.view_task", Task, TaskFilters, ("plan",),
        ("region_path", "plan", "position", "pk"), lambda row: row.plan.title, "tasks:tasks",
    ),
    Searched(
        pgettext_lazy("menu", "Agencies"), "agencies.view_agency", Agency, AgencyFilters, ("party__region",),
        ("party__region_path", "position", "pk"), lambda row: str(row.party.region), "agencies:agencies",
        lambda row: row.party.name,
    ),
    Searched(
        _("Plans"), "tasks.view_plan", Plan, PlanFilters, ("region",), ("region_path", "-pk"),
        lambda row: row.document_number or str(row.region),
    ),
    Searched(
        pgettext_lazy("menu", "Supervision orders"), "obligations.view_supervisionorder", SupervisionOrder,
        OrderFilters, ("bearer",), ("-pk",), lambda row: f"{row.number} {row.bearer.name}",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """rows: (name, address, what stands beneath).  more: the address of the rest, if there is any."""

    label: Any
    rows: list[tuple[str, str, str]]
    more: str = ""


def search(words: str, *, by) -> list[Group]:
    """What the words are found in, by list; nothing for fewer than two characters. A query or two for each list."""
    words = words.strip()[:LONGEST]
    if len(words) < LEAST:
        return []
    groups = [_search(list_, words, by=by) for list_ in SEARCHED if by.has_perm(list_.perm)]
    return [group for group in groups if group.rows]


def _search(list_: Searched, words: str, *, by) -> Group:
    found: dict[Any, Any] = {}
    rows = list_.model.objects
    scopes = [rows.visible_to(by), *([rows.shared_with(by)] if hasattr(rows.none(), "shared_with") else [])]
    for scope in scopes:
        filtered = list_.filters({"q": words}, queryset=scope.select_related(*list_.related).order_by(*list_.order))
        for row in filtered.qs[: MOST + 1]:
            found.setdefault(row.pk, row)
    shown = [(list_.name(row), row.get_absolute_url(), list_.about(row)) for row in list(found.values())[:MOST]]
    more = f"{reverse(list_.page)}?{urlencode({'q': words})}" if list_.page and len(found) > MOST else ""
    return Group(list_.label, shown, more)
