"""The document a plan was made of: for all who see the plan, and for nobody else."""

from pathlib import Path

import pytest
from django.core.management import call_command

from agencies.enums import AgencyKind, RegionKind, Role
from kernel.files import may_read
from tasks.models import PlanDraft
from tests.factories import make_agency, make_membership, make_region, make_responsibility, make_task

PLAN = Path(__file__).resolve().parents[2] / "fixtures" / "hangzhou-plan.txt"


@pytest.fixture
def city(files_folder):
    return make_region(name="杭州市")


def member(region, kind=AgencyKind.PUBLIC_SECURITY, role=Role.HANDLER):
    return make_membership(agency=make_agency(region=region, kind=kind), role=role)


@pytest.mark.django_db
def test_the_document_of_a_plan(city):
    call_command("import_plan", str(PLAN), "--accept-certain")
    draft = PlanDraft.objects.get()
    district = make_region(parent=city, kind=RegionKind.DISTRICT)
    involved, stranger = member(district), member(district)
    make_responsibility(task=make_task(plan=draft.plan), agency=involved.party.agency)

    involved_auditor = make_membership(agency=involved.party.agency, role=Role.AUDIT_ADMIN)

    readers = {
        "police of the city": may_read(member(city), draft.source),
        "involved district": may_read(involved, draft.source),
        "other district": may_read(stranger, draft.source),
        "other city": may_read(member(make_region()), draft.source),
        "auditor": may_read(member(city, role=Role.AUDIT_ADMIN), draft.source),
        "auditor of an involved agency": may_read(involved_auditor, draft.source),
    }

    assert readers == {
        "police of the city": True,
        "involved district": True,
        "other district": False,
        "other city": False,
        "auditor": False,
        "auditor of an involved agency": False,
    }


@pytest.mark.django_db
def test_the_document_of_a_draft(city):
    call_command("import_plan", str(PLAN))
    source = PlanDraft.objects.get().source

    assert may_read(member(city, AgencyKind.HEALTH_COMMISSION), source)
    assert not may_read(member(city), source)
    assert not may_read(member(make_region(), AgencyKind.HEALTH_COMMISSION), source)
