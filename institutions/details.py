"""What pages show beside the rows: old and new of a change request, stickers of equipment, papers, verifications."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from institutions.enums import VerificationState
from institutions.facts import kept
from institutions.forms.changes import LABELS, DecideChangeForm
from institutions.kinds import AGAIN, APPLY, MAKE_UP
from institutions.lists import last_passed
from institutions.models import ChangeRequest, Equipment, Institution, Verification
from institutions.services.verifying import is_late
from institutions.workflow import VERIFICATION
from kernel.drawing import qr_code
from obligations.deadlines import soon_days
from obligations.lights import Light, light
from obligations.models import Obligation

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
    if verified := last_passed(institution):
        found.append((_("Licence verification"), verified.verified_to))
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


@dataclass(frozen=True)
class VerificationLine:
    """A verification in a list, with what is owed for it first, by the institution or the commission."""

    row: Verification
    duty: Obligation | None
    light: Light | None


def verification_lines(rows: Collection[Verification], *, by, at: datetime) -> list[VerificationLine]:
    """Of one page, in its order; one query for the duties, one for what soon means there."""
    soon = soon_days(by.region_path, on=timezone.localdate(at))
    owed = Obligation.objects.about_any(rows).owed().order_by("-due_on", "-pk")
    first = {duty.subject_id: duty for duty in owed}
    return [
        VerificationLine(row, duty := first.get(row.pk), light(duty, at=at, soon=soon) if duty else None)
        for row in rows
    ]


def verbs_open(row: Verification, *, by, at: datetime) -> set[str]:
    """The steps that the acting person may take now; an order, a revocation, and the end of a
    suspension from which nobody applies, only once their clocks have run out."""
    verbs = {step.name for step in VERIFICATION.open_to(by, row)}
    if "order" in verbs and not is_late(row, APPLY, at=at):
        verbs.discard("order")
    if "revoke" in verbs and not (is_late(row, MAKE_UP.key, at=at) and row.due_on < timezone.localdate(at)):
        verbs.discard("revoke")
    if row.state == VerificationState.SUSPENDED and "cancel" in verbs and not is_late(row, AGAIN.key, at=at):
        verbs.discard("cancel")
    return verbs
