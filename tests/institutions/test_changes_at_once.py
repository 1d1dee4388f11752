"""Two persons of the commission decide on the same request at once: one of them does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from agencies.enums import AgencyKind
from institutions.models import ChangeRequest, Institution
from institutions.services.changes import decide_change, propose_change
from kernel.errors import Stale
from notices.models import Notice
from tests.factories import make_agency, make_institution, make_membership, make_principal, make_region

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.usefixtures("transactional_db")
def test_two_at_once_decide_but_once():
    district = make_region()
    commission = make_agency(region=district, kind=AgencyKind.HEALTH_COMMISSION)
    clinic = make_institution(region=district, phone="0571-1")
    row = propose_change(
        clinic, facts={"phone": "0571-2"}, reason="A new line", by=make_principal(clinic.party), at=NOON
    )
    people, together = [make_membership(agency=commission) for _ in range(2)], Barrier(2, timeout=30)

    def work(by) -> str:
        seen = ChangeRequest.objects.get(pk=row.pk)
        try:
            together.wait()
            decide_change(seen, accepted=["phone"], refused={}, seen=1, by=by, at=NOON)
            return "decided"
        except Stale:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(work, people))

    assert outcomes == ["decided", "stale"]
    assert (Institution.objects.get().phone, Institution.objects.get().version) == ("0571-2", 2)
    assert Notice.objects.filter(kind="institutions.change_decided").count() == 1
