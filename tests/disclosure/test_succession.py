"""When an agency ends, somebody has to be able to withdraw what it published."""

import pytest

from disclosure.enums import PublicationState as S
from disclosure.services import succession
from tests.factories import make_agency, make_publication

from .conftest import NOON, fresh

pytestmark = pytest.mark.django_db


def test_what_is_under_way_and_what_is_public_passes(office):
    heir = make_agency(region=office.agency.party.region)
    rows = {state: make_publication(by=office.writer, state=state) for state in S}

    listed = succession.titles(office.agency)
    passed = succession.pass_publications(office.agency, heir, by=office.leader, at=NOON)

    over = {S.WITHDRAWN, S.EXPIRED, S.DISCARDED}
    assert {state for state, row in rows.items() if fresh(row).agency == heir} == set(S) - over
    assert sorted(passed) == sorted(rows[state].pk for state in set(S) - over)
    assert len(listed) == 5 and listed[-1] == "1 publication that is public"
