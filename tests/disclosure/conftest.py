from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import translation

from agencies.enums import PartyKind, Role
from agencies.models import Agency, Membership, Party
from disclosure import services
from disclosure.models import Publication
from tests.factories import make_agency, make_membership, make_party

NOON = datetime(2026, 9, 21, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
CARD = "339999189001011236"
PENALTY = {
    "document_number": "杭卫医罚〔2026〕12号",
    "level": "serious",
    "principal": "李梅",
    "address": "西湖区文三路123号",
    "identity_number": CARD,
    "phone": "13800001111",
    "facts": f"王小明（{CARD}）无证执业，电话13800001111。",
    "basis": "《医疗机构管理条例》第四十四条",
    "penalty": "罚款50,000.00元",
}
SECRETS = (CARD, "13800001111", "王小明")  # stand in no open answer


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@dataclass
class Office:
    """A commission with the people that a publication needs, and a clinic in its territory."""

    agency: Agency
    writer: Membership
    reviewer: Membership
    leader: Membership
    clinic: Party

    def draft(self, **facts) -> Publication:
        facts = {
            "kind": "penalty", "party": self.clinic, "title": "王小明无证执业案", "fields": PENALTY,
            "formed_on": NOON.date(), "public_until": NOON.date().replace(year=2027), "names": ["王小明"],
            "by": self.writer, "at": NOON,
        } | facts  # fmt: skip
        return services.draft_publication(facts.pop("kind"), **facts)

    def approved(self, **facts) -> Publication:
        row = services.submit_draft(self.draft(**facts), by=self.writer, at=NOON)
        row = services.pass_privacy_check(row, by=self.reviewer, at=NOON)
        return services.pass_secrecy_check(row, by=self.leader, at=NOON)

    def published(self, *, at: datetime = NOON, **facts) -> Publication:
        return services.publish(self.approved(**facts), by=self.leader, at=at)


def make_office() -> Office:
    agency = make_agency()
    by = {role: make_membership(agency=agency, role=role) for role in (Role.HANDLER, Role.REVIEWER, Role.LEADER)}
    clinic = make_party(region=agency.party.region, kind=PartyKind.INSTITUTION, name="康仁诊所")
    return Office(agency, by[Role.HANDLER], by[Role.REVIEWER], by[Role.LEADER], clinic)


@pytest.fixture
def office(db) -> Office:
    cache.clear()
    return make_office()


def fresh(row):
    return type(row).objects.get(pk=row.pk)
