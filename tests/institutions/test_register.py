"""The register one by one: added, found, changed, closed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from institutions.enums import Category, InstitutionState
from institutions.models import Institution
from institutions.services.register import (
    FaultyFacts,
    add_institution,
    change_institution,
    close_institution,
    reopen_institution,
    resume_institution,
    suspend_institution,
)
from kernel.errors import Refused, Stale, WrongDay
from kernel.models import AuditRow
from tests.factories import make_clinic, make_institution, make_region, make_uscc

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()


def add(keeper, district, **facts):
    said = {"name": "河东口腔诊所", "category": Category.CLINIC, "address": "新河路8号"} | facts
    return add_institution(region=district, by=keeper, at=NOON, **said)


def test_an_institution_is_added_with_its_party(keeper, district):
    uscc = make_uscc()

    made = add(keeper, district, uscc=uscc, beds=3, subjects=["口腔科"])

    made.refresh_from_db()
    assert (made.name, made.party.name, made.region_path) == ("河东口腔诊所", "河东口腔诊所", district.path)
    note = AuditRow.objects.get(table_name="institution_added")
    assert (note.row_id, note.changes["uscc"]) == (str(made.pk), uscc)
    assert not AuditRow.objects.filter(table_name__in=["institutions_institution", "agencies_party"], row_id=made.pk)


def test_every_fault_is_told_at_once(keeper, district):
    with pytest.raises(FaultyFacts) as refusal:
        add(keeper, district, uscc="91", reg_code="x", opened_on=date(2027, 1, 1), class_grade="special",
            licence_from=date(2026, 2, 1), licence_to=date(2026, 1, 1))  # fmt: skip

    assert set(refusal.value.faults) == {"uscc", "reg_code", "opened_on", "class_grade", "licence_to"}
    assert not Institution.objects.exists()


@pytest.mark.parametrize(("fact", "code"), [("uscc", make_uscc(7)), ("reg_code", "330102000101")])
def test_a_code_names_one_institution(keeper, district, fact, code):
    make_institution(**{fact: code})

    with pytest.raises(FaultyFacts, match="Another institution has this code"):
        add(keeper, district, **{fact: code})


def test_nobody_keeps_the_register_elsewhere(keeper):
    with pytest.raises(PermissionDenied):
        add(keeper, make_region())


def test_name_and_place_follow_the_party(keeper, district):
    street = make_region(parent=district)
    row = make_institution(region=district)

    change_institution(row, by=keeper, at=NOON, name="新名诊所", region=street)

    row = Institution.objects.get()
    assert (row.name, row.region_path, row.party.name, row.party.region_path) == (
        "新名诊所", street.path, "新名诊所", street.path
    )  # fmt: skip
    assert row.version == 2


def test_the_database_keeps_the_copies_equal(district):
    row = make_institution(region=district, name="甲诊所")
    row.party.name = "乙诊所"
    row.party.save()
    assert Institution.objects.get().name == "乙诊所"

    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.update(name="丙诊所")


def test_what_was_shown_before_is_stale(keeper, district):
    row, seen = make_institution(region=district), Institution.objects.get()
    change_institution(row, by=keeper, at=NOON, beds=5)

    with pytest.raises(Stale):
        change_institution(seen, by=keeper, at=NOON, beds=6)


def test_it_is_not_moved_out_of_the_territory(keeper, district):
    with pytest.raises(PermissionDenied):
        change_institution(make_institution(region=district), by=keeper, at=NOON, region=make_region())


def test_a_closed_one_stays_as_it_is(keeper, district):
    row = make_institution(region=district)
    heir = make_institution(region=district)

    row = close_institution(row, on=TODAY, reason="Merged", by=keeper, at=NOON, successor=heir)

    row.party.refresh_from_db()
    assert (row.state, row.closed_on, row.party.valid_to, row.party.successor) == (
        InstitutionState.CLOSED, TODAY, TODAY, heir.party
    )  # fmt: skip
    with pytest.raises(Refused, match="its record stays"):
        change_institution(row, by=keeper, at=NOON, beds=5)
    row = reopen_institution(row, reason="Another one was meant", by=keeper)
    row.party.refresh_from_db()
    assert (row.state, row.closed_on, row.party.valid_to, row.party.successor) == ("practising", None, None, None)


def test_it_may_rest_for_a_time(keeper, district):
    row = suspend_institution(make_institution(region=district), reason="Fire", by=keeper)
    assert row.state == InstitutionState.SUSPENDED

    assert resume_institution(row, reason="Rebuilt", by=keeper).state == InstitutionState.PRACTISING
    with pytest.raises(Refused):
        resume_institution(row, reason="Rebuilt", by=keeper)


@pytest.mark.parametrize("words", ["口腔", "新河", "河路8", "9133"])
def test_two_signs_of_name_or_address_find_it_and_a_codes_beginning(district, words):
    row = make_institution(region=district, name="河东口腔诊所", address="新河路8号", uscc=make_uscc())
    make_institution(region=district, name="诊所新", address="河畔")

    assert list(Institution.objects.found_by(words)) == [row]


def test_name_and_address_are_not_read_as_one(district):
    make_institution(region=district, name="诊所新", address="河畔")

    assert not Institution.objects.found_by("新河").exists()


def test_a_party_that_is_no_institution_is_audited_when_it_is_made():
    party = make_clinic(kind="place")

    assert AuditRow.objects.get(table_name="agencies_party", row_id=party.pk).action == "I"


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2020, 1, 1)])
def test_it_is_closed_neither_in_the_future_nor_before_it_opened(keeper, district, day):
    row = add(keeper, district, opened_on=date(2021, 1, 1))

    with pytest.raises(WrongDay):
        close_institution(row, on=day, reason="Ended", by=keeper, at=NOON)


def test_a_corrected_first_day_is_the_partys_too(keeper, district):
    row = add(keeper, district, opened_on=date(2026, 6, 1))
    row = change_institution(row, by=keeper, at=NOON, opened_on=date(2020, 6, 1))

    row = close_institution(row, on=date(2026, 1, 1), reason="Ended", by=keeper, at=NOON)

    row.party.refresh_from_db()
    assert (row.party.valid_from, row.party.valid_to) == (date(2020, 6, 1), date(2026, 1, 1))


def test_two_are_not_merged_into_each_other(keeper, district):
    one, other = make_institution(region=district), make_institution(region=district)
    seen = Institution.objects.get(pk=one.pk)
    close_institution(one, on=TODAY, reason="Merged", by=keeper, at=NOON, successor=other)

    with pytest.raises(Refused, match="another one that practises"):
        close_institution(Institution.objects.get(pk=other.pk), on=TODAY, reason="Merged", by=keeper, at=NOON,
                          successor=seen)  # fmt: skip


@pytest.mark.parametrize("subject", ["内" * 61, "内科，外科", ""])
def test_a_subject_that_would_be_cut_or_parted_is_refused(keeper, district, subject):
    with pytest.raises(FaultyFacts, match="A clinical subject has"):
        add(keeper, district, subjects=[subject])


@pytest.mark.parametrize("facts", [{"opened_on": date(1, 1, 1)}, {"reg_code": "１２３４５６７８９０１２"}])
def test_days_and_digits_of_no_register_are_refused(keeper, district, facts):
    with pytest.raises(FaultyFacts) as refusal:
        add(keeper, district, **facts)

    assert set(refusal.value.faults) == set(facts)


def test_nobody_private_and_nobody_itself_runs_an_institution(keeper, district):
    with pytest.raises(FaultyFacts, match="not by a natural person"):
        add(keeper, district, owner=make_clinic(kind="person"))
    row = add(keeper, district)
    with pytest.raises(FaultyFacts, match="does not run itself"):
        change_institution(row, by=keeper, at=NOON, owner=row.party)


@pytest.mark.parametrize("words", ["DENTAL", "1234", "bright"])
def test_latin_words_and_house_numbers_are_found_too(district, words):
    row = make_institution(region=district, name="Bright Dental诊所", address="新河路1234号")

    assert list(Institution.objects.found_by(words)) == [row]


def test_a_code_is_asked_of_its_index(district):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    plan = Institution.objects.found_by("9133ABCD").explain()
    assert "institution_uscc_once" in plan and "institution_reg_code_once" in plan and "institution_pieces" in plan
