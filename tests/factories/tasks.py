"""Plans with their tasks and responsibilities, and drafts of plans."""

from datetime import date
from itertools import count

from django.utils import timezone

from agencies.models import Agency, Region
from kernel.models import StoredFile
from tasks.enums import EntryState, TaskRole
from tasks.models import (
    Assignment,
    Closing,
    Milestone,
    Occurrence,
    Phase,
    Plan,
    PlanDraft,
    ProgressEntry,
    Reach,
    Receipt,
    Recurrence,
    Responsibility,
    Task,
)
from tasks.sources import PLAN_SOURCE
from tests.factories.agencies import make_agency, make_membership, make_region
from tests.factories.obligations import make_duty

__all__ = [
    "make_assignment",
    "make_closing",
    "make_draft",
    "make_entry",
    "make_milestone",
    "make_occurrence",
    "make_phase",
    "make_plan",
    "make_reach",
    "make_receipt",
    "make_recurrence",
    "make_responsibility",
    "make_task",
]

_number = count(1)


def make_plan(*, region: Region | None = None, **facts) -> Plan:
    region = region or make_region()
    facts = {"title": f"Plan {next(_number)}", "created_at": timezone.now()} | facts
    return Plan.objects.create(region=region, region_path=region.path, **facts)


def make_task(*, plan: Plan | None = None, **facts) -> Task:
    n = next(_number)
    plan = plan or make_plan()
    facts = {"number": str(n), "position": 1000 + n % 30000, "title": f"Task {n}", "section": "Section"} | facts
    return Task.objects.create(plan=plan, region_path=plan.region_path, **facts)


def make_responsibility(*, task: Task | None = None, agency: Agency | None = None, **facts) -> Responsibility:
    agency = agency or make_agency()
    facts = {"role": TaskRole.LEAD, "printed_name": agency.party.name, "position": next(_number) % 30000} | facts
    return Responsibility.objects.create(task=task or make_task(), agency=agency, **facts)


def make_assignment(*, task: Task | None = None, agency: Agency | None = None, **facts) -> Assignment:
    agency = agency or make_agency()
    facts = {"region_path": agency.party.region_path} | facts
    return Assignment.objects.create(task=task or make_task(), agency=agency, **facts)


def make_receipt(*, task: Task | None = None, agency: Agency | None = None, **facts) -> Receipt:
    agency = agency or make_agency()
    by = make_membership(agency=agency)
    facts = {
        "region_path": agency.party.region_path,
        "number": f"签收{next(_number)}",
        "by": by,
        "at": timezone.now(),
    } | facts
    return Receipt.objects.create(task=task or make_task(), agency=agency, **facts)


def make_entry(*, task: Task | None = None, agency: Agency | None = None, **facts) -> ProgressEntry:
    """By default a participant's, handed in."""
    task, agency = task or make_task(), agency or make_agency()
    by = make_membership(agency=agency)
    facts = {
        "role": TaskRole.PARTICIPANT, "period": "2026Q4", "state": EntryState.HANDED_IN, "text": "Three raids",
        "handed_in_by": by, "handed_in_at": timezone.now(), "submitted_at": timezone.now(), "handled_by": by,
    } | facts  # fmt: skip
    entry = ProgressEntry.objects.create(task=task, agency=agency, region_path=task.region_path, **facts)
    entry.refresh_from_db(fields=["public_id"])
    return entry


def make_draft(*, region: Region | None = None, **facts) -> PlanDraft:
    region = region or make_region()
    now, sha256 = timezone.now(), f"{next(_number):064x}"
    source = StoredFile.objects.create(
        name="plan.txt", size=1, sha256=sha256, purpose=PLAN_SOURCE, region_path=region.path, created_at=now
    )
    facts = {"source": source, "sha256": sha256, "reading": {}, "created_at": now} | facts
    document = {"title": "", "number": None, "issuer": None, "issued": None, "jurisdiction": None}
    whole = {"document": document, "milestones": [], "tasks": [], "warnings": []}
    facts["reading"] = whole | facts["reading"]
    facts["reading"]["document"] = document | facts["reading"]["document"]
    return PlanDraft.objects.create(region=region, region_path=region.path, **facts)


def make_phase(*, plan: Plan | None = None, **facts) -> Phase:
    plan = plan or make_plan()
    facts = {"title": f"Phase {next(_number)}", "ends_on": date(2026, 12, 31)} | facts
    return Phase.objects.create(plan=plan, region_path=plan.region_path, **facts)


def make_milestone(*, task: Task | None = None, **facts) -> Milestone:
    task = task or make_task()
    facts = {"title": f"Milestone {next(_number)}", "due_on": date(2026, 12, 1)} | facts
    return Milestone.objects.create(task=task, region_path=task.region_path, **facts)


def make_reach(*, milestone: Milestone | None = None, agency: Agency | None = None, **facts) -> Reach:
    """Reported for a duty that is handed in."""
    milestone, agency, now = milestone or make_milestone(), agency or make_agency(), timezone.now()
    duty = make_duty(
        "task.milestone", bearer=agency.party, subject_kind="tasks.milestone", subject_id=milestone.pk,
        state="submitted", submitted_at=now, first_submitted_at=now, region_path=milestone.region_path,
    )  # fmt: skip
    facts = {
        "duty": duty, "reached_on": date(2026, 11, 30), "reported_by": make_membership(agency=agency),
        "reported_at": now,
    } | facts  # fmt: skip
    return Reach.objects.create(milestone=milestone, agency=agency, region_path=milestone.region_path, **facts)


def make_recurrence(*, task: Task | None = None, **facts) -> Recurrence:
    task = task or make_task()
    facts = {"title": f"Recurrence {next(_number)}", "months": 12, "starts_on": date(2026, 1, 1)} | facts
    return Recurrence.objects.create(task=task, region_path=task.region_path, **facts)


def make_occurrence(*, recurrence: Recurrence | None = None, agency: Agency | None = None, **facts) -> Occurrence:
    recurrence, agency = recurrence or make_recurrence(), agency or make_agency()
    if "duty" not in facts:
        facts["duty"] = make_duty(
            "task.recur", bearer=agency.party, subject_kind="tasks.recurrence", subject_id=recurrence.pk,
            period="2026", region_path=recurrence.region_path,
        )  # fmt: skip
    facts = {
        "period": "2026", "done_on": date(2026, 6, 1), "text": "Met", "recorded_by": make_membership(agency=agency),
        "recorded_at": timezone.now(),
    } | facts  # fmt: skip
    return Occurrence.objects.create(recurrence=recurrence, agency=agency, region_path=recurrence.region_path, **facts)


def make_closing(*, task: Task | None = None, agency: Agency | None = None, **facts) -> Closing:
    """Of a part of its own, where the agency has none in the task."""
    task, agency = task or make_task(), agency or make_agency()
    part = task.responsibilities.filter(agency=agency).first() or make_responsibility(task=task, agency=agency)
    facts = {
        "role": part.role, "summary": "All done", "submitted_by": make_membership(agency=agency),
        "submitted_at": timezone.now(),
    } | facts  # fmt: skip
    return Closing.objects.create(part=part, task=task, agency=agency, region_path=task.region_path, **facts)
