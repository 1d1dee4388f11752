"""What a bulletin shows, part by part: a heading, a text, perhaps a table."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.definitions import COLUMNS, MEASURES, RATE
from reports.enums import Section
from reports.models import Bulletin

NUMBERS = ["一", "二", "三", "四", "五", "六"]  # GB/T 9704 numbers headings so


@dataclass(frozen=True)
class Part:
    """more: a sentence on what the table leaves out."""

    section: str
    title: str
    paragraphs: list[str]
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    more: str = ""


def parts_of(bulletin: Bulletin) -> list[Part]:
    tables = {
        Section.RANKING: _ranking, Section.OVERDUE: _overdue, Section.DONE: _done, Section.DIFFICULT: _difficult,
    }  # fmt: skip
    found = []
    for number, section in zip(NUMBERS, Section, strict=True):
        paragraphs = [line.strip() for line in bulletin.words[section].splitlines() if line.strip()]
        header, rows, total = tables[section](bulletin.figures) if section in tables else ([], [], 0)
        words = _("%(shown)d of %(total)d are listed.") % {"shown": len(rows), "total": total}
        title = _("%(number)s. %(title)s") % {"number": number, "title": Section(section).label}
        more = words if len(rows) < total else ""
        if section == Section.DONE and not rows:
            more = _("No leading agency has handed in a report of this period.")
        found.append(Part(section, title, paragraphs, header, rows, more))
    return found


Drawn = tuple[list[str], list[list[str]], int]


def _ranking(figures: dict[str, Any]) -> Drawn:
    header = [_("Rank"), _("Agency"), *(str(MEASURES[key].label) for key in COLUMNS), str(RATE.label)]
    rows = [
        [_or_dash(row["rank"]), row["name"], *(str(row[key]) for key in COLUMNS), _rate(row["rate"])]
        for row in figures["agencies"]
    ]
    return header, rows, len(rows)


def _overdue(figures: dict[str, Any]) -> Drawn:
    header = [_("Agency"), _("Task"), pgettext("day", "Due"), _("Days overdue")]
    rows = [[row["agency"], row["task"], row["due_on"], str(row["days"])] for row in figures["overdue"]]
    return (header, rows, figures["total"]["overdue"]) if rows else ([], [], 0)


def _done(figures: dict[str, Any]) -> Drawn:
    header = [_("Task"), _("Leading agency"), _("What it reports")]
    rows = [[row["task"], row["agency"], row["text"]] for row in figures["done"]]
    return (header, rows, figures["done_count"]) if rows else ([], [], 0)


def _difficult(figures: dict[str, Any]) -> Drawn:
    header = [_("Agency"), _("Task"), _("To be coordinated"), _("By whom")]
    rows = [[row["agency"], row["task"], row["needs"], _or_dash(row["needs_from"])] for row in figures["difficult"]]
    return (header, rows, figures["total"]["difficult"]) if rows else ([], [], 0)


def _or_dash(value) -> str:
    return str(value) if value else "–"


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate}%"
