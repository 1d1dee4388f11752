"""What machines fetch: JSON, CSV and Atom, in pages from the newest on."""

import csv
import io
from datetime import date
from xml.etree import ElementTree

import pytest

from tests.factories import make_publication

from .conftest import NOON

pytestmark = pytest.mark.django_db
JSON, CSV, ATOM = (f"/open/publications.{form}" for form in ("json", "csv", "atom"))
NAMES = {"atom": "http://www.w3.org/2005/Atom"}


def test_a_publication_for_machines(client, office, time_machine):
    time_machine.move_to(NOON, tick=False)
    row = office.published()

    answer = client.get(JSON)

    assert answer.json() == {
        "publications": [
            {
                "id": str(row.public_id),
                "kind": "penalty",
                "party": "康仁诊所",
                "party_id": str(office.clinic.public_id),
                "agency": office.agency.party.name,
                "title": "王*无证执业案",
                "formed_on": "2026-09-21",
                "public_from": "2026-09-21",
                "public_until": "2027-09-21",
                "url": f"http://testserver{row.public_url}",
                "content": row.payload,
            }
        ],
        "next": None,
    }


def all_ids(client, address: str) -> list[str]:
    ids = []
    while address:
        found = client.get(address).json()
        ids += [row["id"] for row in found["publications"]]
        address = found["next"]
    return ids


def test_the_pages_hold_each_publication_once(client, office):
    rows = [make_publication(by=office.writer, public_from=date(2026, 1, 1 + n % 3)) for n in range(7)]

    expected = sorted(rows, key=lambda row: (row.public_from, row.pk), reverse=True)
    assert all_ids(client, f"{JSON}?size=2") == [str(row.public_id) for row in expected]


def test_the_list_is_narrowed(client, office):
    old = make_publication(by=office.writer, public_from=date(2026, 1, 1))
    grade = make_publication(by=office.writer, kind="grade", payload={"grade": "a"}, public_from=date(2026, 3, 1))

    assert (
        all_ids(client, f"{JSON}?kind=grade") == all_ids(client, f"{JSON}?since=2026-02-01") == [str(grade.public_id)]
    )
    assert all_ids(client, f"{JSON}?party={old.party.public_id}") == [str(old.public_id)]


@pytest.mark.parametrize("address", [JSON, CSV])
@pytest.mark.parametrize(
    ("asked", "name"),
    [("kind=gossip", "kind"), ("party=1", "party"), ("since=soon", "since"), ("size=0", "size"), ("size=501", "size"),
     ("after=rubbish", "after"), ("page=2", "page")],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(client, office, address, asked, name):
    answer = client.get(f"{address}?{asked}")

    assert (answer.status_code, list(answer.json()["faults"])) == (400, [name])


def test_the_table_opens_in_a_spreadsheet(client, office):
    rows = [make_publication(by=office.writer, title="=1+1", party_name="甲\n乙") for _ in range(3)]

    answer = client.get(f"{CSV}?size=2")

    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["id"] for row in table] == [str(row.public_id) for row in reversed(rows[1:])]
    assert table[0]["title"] == "'=1+1"
    assert (answer["Content-Type"], 'rel="next"' in answer["Link"]) == ("text/csv; charset=utf-8", True)


def test_the_feed_names_what_is_new(client, office):
    rows = [make_publication(by=office.writer, title=f"第{n}项 <b>") for n in range(52)]

    answer = client.get(ATOM)

    tree = ElementTree.fromstring(answer.content)
    entries = tree.findall("atom:entry", NAMES)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert len(entries) == 50
    newest = entries[0]
    assert newest.find("atom:title", NAMES).text == rows[-1].title
    assert newest.find("atom:id", NAMES).text == f"urn:uuid:{rows[-1].public_id}"
    assert newest.find("atom:link", NAMES).get("href") == f"http://testserver{rows[-1].public_url}"
    assert newest.find("atom:author/atom:name", NAMES).text == office.agency.party.name
