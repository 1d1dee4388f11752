"""docs/rules.md and the code say the same of limits and of the ladder."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from obligations.kinds import Kind, kinds
from obligations.models import ReminderRule

RULES = settings.BASE_DIR / "docs" / "rules.md"


def table(title: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    text = RULES.read_text(encoding="utf-8")
    section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL).group(1)
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def extension(kind: Kind) -> str:
    return {None: "as decided", 0: "–"}.get(kind.extension, f"{kind.extension}, once")


def limit(kind: Kind) -> str:
    """In words: "7 working days", "3 to 12 months", "30 calendar days before", "1 times a quarter"."""
    amount = f"{kind.at_least} to {kind.amount}" if kind.at_least else str(abs(kind.amount))
    return f"{amount} {kind.unit.label}{' before' if kind.amount < 0 else ''}"


def test_every_limit_stands_in_the_rules_with_its_source():
    with translation.override("en"):
        ours = [
            [f"`{kind.key}`", str(kind.label), limit(kind), str(kind.begins), extension(kind), kind.source]
            for kind in kinds()
        ]

    assert table("Limits of duties") == ours


@pytest.mark.django_db
def test_every_step_of_the_ladder_stands_in_the_rules():
    with translation.override("en"):
        rows = ReminderRule.objects.filter(kind="", region=None).order_by("unit", "offset")
        ours = [[row.get_stage_display(), f"{row.offset:+d} {row.get_unit_display()}"] for row in rows]

    assert [row[:2] for row in table("The ladder")] == ours
