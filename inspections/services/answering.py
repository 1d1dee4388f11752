"""Answers of a self-inspection: shared by all who fill it in, sent from any device, in any order, more than once."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.enums import Outcome, ReportState
from inspections.models import Answer, AnswerChange, ChecklistItem, Evidence, SelfInspection
from inspections.services.reports import locked_now
from inspections.sources import EVIDENCE
from inspections.workflow import REPORT
from kernel import files
from kernel.access import require
from kernel.errors import Refused, Stale, WrongDay
from kernel.workflow import move

MOST_FILES = 9  # with one answer


class Kept(NamedTuple):
    """What became of a change. version: of the answer, as far as the device knows it.  is_rival: another answer counts,
    and this one stands beside it."""

    answer: Answer
    version: int
    is_rival: bool


@dataclass(frozen=True)
class Said:
    """What is said to an item; without a verdict the answer is taken back."""

    verdict: str = ""
    explanation: str = ""
    found_on: date | None = None
    person: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"found_on": self.found_on and self.found_on.isoformat()}


@transaction.atomic
def save_answer(
    report: SelfInspection, item: ChecklistItem, said: Said, *, key: UUID, base: int, by, at: datetime,
    device_at: datetime | None = None,
) -> Kept:  # fmt: skip
    """Save what is said to an item.

    key: of this change, made on the device: what comes again changes nothing, and is told what came of it then.
    base: the version of the answer that was seen there, 0 for none; where another has answered meanwhile, both stay
    side by side until somebody settles it.
    Raises PermissionDenied, WrongDay for a day to come, and Refused for an item of another checklist, for a key of
    something else, and once the report is handed in.
    """
    require(by, "inspections.answer_selfinspection", report)
    report = _answerable(report, item, by=by)
    if said.found_on and said.found_on > timezone.localdate(at):
        raise WrongDay(_("%(code)s: this day lies in the future.") % {"code": item.code})
    answer = Answer.objects.filter(report=report, item=item).first() or Answer(report=report, item=item, version=0)
    if known := AnswerChange.objects.filter(key=key).first():
        if (known.report_id, known.item_id, said_in(known)) != (report.pk, item.pk, said):
            raise Refused(_("This key belongs to another answer."))
        return Kept(answer, min(answer.version, known.base + 1), known.outcome == Outcome.RIVAL)
    is_rival = base < answer.version and said != said_by(answer)
    AnswerChange.objects.create(
        key=key, report=report, item=item, base=base, facts=said.as_json(), by_id=by.pk, at=at, device_at=device_at,
        outcome=Outcome.RIVAL if is_rival else Outcome.APPLIED,
    )  # fmt: skip
    if not is_rival:
        _say(answer, said, by=by, at=at)
    _unsign(report)
    return Kept(answer, answer.version, is_rival)


def said_by(row: Answer) -> Said:
    return Said(row.verdict, row.explanation, row.found_on, row.person)


def said_in(change: AnswerChange) -> Said:
    facts = dict(change.facts)
    day = facts.pop("found_on")
    return Said(found_on=day and date.fromisoformat(day), **facts)


def rivals_in(report: SelfInspection) -> dict[int, list[AnswerChange]]:
    """The changes that stand beside the answer to an item, oldest first, by the item's key."""
    settled = Answer.objects.filter(report=OuterRef("report"), item=OuterRef("item")).values("settled")
    rivals = report.changes.filter(outcome=Outcome.RIVAL, pk__gt=Subquery(settled))
    found: dict[int, list[AnswerChange]] = {}
    for change in rivals.select_related("by__user").order_by("pk"):
        found.setdefault(change.item_id, []).append(change)
    return found


@transaction.atomic
def settle_answer(answer: Answer, *, rival: AnswerChange | None, seen: int, by, at: datetime) -> Answer:
    """Of answers that stand side by side, one counts: `rival`, or the answer as it is.

    seen: the key of the last rival that was shown; what has come since stays to be decided, and no later key counts.
    Raises PermissionDenied, Stale, and Refused once the report is handed in, or for a rival of another answer.
    """
    require(by, "inspections.answer_selfinspection", answer.report)
    report = _answerable(answer.report, answer.item, by=by)
    now = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if now.version != answer.version:
        raise Stale(now)
    if rival and (rival.report_id, rival.item_id, rival.outcome) != (report.pk, answer.item_id, Outcome.RIVAL):
        raise Refused(_("This is no answer that stands beside it."))
    said = said_in(rival) if rival else said_by(now)
    beside = [one.pk for one in rivals_in(report).get(now.item_id, []) if one.pk <= seen]
    AnswerChange.objects.create(
        report=report, item=answer.item, base=now.version, facts=said.as_json(), by_id=by.pk, at=at,
        outcome=Outcome.APPLIED,
    )  # fmt: skip
    now.settled = max([now.settled, *beside])
    _say(now, said, by=by, at=at)
    _unsign(report)
    return now


def _say(answer: Answer, said: Said, *, by, at: datetime) -> None:
    for name, value in vars(said).items():
        setattr(answer, name, value)
    answer.by_id, answer.at = by.pk, at
    answer.version += 1
    answer.save()


@transaction.atomic
def add_evidence(
    report: SelfInspection, item: ChecklistItem, upload, *, key: UUID, by, at: datetime,
    device_at: datetime | None = None,
) -> Evidence:  # fmt: skip
    """Keep a photo or document with an item's answer; where a picture was taken is removed from it.

    Raises as `save_answer`, TooLarge or WrongType, and Refused above MOST_FILES.
    """
    require(by, "inspections.answer_selfinspection", report)
    report = _answerable(report, item, by=by)
    if known := Evidence.objects.filter(pk=key).first():
        if (known.report_id, known.item_id) != (report.pk, item.pk):
            raise Refused(_("This key belongs to another file."))
        return known
    if report.evidence.filter(item=item, removed_at=None).count() >= MOST_FILES:
        raise Refused(_("At most %(most)d files can be kept with an answer.") % {"most": MOST_FILES})
    file = files.store(
        upload, purpose=EVIDENCE, by=by, at=at, region_path=report.region_path, accept=files.IMAGES | files.DOCUMENTS
    )
    row = Evidence.objects.create(key=key, report=report, item=item, file=file, by_id=by.pk, at=at, device_at=device_at)
    _unsign(report)
    return row


@transaction.atomic
def remove_evidence(row: Evidence, *, by, at: datetime) -> Evidence:
    """Take a file away again before the report is handed in. Raises as `save_answer`."""
    require(by, "inspections.answer_selfinspection", row.report)
    report = _answerable(row.report, row.item, by=by)
    if row.removed_at is None:
        row.removed_at = at
        row.save()
        _unsign(report)
    return row


def _answerable(report: SelfInspection, item: ChecklistItem, *, by) -> SelfInspection:
    """The report, locked and begun. Raises Refused once it is handed in, and for an item of another checklist."""
    report = locked_now(report)
    if not report.is_open:
        words = {"state": report.get_state_display()}
        raise Refused(_("The report is “%(state)s”: its answers stay as they are.") % words)
    if item.checklist_id != report.round.checklist_id:
        raise Refused(_("This item is not in the checklist of the report."))
    if report.state == ReportState.PLANNED:
        move(report, REPORT["begin"], by=by)
        report.version += 1
        report.save()
    return report


def _unsign(report: SelfInspection) -> None:
    """What was signed as filled in has changed: it is to be signed anew."""
    if report.filled_at:
        report.filled_by, report.filled_name, report.filled_at = None, "", None
        report.version += 1
        report.save()
