"""What the pages of checklists, programmes and rounds show, put together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agencies.access import in_scope
from agencies.filters import regions_named
from inspections.enums import ReportState
from inspections.models import Checklist, ChecklistItem, Round, SelfInspection
from inspections.services.checklists import ITEM
from inspections.workflow import HANDED_IN
from institutions.filters import InstitutionFilters
from institutions.models import Institution

DONE = sorted(HANDED_IN | {ReportState.COVERED})
BOUNDS = {"min": "≥ ", "after": "≥ ", "max": "≤ ", "before": "≤ "}  # what the names of a filter with two ends end in


@dataclass(frozen=True)
class Difference:
    """What became of an item since the version before. facts: (label, then, now) of those that changed."""

    item: ChecklistItem
    words: str
    facts: list[tuple[str, str, str]]


def by_heading(items: Iterable[ChecklistItem]) -> list[tuple[str, list[ChecklistItem]]]:
    """The items in their order, in groups of one heading that stand together."""
    return [(heading, list(group)) for heading, group in groupby(items, key=lambda item: item.heading)]


def asked_of(items: Iterable[ChecklistItem], traits: Iterable[str], *, on: date) -> list[ChecklistItem]:
    """What an institution with these traits would be asked on a day."""
    chosen = list(traits)
    return [item for item in items if item.applies_to(chosen) and item.is_active(on)]


def differences(row: Checklist, items: Iterable[ChecklistItem]) -> list[Difference]:
    """What differs from the version that it follows, in the order of the items; what was left out last."""
    before = {item.code: item for item in row.follows.items.all()} if row.follows else {}
    if not before:
        return []
    found = []
    for item in items:
        earlier = before.pop(item.code, None)
        if earlier is None:
            found.append(Difference(item, pgettext("item", "added"), []))
        elif facts := list(_changed(earlier, item)):
            found.append(Difference(item, pgettext("item", "changed"), facts))
    return found + [Difference(item, pgettext("item", "left out"), []) for item in before.values()]


def _changed(earlier: ChecklistItem, item: ChecklistItem) -> Iterator[tuple[str, str, str]]:
    for name in ITEM:
        if getattr(earlier, name) != getattr(item, name):
            label: Any = ChecklistItem._meta.get_field(name)
            yield str(label.verbose_name), _words(earlier, name), _words(item, name)


def _words(item: ChecklistItem, name: str) -> str:
    value = getattr(item, name)
    if name == "applies":
        return item.applies_words
    if isinstance(value, bool):
        return pgettext("needed", "yes") if value else pgettext("needed", "no")
    shown = getattr(item, f"get_{name}_display", None)
    return str(shown() if shown else "" if value is None else value)


def counted(rounds: QuerySet[Round], *, by) -> QuerySet[Round]:
    """Rounds with how many reports were opened of them in the territory (`opened`), and are done (`done`)."""
    seen = in_scope(by, "inspections.selfinspection", path="reports__region_path")
    owed = seen & ~Q(reports__state=ReportState.CANCELLED)
    return rounds.annotate(
        opened=Count("reports", filter=owed), done=Count("reports", filter=owed & Q(reports__state__in=DONE))
    )


def states_of(row: Round, *, by) -> list[tuple[str, int]]:
    """(state, how many reports of the round in the territory), in the order of the states."""
    seen = SelfInspection.objects.visible_to(by).filter(round=row).values_list("state")
    counts = dict(seen.annotate(count=Count("pk")).order_by())
    return [(str(state.label), counts[state]) for state in ReportState if state in counts]


def filters_in(query: QueryDict) -> dict[str, Any]:
    """The filters of the register that an address names, as `Round.audience` keeps them; what means nothing is left
    out."""
    form = InstitutionFilters(query, queryset=Institution.objects.none()).form
    form.is_valid()
    found = {}
    for name, field in form.fields.items():
        if name in form.errors:
            continue
        many = getattr(field.widget, "allow_multiple_selected", False)
        for key in [f"{name}_{end}" for end in getattr(field.widget, "suffixes", ())] or [name]:
            if value := (query.getlist(key) if many else query.get(key, "").strip()):
                found[key] = [one for one in value if one] if many else value
    return {key: value for key, value in found.items() if value}


def in_words(audience: dict[str, Any]) -> list[tuple[str, str]]:
    """(condition, value) for what narrows an audience; nothing where all institutions are meant."""
    said = [_condition(key, value) for key, value in (audience.get("filters") or {}).items()]
    if "only" in audience:
        count = len(audience["only"])
        words = ngettext("%(count)d institution", "%(count)d institutions", count)
        said.append((_("By a list"), words % {"count": count}))
    return said


def _condition(key: str, value: Any) -> tuple[str, str]:
    known = InstitutionFilters.base_filters
    name, bound = (key, "") if key in known else (key.rpartition("_")[0], BOUNDS[key.rpartition("_")[2]])
    if name == "region":
        return _("Territory"), next((row.name for row in regions_named(value)), value)
    choices = dict(known[name].extra.get("choices", ()))
    words = [str(choices.get(one, one)) for one in (value if isinstance(value, list) else [value])]
    return str(known[name].label), bound + pgettext("list", ", ").join(words)
