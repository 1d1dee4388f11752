"""A city whose coordination body meets: its commission works for it, the police and the tax bureau are invited."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from agencies.enums import AgencyKind
from agencies.models import Region
from meetings import services
from meetings.models import Meeting
from tests.factories import make_region
from tests.tasks.progress.conftest import Office, make_office

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
LATER = NOON + timedelta(days=8)


@pytest.fixture(autouse=True, scope="package")
def _sentences_in_english():
    with translation.override("en"):
        yield


@dataclass
class City:
    region: Region
    body: Office
    commission: Office
    police: Office
    tax: Office

    def convened(self, *, at=NOON, **facts) -> Meeting:
        facts = {
            "title": "First consultation", "starts_at": at + timedelta(days=7), "place": "Room 1",
            "chair": "Deputy mayor", "agencies": [self.police.agency, self.tax.agency], "agenda": ["Raids", "Clinics"],
            "by": self.commission.handler,
        } | facts  # fmt: skip
        return services.convene(self.body.agency, at=at, **facts)

    def held(self, *, at=NOON, **facts) -> Meeting:
        came = {self.police.agency.pk: "present", self.tax.agency.pk: "excused"}
        meeting, after = self.convened(at=at, **facts), at + timedelta(days=8)
        return services.hold_meeting(meeting, attendance=came, by=self.commission.handler, at=after)

    def written(self, *, at=NOON, **facts) -> Meeting:
        meeting, after = self.held(at=at, **facts), at + timedelta(days=8)
        return services.write_minutes(meeting, minutes="Dealt with both", by=self.commission.handler, at=after)

    def confirmed(self, *, at=NOON, **facts) -> Meeting:
        meeting, after = self.written(at=at, **facts), at + timedelta(days=8)
        return services.confirm_minutes(meeting, by=self.commission.reviewer, at=after)


@pytest.fixture
def city(db) -> City:
    region = make_region()
    kinds = (AgencyKind.COORDINATION, AgencyKind.HEALTH_COMMISSION, AgencyKind.PUBLIC_SECURITY, AgencyKind.TAX)
    names = ("Coordination body", "Commission", "Police", "Tax bureau")
    offices = [make_office(region, kind, name) for kind, name in zip(kinds, names, strict=True)]
    return City(region, *offices)


def fresh(row):
    return type(row).objects.get(pk=row.pk)
