"""A party is found by a part of its name, through the stored pieces of two signs."""

import pytest
from django.db import connection

from agencies.models import Party
from kernel.models import AuditRow
from tests.factories import make_party

pytestmark = pytest.mark.django_db


def found(text: str) -> set[str]:
    return {party.name for party in Party.objects.named(text)}


@pytest.fixture
def parties():
    for name in ("西湖区康仁诊所", "西湖区人民医院", "ABC 口腔门诊部", "康复仁爱医院"):
        make_party(name=name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("康仁", {"西湖区康仁诊所"}),
        ("西湖区", {"西湖区康仁诊所", "西湖区人民医院"}),
        ("人民医院", {"西湖区人民医院"}),
        ("abc口腔", {"ABC 口腔门诊部"}),
        ("ＡＢＣ　口 腔", {"ABC 口腔门诊部"}),
        ("仁康", set()),
        ("医", set()),
        ("", set()),
        ("%_", set()),
    ],
)
def test_what_a_part_of_a_name_finds(parties, text, names):
    assert found(text) == names


def test_the_pieces_follow_the_name():
    party = make_party(name="康仁诊所")
    Party.objects.filter(pk=party.pk).update(name="安和诊所")

    assert (found("康仁"), found("安和")) == (set(), {"安和诊所"})


def test_the_index_answers():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query, values = Party.objects.named("康仁").values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN {query}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "party_name_pieces" in plan


def test_the_trail_does_not_tell_of_pieces_when_a_name_changes():
    party = make_party(name="康仁诊所")
    Party.objects.filter(pk=party.pk).update(name="安和诊所")

    entry = AuditRow.objects.filter(table_name="agencies_party", row_id=str(party.pk), action="U").get()
    assert entry.changes == {"name": ["康仁诊所", "安和诊所"]}
