"""What is published about an institution, on its own page: what is public, was withdrawn or has ended."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind
from tests.factories import (
    make_agency,
    make_institution,
    make_membership,
    make_principal,
    make_publication,
    make_region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(district):
    return make_institution(region=district, name="河东诊所")


def page(browser, institution, **asked) -> tuple[int, str]:
    answer = browser.get(reverse("institutions:publications", args=[institution.party.public_id]), asked)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def told(keeper, clinic):
    """One of each: public, withdrawn, over, still a draft, public from tomorrow on, withdrawn before its day."""
    day, now, facts = timedelta(days=1), timezone.now(), {"agency": keeper.party.agency, "party": clinic.party}
    today = timezone.localdate(now)
    return {
        "public": make_publication(**facts, title="Stands"),
        "withdrawn": make_publication(**facts, title="Taken away", state="withdrawn"),
        "over": make_publication(
            **facts, title="Is over", public_from=today - 2 * day, formed_on=today - 3 * day, public_until=today - day
        ),
        "draft": make_publication(**facts, title="Is written", state="draft"),
        "planned": make_publication(**facts, title="Comes", public_from=today + day),
        "recalled": make_publication(**facts, title="Never came", public_from=today + day, state="withdrawn"),
        "other": make_publication(agency=keeper.party.agency, title="Of another"),
    }


def test_the_tab_shows_what_is_or_was_public(as_, keeper, clinic, told):
    status, text = page(as_(keeper), clinic)

    shown = {name for name, row in told.items() if row.title in text}
    assert (status, shown) == (200, {"public", "withdrawn", "over"})
    assert [row.public_url in text for row in told.values()] == [True, *[False] * 6]
    assert reverse("open:party", args=[clinic.party.public_id]) in text
    assert "the decision was revoked" in text and "s-ok" in text and ">ended<" in text
    assert page(as_(keeper), clinic)[1].index("Stands") < text.index("Is over")
    overview = as_(keeper).get(clinic.get_absolute_url()).content.decode()
    assert reverse("institutions:publications", args=[clinic.party.public_id]) in overview


def test_what_is_no_longer_public_is_told_to_others_without_its_contents(as_, keeper, clinic, district, told):
    police = make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))
    own = make_principal(clinic.party)

    for by in (police, own):
        status, text = page(as_(by), clinic)
        assert (status, "Stands" in text, "Taken away" in text, "Is over" in text) == (200, True, False, False)
        assert "withdrawn" in text and told["public"].get_absolute_url() not in text
        assert told["public"].public_url in text


def test_it_is_its_own_and_its_territorys(as_, keeper, clinic, district):
    other = make_institution(region=district)
    elsewhere = make_institution(region=make_region(name="河西区"))

    assert page(as_(make_principal(clinic.party)), other)[0] == 404
    assert page(as_(keeper), elsewhere)[0] == 404


def test_few_and_many_take_the_same_queries_and_are_paged(as_, keeper, clinic):
    browser, facts = as_(keeper), {"agency": keeper.party.agency, "party": clinic.party, "by": keeper}

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page(browser, clinic)[0] == 200
        return len(captured)

    make_publication(**facts)
    queries()
    few = queries()
    for _n in range(59):
        make_publication(**facts)

    assert queries() == few
    assert page(browser, clinic)[1].count('<th scope="row">') == 50 and "after=" in page(browser, clinic)[1]
