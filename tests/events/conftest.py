"""A city with a market regulator, which records, and a clinic, to which things happen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from agencies.enums import AgencyKind, Role
from events.services import Facts
from tests.factories import make_agency, make_clinic, make_event, make_membership, make_region

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
TODAY = date(2026, 11, 20)


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
    return make_region(name="City")


@pytest.fixture
def regulator(city):
    return make_agency(region=city, name="Market regulator", kind=AgencyKind.MARKET_REGULATION)


@pytest.fixture
def by(regulator):
    return make_membership(agency=regulator, role=Role.OFFICER)


@pytest.fixture
def clinic(city):
    return make_clinic(region=city, name="Clinic")


@pytest.fixture
def penalty(clinic):
    """Facts of a penalty, changed by keywords."""

    def facts(**changed) -> Facts:
        return Facts(
            **{
                "kind": "penalty", "subject": clinic, "occurred_on": date(2026, 11, 2), "level": "general",
                "document_number": "示市监罚〔2026〕12号", "penalties": ("fine", "confiscate_gains"), "fine": 12_000,
                "confiscated": 300, "title": "Sold expired goods",
            }
            | changed
        )  # fmt: skip

    return facts


@pytest.fixture
def check(clinic):
    """Facts of a check, changed by keywords."""

    def facts(**changed) -> Facts:
        told = {"kind": "check", "subject": clinic, "occurred_on": date(2026, 11, 2), "results": ("ok",)}
        return Facts(**told | changed)

    return facts


@pytest.fixture
def reader(client, by):
    client.cookies["django_language"] = "en"
    client.force_login(by.user)
    return client


@pytest.fixture
def events(clinic, regulator):
    """E0 to E3, a day apart, the last two recorded by another agency."""
    other = make_agency(region=clinic.region, name="Insurance", kind=AgencyKind.MEDICAL_INSURANCE)
    return [
        make_event(
            subject=clinic, agency=(regulator if n < 2 else other).party, title=f"E{n}",
            occurred_on=date(2026, 6, 1) + timedelta(days=n), **facts,
        )
        for n, facts in enumerate(
            [
                {"kind": "penalty", "level": "general", "document_number": "示市监罚〔2026〕1号",
                 "details": {"penalties": ["fine"], "fine": "100.00"}},
                {"details": {"results": ["ordered"]}},
                {"kind": "award"},
                {},
            ]
        )
    ]  # fmt: skip
