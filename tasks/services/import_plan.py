"""From a document that was read to a plan: kept as a draft first, accepted when nothing in it is left to decide."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Region
from agencies.names import Resolution, ResolutionKind, resolve_many
from kernel import files
from kernel.access import require
from kernel.errors import Refused
from kernel.workflow import move
from tasks.enums import TaskRole
from tasks.importer import Doubt, PlanReading
from tasks.models import Plan, PlanDraft, Responsibility, Task
from tasks.services.import_goals import make_goals
from tasks.sources import PLAN_SOURCE
from tasks.workflow import DRAFT


@transaction.atomic
def keep_draft(reading: PlanReading, *, data: bytes, name: str, region: Region, by, at: datetime) -> PlanDraft:
    """Keep what was read from a file, with the file; the same file in the same region is the same draft.

    data, name: the file as it came.  Names that are no agency of the region's are added to the draft's warnings.
    Raises PermissionDenied unless `by` may import plans there.
    """
    require(by, "tasks.import_plan", region)
    Region.objects.select_for_update().get(pk=region.pk)  # two imports of one file do not pass each other
    fingerprint = sha256(data).hexdigest()
    draft = PlanDraft.objects.filter(region=region, sha256=fingerprint).first()
    if draft:
        return draft
    on = reading.document.issued or timezone.localdate(at)
    doubts = tuple(unresolved_names(reading, region=region, on=on))
    return PlanDraft.objects.create(
        region=region,
        region_path=region.path,
        source=files.store(data, name=name, purpose=PLAN_SOURCE, region_path=region.path, by=by, at=at),
        sha256=fingerprint,
        reading=replace(reading, doubts=reading.doubts + doubts).as_json(),
        created_at=at,
    )


def unresolved_names(reading: PlanReading, *, region: Region, on: date) -> Iterator[Doubt]:
    """A doubt for each printed name, collectives apart, that does not mean exactly one agency on that day."""
    first = {
        name: task
        for task in reversed(reading.tasks)
        for name in (*task.lead, *task.participants)
        if name not in task.collective
    }
    for name, found in resolve_many(first, region=region, on=on).items():
        task = first[name]
        if found.kind is ResolutionKind.UNKNOWN:
            yield Doubt("unknown_agency", task.first_line, task.number, {"name": name})
        elif found.kind is ResolutionKind.AMBIGUOUS:
            others = "、".join(agency.party.name for agency in found.candidates)
            yield Doubt("ambiguous_agency", task.first_line, task.number, {"name": name, "agencies": others})


@transaction.atomic
def accept_draft(draft: PlanDraft, *, by, at: datetime) -> Plan:
    """Make the plan of a draft: all its tasks, with every department as printed.

    A name that means exactly one agency is assigned to it; a collective and any other name stays open.
    Raises PermissionDenied unless `by` may import plans there, and Refused when the draft has moved on, when a
    person has to decide about one of its tasks first, or when the region has a plan of that title.
    """
    draft = PlanDraft.objects.locked(draft)
    move(draft, DRAFT["accept"], by=by)
    doubtful = [task["number"] for task in draft.reading["tasks"] if not task["certain"]]
    if doubtful:
        numbers = "、".join(doubtful[:20])
        raise Refused(
            _("A person has to decide about these tasks of the draft first: %(numbers)s.") % {"numbers": numbers}
        )
    draft.plan = create_plan(draft, at=at)
    draft.save()
    return draft.plan


@transaction.atomic
def discard_draft(draft: PlanDraft, *, by) -> PlanDraft:
    """Put a draft aside for good; its document stays. Raises PermissionDenied, and Refused when it has moved on."""
    draft = PlanDraft.objects.locked(draft)
    move(draft, DRAFT["discard"], by=by)
    draft.save()
    return draft


def create_plan(draft: PlanDraft, *, at: datetime) -> Plan:
    document = draft.reading["document"]
    if Plan.objects.filter(region=draft.region, title=document["title"]).exists():
        raise Refused(_("This region has a plan “%(title)s” already.") % {"title": document["title"]})
    plan = Plan.objects.create(
        title=document["title"],
        document_number=document["number"] or "",
        issuer=document["issuer"] or "",
        issued_on=document["issued"],
        region=draft.region,
        region_path=draft.region_path,
        source=draft.source,
        created_at=at,
    )
    read = draft.reading["tasks"]
    tasks = Task.objects.bulk_create(task_of(plan, position, task) for position, task in enumerate(read, 1))
    names = {name for task in read for name in (*task["lead"], *task["participants"])}
    on = date.fromisoformat(document["issued"]) if document["issued"] else timezone.localdate(at)
    agencies = resolve_many(sorted(names), region=draft.region, on=on)
    Responsibility.objects.bulk_create(
        part for task, its_reading in zip(tasks, read, strict=True) for part in parts_of(task, its_reading, agencies)
    )
    make_goals(plan, tasks, draft.reading, on=on)
    return plan


def task_of(plan: Plan, position: int, reading: dict) -> Task:
    return Task(
        plan=plan,
        region_path=plan.region_path,
        position=position,
        section=reading["heading"],
        number=reading["number"],
        title=reading["title"],
        text=reading["text"],
        remark=reading["remark"],
        source_line=reading["source_lines"][0],
    )


def parts_of(task: Task, reading: dict, agencies: dict[str, Resolution]) -> Iterator[Responsibility]:
    """The parts in a task, leads first. An agency has one part: a second name that means it stays open."""
    assigned = set()
    for role, names in ((TaskRole.LEAD, reading["lead"]), (TaskRole.PARTICIPANT, reading["participants"])):
        for position, name in enumerate(names, 1):
            is_collective = name in reading["collective"]
            agency = None if is_collective else agencies[name].agency
            agency = None if agency in assigned else agency
            assigned.add(agency)
            yield Responsibility(
                task=task,
                agency=agency,
                role=role,
                printed_name=name,
                is_collective=is_collective,
                position=position,
            )
