"""Duties of a district as the tests of the API make and ask for them, at noon of one day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from obligations.models import Obligation
from tests.api.test_endpoints import results
from tests.factories import make_duty

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
NOON = datetime.combine(TODAY, time(12), SHANGHAI)
LATER = {"reason": "Complicated", "basis": "Approval 3", "until": "2026-12-15"}


def duty_of(bearer, district, *, days: int = -1, kind: str = "fine.pay", **facts) -> Obligation:
    facts = {"due_on": TODAY + timedelta(days=days), "supervisor": district.agency.party} | facts
    return make_duty(kind, bearer=bearer.party, **facts)


def address(duty, *more: str) -> str:
    return "/".join(["/api/v1/duties", str(duty.public_id), *more, ""])


def post(client, url, sent=None, *, seen="*"):
    headers = {"If-Match": seen} if seen else {}
    return client.post(url, sent or {}, content_type="application/json", headers=headers)


def ids(response) -> list[str]:
    return [row["id"] for row in results(response)]
