"""What was decided about a draft, in words, for its page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency, Membership
from tasks.deciding.work import Work
from tasks.importer import Doubt
from tasks.models import DraftDecision, PlanDraft
from tasks.services.drafts import UNDO

WORDS = {
    "settle": pgettext_lazy("decision", "confirmed as it was read"),
    "settle_sort": pgettext_lazy("decision", "all of one sort confirmed as they were read"),
    "map_name": pgettext_lazy("decision", "said whom a name means"),
    "unify_names": pgettext_lazy("decision", "two names made one"),
    "confirm_members": pgettext_lazy("decision", "members chosen"),
    "set_role": pgettext_lazy("decision", "other role"),
    "add_part": pgettext_lazy("decision", "department added"),
    "remove_part": pgettext_lazy("decision", "department taken out"),
    "lead_instead": pgettext_lazy("decision", "lead as the text says"),
    "edit_task": pgettext_lazy("decision", "task worded anew"),
    "split_task": pgettext_lazy("decision", "task split"),
    "join_task": pgettext_lazy("decision", "task joined to the one before it"),
    "place_task": pgettext_lazy("decision", "task moved"),
    "add_task": pgettext_lazy("decision", "task added"),
    "drop_task": pgettext_lazy("decision", "task left out"),
    "drop_goal": pgettext_lazy("decision", "goal left out"),
    "edit_document": pgettext_lazy("decision", "title and number of the document"),
    "continue_task": pgettext_lazy("decision", "said which task goes on"),
    UNDO: pgettext_lazy("decision", "taken back"),
}
MOST = 3  # doubts that are named


@dataclass(frozen=True)
class Decided:
    """number: its place; undone: that of the step which took it back, 0 while it stands."""

    number: int
    what: str
    about: list[str]
    at: datetime
    by: Membership | None
    undone: int


def decided_of(draft: PlanDraft) -> list[Decided]:
    """Every decision, the newest first. Two queries."""
    rows = list(draft.decisions.select_related("by__party", "by__user").order_by("-number"))
    undone = {row.facts["number"]: row.number for row in rows if row.verb == UNDO}
    keys = {key for row in rows for key in [row.facts.get("agency"), *row.facts.get("agencies", ())] if key}
    agencies = dict(Agency.objects.filter(pk__in=keys).values_list("pk", "party__name"))
    work = draft.decided
    return [
        Decided(
            row.number, str(WORDS[row.verb]), _about(row, work, agencies), row.at, row.by, undone.get(row.number, 0)
        )
        for row in rows
    ]  # fmt: skip


def _about(row: DraftDecision, work: Work, agencies: dict[int, str]) -> list[str]:
    """The task, the names, the agencies, the doubts of which a decision speaks."""
    facts: dict[str, Any] = row.facts
    titles = {task["key"]: f"{task['number']} {task['title']}" for task in work.tasks}
    title = facts.get("title") or titles.get(facts.get("task", 0), "")
    names = [f"“{facts[key]}”" for key in ("name", "other") if facts.get(key)]
    meant = [agencies[key] for key in [facts.get("agency"), *facts.get("agencies", ())] if key in agencies]
    said = [text for text in (title, " ".join(names), "、".join(meant)) if text]
    doubts = [doubt for doubt in work.doubts if doubt["key"] in facts.get("doubts", ())]
    said += [Doubt(one["code"], one["line"], one["number"], one["facts"]).message for one in doubts[:MOST]]
    if len(doubts) > MOST:
        said.append(f"… {len(doubts)}")
    if row.verb == UNDO:
        said.append(_("Step %(number)d") % {"number": facts["number"]})
    return said
