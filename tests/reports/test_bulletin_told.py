"""Who is told that a bulletin is signed."""

import pytest

from agencies.models import Party
from notices.kinds import sentence_of
from notices.models import Notice
from reports.services.bulletins import sign_bulletin
from tests.factories import make_agency, make_responsibility
from tests.reports.conftest import LATER, NOON
from tests.reports.test_bulletins import busy, made

__all__ = ["busy"]
pytestmark = pytest.mark.django_db


def test_the_agencies_of_the_plan(busy):
    """Its handlers and leaders; not the issuer itself, nor who has no part, nor an agency that has ended."""
    ended = make_agency(region=busy.region, name="Ended")
    Party.objects.filter(pk=ended.pk).update(valid_to=NOON.date())
    make_responsibility(task=busy.task, agency=busy.commission.agency)
    make_responsibility(task=busy.task, agency=ended)
    make_agency(region=busy.region, name="Elsewhere")
    found = made(busy)
    assert not Notice.objects.filter(kind="reports.bulletin_out").exists()

    found = sign_bulletin(found, by=busy.commission.leader, at=LATER)

    told = Notice.objects.filter(kind="reports.bulletin_out")
    assert set(told.values_list("to_party__name", "audience", "url")) == {
        (name, audience, found.get_absolute_url())
        for name in ("Police", "Tax bureau")
        for audience in ("handlers", "leaders")
    }
    assert {sentence_of(row.kind, row.params) for row in told} == {
        f"{busy.commission.agency.party.name}印发了{found.title}（{found.number}）。"
    }
