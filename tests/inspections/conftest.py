import pytest
from django.utils import translation

from agencies.enums import AgencyKind, Role
from tests.factories import make_agency, make_institution, make_membership, make_principal, make_region


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def files_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def district(db):
    return make_region(name="河东区")


@pytest.fixture
def commission(district):
    return make_agency(region=district, kind=AgencyKind.HEALTH_COMMISSION)


@pytest.fixture
def handler(commission):
    return make_membership(agency=commission, role=Role.HANDLER)


@pytest.fixture
def leader(commission):
    return make_membership(agency=commission, role=Role.LEADER)


@pytest.fixture
def hospital(district, commission):
    return make_institution(region=district, name="河东医院", principal="陈示例")


@pytest.fixture
def principal(hospital):
    return make_principal(hospital.party)
