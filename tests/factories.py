"""Plain makers of real rows: what is not said gets a sensible value, nothing else happens."""

from datetime import date
from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from agencies.enums import AgencyKind, PartyKind, RegionKind, Role
from agencies.models import Agency, EmergencyGrant, Membership, Party, Region, User
from agencies.passwords import hash_of_first_password
from kernel.models import StoredFile
from tasks.enums import TaskRole
from tasks.models import Plan, PlanDraft, Responsibility, Task
from tasks.sources import PLAN_SOURCE

_number = count(1)
PASSWORD = "Spring-Rain-2026"


def make_region(*, parent: Region | None = None, **facts) -> Region:
    n = next(_number)
    path = (parent.path if parent else "") + f"{n % 10000:04d}"
    facts = {"kind": RegionKind.DISTRICT if parent else RegionKind.CITY, "name": f"Region {n}"} | facts
    return Region.objects.create(parent=parent, path=path, **facts)


def make_party(*, region: Region | None = None, **facts) -> Party:
    region = region or make_region()
    facts = {"kind": PartyKind.AGENCY, "name": f"Party {next(_number)}"} | facts
    return Party.objects.create(region=region, region_path=region.path, **facts)


def make_agency(*, region: Region | None = None, name: str = "", **facts) -> Agency:
    n = next(_number)
    party = make_party(region=region, name=name or f"Agency {n}")
    facts = {"short_name": party.name[:30], "kind": AgencyKind.HEALTH_COMMISSION} | facts
    return Agency.objects.create(party=party, group=Group.objects.create(name=f"agency {party.pk}"), **facts)


def make_user(**facts) -> User:
    n = next(_number)
    facts = {"username": f"user{n}", "name": f"User {n}", "password": PASSWORD} | facts
    facts["password"] = hash_of_first_password(facts["password"])  # quick to make
    return User.objects.create(**facts)


def make_membership(*, agency: Agency | None = None, user: User | None = None, **facts) -> Membership:
    agency = agency or make_agency()
    facts = {"role": Role.HANDLER, "valid_from": date(2020, 1, 1)} | facts
    user = user or make_user()
    if not user.region_path:  # the account is kept where its first role is
        user.region_path = agency.party.region_path
        user.save(update_fields=["region_path"])
    return Membership.objects.create(user=user, party=agency.party, **facts)


def make_emergency_request(*, by: Membership, **facts) -> EmergencyGrant:
    facts = {"reason": "Nobody else is there", "requested_at": timezone.now()} | facts
    return EmergencyGrant.objects.create(user=by.user, requested_as=by, **facts)


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


def make_draft(*, region: Region | None = None, **facts) -> PlanDraft:
    region = region or make_region()
    now, sha256 = timezone.now(), f"{next(_number):064x}"
    source = StoredFile.objects.create(
        name="plan.txt", size=1, sha256=sha256, purpose=PLAN_SOURCE, region_path=region.path, created_at=now
    )
    facts = {"source": source, "sha256": sha256, "reading": {}, "created_at": now} | facts
    return PlanDraft.objects.create(region=region, region_path=region.path, **facts)
