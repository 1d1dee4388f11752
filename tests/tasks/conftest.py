"""A city with two agencies and a small plan, and a reader who works for one of them."""

import pytest
from django.utils import translation

from agencies.enums import AgencyKind
from tasks.enums import TaskRole
from tasks.models import Responsibility
from tests.factories import make_agency, make_membership, make_plan, make_region, make_responsibility, make_task


@pytest.fixture(autouse=True, scope="package")
def _sentences_in_english():
    """So that tests can name the sentences they expect."""
    with translation.override("en"):
        yield


@pytest.fixture
def files_folder(settings, tmp_path):
    """Where stored files go during a test."""
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def city():
    return make_region()


@pytest.fixture
def commission(city):
    return make_agency(region=city, name="Health commission", position=1)


@pytest.fixture
def police(city):
    return make_agency(region=city, name="Police", position=2, kind=AgencyKind.PUBLIC_SECURITY)


@pytest.fixture
def plan(city, commission, police):
    """Two tasks in two sections; a collective of governments, and a name that nobody knows."""
    plan = make_plan(region=city, title="The list")
    first = make_task(plan=plan, position=1, number="1", title="Order", section="One")
    second = make_task(plan=plan, position=2, number="2", title="Credit", section="Two")
    make_responsibility(task=first, agency=commission, role=TaskRole.LEAD)
    make_responsibility(task=first, agency=police, role=TaskRole.PARTICIPANT)
    make_responsibility(task=second, agency=police, role=TaskRole.LEAD)
    for position, (name, is_collective) in enumerate([("各区、县人民政府", True), ("Office of nobody", False)]):
        Responsibility.objects.create(
            task=second,
            role=TaskRole.PARTICIPANT,
            printed_name=name,
            is_collective=is_collective,
            position=position,
        )
    return plan


@pytest.fixture
def by(commission):
    return make_membership(agency=commission)


@pytest.fixture
def reader(client, by):
    client.cookies["django_language"] = "en"
    client.force_login(by.user)
    return client
