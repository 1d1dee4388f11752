"""Plans with their tasks and responsibilities, and drafts of plans."""

from itertools import count

from django.utils import timezone

from agencies.models import Agency, Region
from kernel.models import StoredFile
from tasks.enums import EntryState, TaskRole
from tasks.models import Plan, PlanDraft, ProgressEntry, Responsibility, Task
from tasks.sources import PLAN_SOURCE
from tests.factories.agencies import make_agency, make_membership, make_region

__all__ = ["make_draft", "make_entry", "make_plan", "make_responsibility", "make_task"]

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
    return PlanDraft.objects.create(region=region, region_path=region.path, **facts)
