"""What pages show beside the rows: old and new of a change request, stickers of equipment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from institutions.facts import kept
from institutions.forms.changes import LABELS, DecideChangeForm
from institutions.models import ChangeRequest, Equipment, Institution
from kernel.drawing import qr_code
from obligations.lights import Light

PAPER_SOON = timedelta(days=90)  # ours: time enough to apply for the next one


@dataclass(frozen=True)
class Line:
    """A proposed fact in words. now: what the register says, or said when it was decided; fields: to decide it by."""

    fact: str
    label: Any
    before: str
    now: str
    proposed: str
    decision: dict | None
    fields: tuple = ()

    @property
    def has_moved(self) -> bool:
        """Whether the register has come to say something else since the proposal."""
        return self.before != self.now


def lines_of(row: ChangeRequest, form: DecideChangeForm | None = None) -> list[Line]:
    """form: to decide by, for whoever may. Needs institution selected."""
    lines = []
    for fact, said in row.facts.items():
        decision = row.decisions.get(fact)
        now = decision["found"] if decision else kept(getattr(row.institution, fact))
        before, now, proposed = (words_of(fact, value) for value in (said["before"], now, said["proposed"]))
        fields = form.asked(fact) if form else ()
        lines.append(Line(fact, LABELS[fact], before, now, proposed, decision, fields))
    return lines


def words_of(fact: str, value: Any) -> str:
    """A kept value as people read it."""
    if isinstance(value, list):
        return "、".join(value) or "—"
    choices: Any = getattr(Institution._meta.get_field(fact), "flatchoices", ())
    shown = dict(choices).get(value, value)
    return "—" if shown in (None, "") else str(shown)


@dataclass(frozen=True)
class Sticker:
    """What is put on a machine. code: as a picture."""

    equipment: Equipment
    code: SafeString


def stickers(institution: Institution, *, address: Callable[[str], str]) -> list[Sticker]:
    """Of the equipment in use. address: makes an absolute address of a path."""
    rows = institution.equipment.filter(is_in_use=True).order_by("room", "name", "pk")
    return [Sticker(row, qr_code(address(row.get_public_url()), label=row.name)) for row in rows]


@dataclass(frozen=True)
class Paper:
    """A licence or a permit with its last day, and what that means on the day that was asked about."""

    label: str
    until: date
    light: Light


def papers_of(institution: Institution, *, on: date) -> list[Paper]:
    """Whose last day is recorded, what ends first first."""
    found = [(institution.get_licence_type_display(), institution.licence_to)]
    found += [(str(permit), permit.valid_to) for permit in institution.permits.all()]
    machines = institution.equipment.filter(is_in_use=True)
    found += [(f"{machine} {machine.permit_number}".strip(), machine.permit_to) for machine in machines]
    papers = sorted((until, label) for label, until in found if until)
    return [Paper(label, until, holds(until, on)) for until, label in papers]


def holds(until: date, on: date) -> Light:
    """Whether what ends on a day holds on another."""
    if until < on:
        return Light("over", pgettext("permit", "has ended"))
    return (
        Light("soon", pgettext("permit", "ends soon"))
        if until <= on + PAPER_SOON
        else Light("ok", pgettext("permit", "holds"))
    )
