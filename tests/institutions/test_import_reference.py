"""The set-based import beside a slow one that reads row by row as people would."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from institutions.codes import reg_code_fault, uscc_fault
from institutions.models import Institution
from institutions.services.importing import apply, weigh
from tests.factories import make_institution, make_uscc
from tests.institutions.tables import NOON, as_csv, sent, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
CODES = ["", *(make_uscc(n) for n in (71, 72, 73))]
REG_CODES = ["", "330102000101", "330102000102"]
NAMES, LICENCES = ["甲诊所", "乙诊所", "丙诊所"], ["", "L1", "L2"]
FACTS = ("name", "uscc", "reg_code", "licence_number", "beds")
said = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES), "uscc": st.sampled_from([*CODES, "9"]), "reg_code": st.sampled_from(REG_CODES),
        "licence_number": st.sampled_from(LICENCES), "beds": st.sampled_from(["", "1", "2", "many"]),
    }
)  # fmt: skip
recorded = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(CODES), st.sampled_from(REG_CODES), st.sampled_from(LICENCES)),
    max_size=4, unique_by=(lambda row: row[1] or object(), lambda row: row[2] or object()),
)  # fmt: skip


def about(row: dict, register: list[dict]) -> dict | str | None:
    """The record that a row is about; "" where that cannot be said."""
    for code in ("uscc", "reg_code"):
        for record in register:
            if row[code] and record[code] == row[code]:
                return record
    has_code = row["uscc"] or row["reg_code"]
    left = [record for record in register if not (has_code and (record["uscc"] or record["reg_code"]))]
    for fact in ("licence_number", "name"):
        alike = [record for record in left if row[fact] and record[fact] == row[fact]]
        if len(alike) == 1:
            return alike[0]
        if fact == "name" and alike:
            return ""
    return None


def is_sure(row: dict, record: dict) -> bool:
    return any(row[code] and row[code] == record[code] for code in ("uscc", "reg_code"))


def is_faulty(place: int, rows: list[dict], register: list[dict]) -> bool:
    row, others = rows[place], [other for n, other in enumerate(rows) if n != place]
    before = rows[:place]
    if uscc_fault(row["uscc"] or CODES[1]) or reg_code_fault(row["reg_code"] or REG_CODES[1]) or row["beds"] == "many":
        return True
    if any(row[code] and other[code] == row[code] for other in before for code in ("uscc", "reg_code")):
        return True
    record = about(row, register)
    if record == "":
        return True
    if record is None:
        alike = [other for other in others if other["name"] == row["name"] and about(other, register) is None]
        return bool(alike) and not row["uscc"] and not row["reg_code"]
    for other in register:  # a code of another one
        if other is not record and any(row[code] and row[code] == other[code] for code in ("uscc", "reg_code")):
            return True
    if row["reg_code"] == record["reg_code"] != "" and record["uscc"] and row["uscc"] not in ("", record["uscc"]):
        return True
    same = [other for other in others if about(other, register) is record]
    return bool(same) and (any(about(b, register) is record for b in before) or not is_sure(row, record))


def row_by_row(rows: list[dict], register: list[dict]) -> tuple[Counter, list[tuple]]:
    """What a person would do who takes every row against the register as it was before."""
    found, after, made = Counter(), [dict(record) for record in register], []
    for place, row in enumerate(rows):
        if is_faulty(place, rows, register):
            found["faulty"] += 1
            continue
        record, facts = about(row, register), row | {"beds": int(row["beds"] or 0)}
        if record is None:
            found["new"] += 1
            made.append(facts)
        else:
            mine = after[register.index(record)]
            found["same" if mine == facts else "changed"] += 1
            mine.update(facts)
    return found, sorted(tuple(record[fact] for fact in FACTS) for record in [*after, *made])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(said, min_size=1, max_size=7), register=recorded)
def test_the_import_does_what_a_slow_one_would(keeper, district, rows, register):
    with transaction.atomic():
        records = []
        for number, (name, uscc, reg_code, licence) in enumerate(register):
            facts = {"uscc": uscc, "reg_code": reg_code, "licence_number": licence, "beds": number}
            make_institution(region=district, name=name, **facts)
            records.append(facts | {"name": name})
        expected, after = row_by_row(rows, records)

        table = sent(as_csv(*(row | {"region": "河东区", "category": "clinic"} for row in rows)), by=keeper)
        assert work(table.check_job).state == "done"
        counts = apply(table, skip_faulty=True, by=keeper, at=NOON)

        assert {verdict: count for verdict, count in counts.items() if count} == dict(expected)
        assert sorted(Institution.objects.values_list(*FACTS)) == after
        if not counts["faulty"]:
            again = weigh(table, by=keeper)
            assert again["changed"] == again["new"] == 0
        transaction.set_rollback(True)
