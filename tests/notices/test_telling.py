"""Something is said once, in the words of its kind."""

import pytest
from django.db import IntegrityError, transaction

from notices.enums import Audience, Lane
from notices.kinds import NoticeKind, declare, headings, kind_of, sentence_of
from notices.models import Notice
from notices.services import tell
from tests.factories import DUTY, URGENT, make_notice, make_party
from tests.notices.conftest import NOON


def say(unit, **facts):
    facts = {"audience": Audience.HANDLERS, "url": "/tasks/", "key": "duty:1", "at": NOON} | facts
    return tell(facts.pop("kind", DUTY.key), to=unit.party, **facts)


def test_the_same_key_is_said_once(unit):
    first = say(unit, params={"title": "Report"})
    second = say(unit, params={"title": "Report again"})

    assert (first.params, second, Notice.objects.count()) == ({"title": "Report"}, None, 1)


def test_the_lane_is_that_of_the_kind_unless_it_is_given(unit):
    lanes = [say(unit, kind=kind, key=kind, lane=lane).lane for kind, lane in [(DUTY.key, None), (URGENT.key, None)]]
    given = say(unit, key="given", lane=Lane.IMMEDIATE)

    assert [*lanes, given.lane] == [Lane.DIGEST, Lane.IMMEDIATE, Lane.IMMEDIATE]


def test_a_kind_that_nobody_declared_cannot_be_said(unit):
    with pytest.raises(LookupError):
        say(unit, kind="test.unknown")


def test_a_kind_is_declared_once():
    with pytest.raises(ValueError, match=r"test\.duty"):
        declare(NoticeKind("test.duty", str))

    assert kind_of("test.duty") is DUTY
    assert headings()["test.urgent"] == "Urgent duties"


@pytest.mark.parametrize(
    ("kind", "params", "sentence"),
    [
        ("test.duty", {"title": "Report"}, "Report"),
        ("test.duty", {}, "Duties"),
        ("test.gone", {"title": "Report"}, "Notices in your inbox"),
    ],
)
def test_facts_that_do_not_fit_the_kind_leave_its_heading(kind, params, sentence):
    assert sentence_of(kind, params) == sentence


@pytest.mark.parametrize(
    "url", ["https://example.org/", "//example.org/", "/\\example.org", "/\t/example.org", "tasks/", "", "/a b"]
)
@pytest.mark.django_db
def test_a_link_leads_into_the_portal(url):
    with pytest.raises(IntegrityError, match="notice_leads_into_the_portal"), transaction.atomic():
        make_notice(to_party=make_party(), url=url)


@pytest.mark.parametrize("url", ["/", "/duties/7/#step-3", "/tasks/?state=over"])
def test_links_into_the_portal_are_taken(unit, url):
    assert say(unit, url=url).url == url
