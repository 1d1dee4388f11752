"""A bulletin's template on its page, and its numbers beside the rows that they count."""

import pytest
import time_machine
from django.urls import reverse

from reports.enums import Section
from tests.reports.conftest import LATER
from tests.reports.test_bulletins import MONTH, busy, made
from tests.reports.test_pages import count_at

__all__ = ["busy"]
pytestmark = pytest.mark.django_db


def test_a_template_on_its_page(busy, as_):
    client = as_(busy.commission.leader)
    said = dict.fromkeys(Section.values, "") | {"version": ""}
    url = reverse("reports:template")

    assert client.post(url, said | {"opening": "{nothing}"}).status_code == 422
    assert client.post(url, said | {"opening": "{owed} owed"}).status_code == 302
    assert client.post(url, said | {"opening": "again"}).status_code == 409


def test_each_number_of_a_bulletin_is_as_many_rows(busy, as_):
    found = made(busy)
    with time_machine.travel(LATER + MONTH):
        busy.handed_in(busy.tax, at=LATER + MONTH)
        client = as_(busy.commission.handler)
        figures = client.get(found.get_absolute_url()).context["figures"]

        assert len(figures) == 6
        assert [count_at(client, url) for _label, _number, url in figures] == [number for _l, number, _u in figures]
