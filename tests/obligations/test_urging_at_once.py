"""Several people of the supervising unit urge the same duties at once: each is urged once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from agencies.enums import AgencyKind
from notices.models import Notice
from obligations.enums import Verb
from obligations.models import Obligation, ObligationStep
from obligations.services.urging import urge_duties
from tests.factories import make_agency, make_duties, make_membership

NOON = datetime(2026, 9, 21, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
WORKERS, PATIENCE = 6, 30  # seconds


@pytest.mark.usefixtures("transactional_db")
def test_several_at_once_urge_each_duty_once():
    commission = make_agency()
    people = [make_membership(agency=commission) for _ in range(WORKERS)]
    units = [make_agency(region=commission.party.region, kind=AgencyKind.TAX).party for _ in range(5)]
    late = {"supervisor": commission.party, "due_on": date(2026, 9, 14)}
    make_duties({"bearer": unit} | late for unit in units for _ in range(20))
    together = Barrier(WORKERS, timeout=PATIENCE)

    def urge(by) -> int:
        try:
            together.wait()
            return urge_duties(Obligation.objects.all(), by=by, at=NOON).duties
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        counts = list(pool.map(urge, people))

    assert sum(counts) == 100
    assert ObligationStep.objects.filter(verb=Verb.URGE).count() == 100
    assert sum(Notice.objects.filter(audience="handlers").values_list("params__duties", flat=True)) == 100
