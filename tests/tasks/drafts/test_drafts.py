"""A draft is accepted or put aside once, by those who keep plans there."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused
from tasks.enums import DraftState
from tasks.importer import read_plan
from tasks.models import Plan
from tasks.services import accept_draft, discard_draft, keep_draft, settle_open
from tests.factories import make_agency, make_membership, make_region
from tests.tasks.test_import_plan_command import PLAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return make_membership(agency=make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION))


@pytest.fixture
def draft(keeper, files_folder):
    data = PLAN.read_bytes()
    reading = read_plan(data, name=PLAN.name)
    return keep_draft(reading, data=data, name=PLAN.name, region=keeper.party.region, by=keeper, at=timezone.now())


def test_a_draft_that_is_put_aside_makes_no_plan(draft, keeper):
    draft = discard_draft(draft, by=keeper)

    assert draft.state == DraftState.DISCARDED
    with pytest.raises(Refused):
        accept_draft(draft, by=keeper, at=timezone.now())
    assert not Plan.objects.exists()


def test_an_accepted_draft_is_not_put_aside(draft, keeper):
    draft = settle_open(draft, by=keeper, at=timezone.now())
    accept_draft(draft, by=keeper, at=timezone.now())
    draft.refresh_from_db()

    with pytest.raises(Refused):
        discard_draft(draft, by=keeper)


def test_who_keeps_no_plans_there_puts_none_aside(draft, keeper):
    viewer = make_membership(agency=keeper.party.agency, role=Role.VIEWER)

    for by in (viewer, make_membership()):
        with pytest.raises(PermissionDenied):
            discard_draft(draft, by=by)
