"""Rows to measure on, made in bulk."""

from datetime import date
from itertools import count
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils import timezone

from agencies.enums import AgencyKind, PartyKind, RegionKind, Role
from agencies.models import Agency, Membership, Party, Region, User
from tasks.enums import TaskRole
from tasks.models import Plan, Responsibility, Task

_number = count(1)


def make_place(*, parent: Region | None = None) -> Region:
    n = next(_number)
    kind, path = (RegionKind.DISTRICT, parent.path) if parent else (RegionKind.CITY, "")
    return Region.objects.create(parent=parent, path=f"{path}{n:04d}", kind=kind, name=f"Region {n}")


def make_agencies(region: Region, count: int) -> list[Agency]:
    groups = Group.objects.bulk_create(Group(name=f"bench {uuid4()}") for _ in range(count))
    parties = Party.objects.bulk_create(
        Party(kind=PartyKind.AGENCY, name=f"市第{n}监管局", region=region, region_path=region.path)
        for n in range(count)
    )
    return Agency.objects.bulk_create(
        Agency(
            party=party,
            short_name=f"第{n}监管局",
            kind=AgencyKind.HEALTH_COMMISSION if n == 0 else AgencyKind.OTHER,
            position=n,
            group=group,
        )
        for n, (party, group) in enumerate(zip(parties, groups, strict=True))
    )


def make_plan(region: Region, agencies: list[Agency], tasks: int, *, participants: int = 12) -> Plan:
    """Each task has one lead and up to `participants` participants, spread over the agencies."""
    plan = Plan.objects.create(title="Plan", region=region, region_path=region.path, created_at=timezone.now())
    rows = Task.objects.bulk_create(
        Task(
            plan=plan,
            region_path=region.path,
            position=n,
            section=f"{n // 20}、加强全过程监管",
            number=str(n),
            title=f"第{n}项 加强医疗卫生服务秩序监管",
        )
        for n in range(1, tasks + 1)
    )
    Responsibility.objects.bulk_create(
        Responsibility(
            task=task,
            agency=agencies[(n + k * 7) % len(agencies)],
            role=TaskRole.PARTICIPANT if k else TaskRole.LEAD,
            printed_name="as printed",
            position=k,
        )
        for n, task in enumerate(rows)
        for k in range(min(participants + 1, len(agencies)))
    )
    return plan


def make_reader(agency: Agency) -> User:
    user = User.objects.create(username=f"bench{next(_number)}", name="Reader", region_path=agency.region_path)
    Membership.objects.create(user=user, party=agency.party, role=Role.HANDLER, valid_from=date(2020, 1, 1))
    return user


def make_background(tasks: int) -> None:
    """Other cities' plans of 200 tasks each with 3 parts, so that figures are taken in a filled database."""
    for _ in range(-(-tasks // 200)):
        region = make_place()
        make_plan(region, make_agencies(region, 30), 200, participants=2)
