"""Suspending, closing and reopening an institution, in the browser and over the API."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from institutions.models import Institution
from institutions.services.register import close_institution, suspend_institution
from tests.factories import make_institution, make_principal

pytestmark = pytest.mark.django_db


def page(row, name: str) -> str:
    return reverse(f"institutions:{name}", args=[row.party.public_id])


def again(row) -> Institution:
    return Institution.objects.get(pk=row.pk)


def test_it_rests_and_goes_on_in_the_browser(as_, keeper, district):
    row, browser = make_institution(region=district), as_(keeper)

    assert browser.post(page(row, "suspend"), {"version": 1, "reason": "Fire"}).status_code == 302
    assert (
        again(row).state == "suspended" and page(row, "resume") in browser.get(row.get_absolute_url()).content.decode()
    )
    assert browser.post(page(row, "suspend"), {"version": 2, "reason": "Fire"}).status_code == 422
    assert browser.post(page(row, "resume"), {"version": 2, "reason": ""}).status_code == 422
    assert browser.post(page(row, "resume"), {"version": 2, "reason": "Rebuilt"}).status_code == 302
    assert again(row).state == "practising"
    told = browser.get(page(row, "history")).content.decode()
    assert "institution suspended" in told and "Rebuilt" in told
    assert as_(make_principal(row.party)).get(page(row, "resume")).status_code == 403


def test_the_api_takes_the_same_steps(as_, keeper, district):
    row, browser = make_institution(region=district), as_(keeper)
    own = as_(make_principal(row.party))

    def step(client, verb: str, version: str = "*", **said):
        address, headers = f"/api/v1/institutions/{row.party.public_id}/{verb}/", {"If-Match": version}
        return client.post(address, said, content_type="application/json", headers=headers)

    assert step(own, "suspend", reason="Fire").status_code in (403, 404)
    assert step(browser, "suspend").status_code == 400
    assert step(browser, "suspend", reason="Fire").json()["state"] == "suspended"
    assert step(browser, "resume", version='"1"', reason="Rebuilt").status_code == 412
    assert step(browser, "suspend", reason="Fire").status_code == 409
    assert step(own, "resume", reason="Rebuilt").status_code in (403, 404)
    assert step(browser, "resume", reason="Rebuilt").json()["state"] == "practising"
    assert step(browser, "close", on="2026-06-30", reason="Gone").json()["state"] == "closed"
    assert step(own, "reopen", reason="Not gone").status_code in (403, 404)
    assert step(browser, "reopen", reason="Not gone").json()["state"] == "practising"


def test_what_does_not_rest_does_not_go_on(as_, keeper, district):
    browser = as_(keeper)
    rests = suspend_institution(make_institution(region=district), reason="Fire", by=keeper)
    closed = close_institution(
        make_institution(region=district), on=date(2026, 6, 30), reason="Gone", by=keeper, at=timezone.now()
    )

    assert browser.post(page(rests, "reopen"), {"version": rests.version, "reason": "x"}).status_code == 422
    assert browser.post(page(closed, "resume"), {"version": closed.version, "reason": "x"}).status_code == 422
