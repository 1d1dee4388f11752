"""A report is checked, signed by who filled it in, signed and handed in by the principal."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.checks import Line, Problem, problems
from inspections.deadlines import QUARTERS, quarter_of
from inspections.digests import report_digest
from inspections.enums import ReportState, ReportVerb, SelfInspectionKind
from inspections.models import Answer, AnswerChange, ChecklistItem, Evidence, SelfInspection
from inspections.services.answering import rivals_in
from inspections.services.reports import duty_of, locked_now, note_step
from inspections.workflow import REPORT
from kernel.access import require
from kernel.errors import Refused
from kernel.workflow import move, take
from obligations.enums import DutyState
from obligations.services import meet_duty, submit_duty

SAID = ("verdict", "explanation", "found_on", "person")


class Incomplete(Refused):
    """The report cannot be handed in yet; `problems` says why, item by item."""

    status = 422

    def __init__(self, found: list[Problem]):
        super().__init__(_("The report is not complete: %(count)d points are open.") % {"count": len(found)})
        self.problems = found


def items_of(report: SelfInspection) -> list[ChecklistItem]:
    """What is asked of this institution, in the order of the checklist. Needs the round selected."""
    items = ChecklistItem.objects.filter(checklist=report.round.checklist_id).active_on(report.round.opens_on)
    return [item for item in items if item.applies_to(report.traits)]


@dataclass(frozen=True)
class Filled:
    """All that is said in a report, each by the key of its item; what the report before said by the item's code."""

    lines: list[Line]
    answers: dict[int, Answer]
    files: dict[int, list[Evidence]]
    rivals: dict[int, list[AnswerChange]]
    earlier: dict[str, Answer]


def filled_in(report: SelfInspection) -> Filled:
    """Five queries, however many items there are. Needs the round selected."""
    answers = {row.item_id: row for row in report.answers.select_related("by__user")}
    files: dict[int, list[Evidence]] = {}
    for row in report.evidence.filter(removed_at=None).select_related("file").order_by("at", "pk"):
        files.setdefault(row.item_id, []).append(row)
    rivals = rivals_in(report)
    earlier = {row.item.code: row for row in answers_before(report)}
    lines = []
    for item in items_of(report):
        answer, before = answers.get(item.pk), earlier.get(item.code)
        said = {name: getattr(answer, name) for name in SAID} if answer else {}
        said |= {"files": len(files.get(item.pk, [])), "rivals": len(rivals.get(item.pk, []))}
        lines.append(Line(item, earlier=before.verdict if before else "", **said))
    return Filled(lines, answers, files, rivals, earlier)


def answers_before(report: SelfInspection) -> QuerySet[Answer]:
    """What the institution's last report of the kind and checklist said that was handed in before this was opened."""
    handed_in = SelfInspection.objects.handed_in().filter(
        institution=report.institution_id, kind=report.kind, round__checklist__title=report.round.checklist.title
    )
    before = handed_in.filter(opened_at__lt=report.opened_at).order_by("-opened_at").values("pk")[:1]
    return Answer.objects.filter(report=Subquery(before)).select_related("item")


def check_report(report: SelfInspection) -> list[Problem]:
    """What is open before it can be handed in; errors and warnings."""
    return problems(filled_in(report).lines)


@transaction.atomic
def sign_as_filled(report: SelfInspection, *, by, at: datetime) -> SelfInspection:
    """Who has filled it in signs that it is complete; the principal can hand it in then.

    Raises PermissionDenied, Incomplete, and Refused unless it is open.
    """
    require(by, "inspections.answer_selfinspection", report)
    report = locked_now(report)
    if report.state not in {ReportState.IN_PROGRESS, ReportState.RETURNED}:
        raise Refused(_("The report is “%(state)s”.") % {"state": report.get_state_display()})
    _complete(report)
    report.filled_by_id, report.filled_name, report.filled_at = by.pk, by.user.name, at
    report.version += 1
    report.save()
    note_step(report, ReportVerb.FILL, by=by, at=at)
    return report


@transaction.atomic
def submit_report(report: SelfInspection, *, name: str, by, at: datetime) -> SelfInspection:
    """The principal signs with his name and hands it in: number, time and digest are its receipt.

    The duty is handed in with it. A full one of the fourth quarter covers the daily one where the programme says so.
    Raises PermissionDenied, Stale, Incomplete, and Refused for another name, or before it is signed as filled in.
    """
    report = SelfInspection.objects.locked(report)
    move(report, REPORT["submit"], by=by)
    if report.filled_at is None:
        raise Refused(_("First who has filled it in signs that it is complete."))
    if name.strip() not in {by.user.name, report.institution.principal} - {""}:
        raise Refused(_("This is not the name of the principal. Type the full name as it is recorded."))
    _complete(report)
    report.submitted_by_id, report.submitted_name, report.submitted_at = by.pk, name.strip(), at
    report.number = report.number or f"ZC-{report.period}-{report.pk:08d}"
    duty = duty_of(report)
    if duty and duty.state != DutyState.SUBMITTED:
        duty = submit_duty(duty, at=at, by=by)
    report.is_late = bool(duty and duty.was_late)
    report.digest = digest_of(report)
    report.save()
    note_step(report, ReportVerb.SUBMIT, by=by, at=at, note=report.digest)
    _cover(report, by=by, at=at)
    return report


def _complete(report: SelfInspection) -> None:
    if errors := [one for one in check_report(report) if one.is_error]:
        raise Incomplete(errors)


def digest_of(report: SelfInspection) -> str:
    """Over everything that was handed in."""
    facts = {
        "institution": report.institution.party.public_id, "kind": report.kind, "period": report.period,
        "number": report.number, "filled": [report.filled_name, report.filled_at],
        "submitted": [report.submitted_name, report.submitted_at],
    }  # fmt: skip
    files: dict[int, list[str]] = {}
    for item, digest in report.evidence.filter(removed_at=None).order_by("pk").values_list("item_id", "file__sha256"):
        files.setdefault(item, []).append(digest)
    answers = report.answers.select_related("item").order_by("item__position")
    told = [
        [row.item.code, row.item.text, row.verdict, row.explanation, row.found_on, row.person, files.get(row.item_id)]
        for row in answers
    ]
    return report_digest(facts, told)


def _cover(report: SelfInspection, *, by, at: datetime) -> None:
    """The full one that is handed in within the fourth quarter is the daily one of that quarter too, where the
    programme says so."""
    programme, day = report.round.programme, timezone.localdate(at)
    if report.kind != SelfInspectionKind.FULL or programme is None or not programme.full_covers:
        return
    if quarter_of(day) != QUARTERS[-1] or str(day.year) != report.period:
        return
    rows = SelfInspection.objects.select_for_update(of=("self",)).filter(
        institution=report.institution_id, kind=SelfInspectionKind.DAILY, period=f"{day.year}Q4",
        state__in=REPORT["cover"].sources,
    )  # fmt: skip
    for row in rows:
        take(row, REPORT["cover"])
        row.covered_by, row.version = report, row.version + 1
        row.save()
        note_step(row, ReportVerb.COVER, by=by, at=at, note=report.number)
        if duty := duty_of(row):
            row.is_late = meet_duty(duty, at=at, by=by).was_late
            row.save()
