"""Whatever stands in an address or a form is answered: with a page, an empty list or a refusal, never with a 500."""

from urllib.parse import quote_from_bytes

import pytest
from django.test import Client

from agencies.enums import Role
from agencies.models import Agency
from kernel.pages import reach
from tests.factories import make_agency, make_membership

pytestmark = pytest.mark.django_db
ODD = [b"\0", b"9" * 20, b"9" * 5000, b"\xff\xfe", b"\xed\xa0\x80", b"-1", "٣".encode(), b"9999-12-31", b"0001-01-01"]
ADDRESSES = [
    (Role.HANDLER, "/tasks/?plan={0}&agency={0}&role={0}&section={0}&region={0}&q={0}&page={0}&tab={0}"),
    *((Role.HANDLER, f"/tasks/?{name}={{0}}") for name in ("plan", "section", "region", "q", "page")),
    *((Role.HANDLER, f"/tasks/matrix/?{name}={{0}}") for name in ("plan", "agency", "q")),
    *((Role.HANDLER, f"/agencies/?{name}={{0}}") for name in ("kind", "region", "q", "page")),
    (Role.HANDLER, "/tasks/{0}/"),
    (Role.HANDLER, "/jobs/?page={0}"),
    *((Role.AUDIT_ADMIN, f"/audit/?{name}={{0}}") for name in ("table", "row", "user", "first", "last", "before")),
    (Role.AUDIT_ADMIN, "/audit/?after={0}~{0}"),
    (Role.AUDIT_ADMIN, "/audit/?after={0}T00:00%2B14:00~1"),
    *((Role.SYSTEM_ADMIN, f"/agencies/people/?{name}={{0}}") for name in ("q", "page")),
    *((Role.BUSINESS_ADMIN, f"/admin/agencies/agency/?{name}={{0}}") for name in ("q", "p", "o", "kind__exact", "x")),
    (Role.BUSINESS_ADMIN, "/admin/agencies/agency/add/?name={0}&region={0}"),
    (Role.BUSINESS_ADMIN, "/admin/agencies/agency/{0}/change/"),
]


@pytest.mark.parametrize(("role", "address"), ADDRESSES)
def test_an_odd_address_is_answered(role, address):
    client = Client(raise_request_exception=False)
    client.force_login(make_membership(role=role).user)

    answers = {odd: client.get(address.format(quote_from_bytes(odd))).status_code for odd in ODD}

    assert {odd: status for odd, status in answers.items() if status not in {200, 302, 400, 404}} == {}
    assert (answers[b"\0"], answers[b"9" * 5000]) == (400, 400)


@pytest.mark.parametrize(("version", "taken"), [("3", 3), ("", 0), ("x", 0), ("9" * 10, 0), ("9" * 5000, 0), ("\0", 0)])
def test_a_version_that_is_none_is_that_of_no_row(version, taken, rf):
    keeper = make_membership(role=Role.BUSINESS_ADMIN)
    agency = make_agency(region=keeper.party.region)
    request = rf.post("/", {"version": version})
    request.acting = keeper

    assert reach(Agency, request, pk=agency.pk).version == taken
