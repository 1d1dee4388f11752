"""Personal numbers: encrypted at rest, found exactly, never in the trail, shown in full to few and not unnoticed."""

import pytest
from django.core.exceptions import FieldError, PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused
from kernel.models import AuditRow
from practitioners.enums import Purpose
from practitioners.models import Practitioner
from practitioners.services.people import add_practitioner, change_practitioner, unmask
from tests.factories import (
    make_agency,
    make_card,
    make_institution,
    make_membership,
    make_practitioner,
    make_principal,
    make_qualification,
)

pytestmark = pytest.mark.django_db


def everything_stored() -> str:
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        told = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            told.append(cursor.fetchone()[0])
    return "\n".join(told)


@pytest.fixture
def card():
    return make_card()


@pytest.fixture
def doctor(keeper, district, card):
    return add_practitioner(
        institution=make_institution(region=district), name="李示例", profession="doctor", category="clinical",
        id_number=card, qualification_code=make_qualification(card), valid_from=timezone.localdate(), by=keeper,
        at=timezone.now(),
    )  # fmt: skip


def test_no_column_of_any_table_holds_a_number(doctor, keeper, card):
    other = make_card()
    change_practitioner(
        doctor, by=keeper, at=timezone.now(), id_number=other, qualification_code=make_qualification(other)
    )
    unmask(doctor, purpose=Purpose.INSPECTION, reason="Case 7", by=keeper)

    stored = everything_stored()

    assert "李示例" in stored and "numbers_unmasked" in stored
    for number in (card, other):
        assert number not in stored and number[6:14] + number[14:17] not in stored
    doctor.refresh_from_db()
    assert (doctor.id_number, doctor.qualification_code) == (other, make_qualification(other))


def test_the_trail_says_that_a_number_changed_and_neither_number_nor_digest(doctor, keeper):
    change_practitioner(doctor, by=keeper, at=timezone.now(), id_number="", qualification_code="")

    added, changed = AuditRow.objects.filter(table_name="practitioners_practitioner").order_by("pk")
    for row in (added, changed):
        for column in ("id_number", "id_digest", "qualification_code", "qualification_digest"):
            assert set(row.changes[column]) <= {"•••", "•"}


def test_equal_numbers_are_encrypted_differently_and_found_by_their_digest(card):
    make_practitioner(id_number=card)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, id_digest FROM practitioners_practitioner")
        ((sealed, digest),) = cursor.fetchall()
    Practitioner.objects.get().save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, id_digest FROM practitioners_practitioner")
        ((again, same),) = cursor.fetchall()

    assert sealed != again and digest == same and len(digest) == 64
    assert Practitioner.objects.with_exactly("id_number", card).exists()
    with pytest.raises(FieldError):
        Practitioner.objects.filter(id_number=card).exists()


def test_new_keys_encrypt_anew_and_the_old_ones_can_go(settings, card, capsys):
    settings.FIELD_KEYS = ["old"]
    make_practitioner(id_number=card, qualification_code=make_qualification(card))
    make_practitioner()

    settings.FIELD_KEYS = ["new", "old"]
    assert Practitioner.objects.with_exactly("id_number", card).exists()  # before they are renewed, too
    call_command("renew_secrets")

    settings.FIELD_KEYS = ["new"]
    assert capsys.readouterr().out == "2 secrets encrypted anew.\n"
    assert Practitioner.objects.with_exactly("id_number", card).get().id_number == card


def test_a_key_that_is_gone_is_said(settings, card):
    settings.FIELD_KEYS = ["old"]
    make_practitioner(id_number=card)

    settings.FIELD_KEYS = ["new"]
    with pytest.raises(CommandError, match="practitioner: none of FIELD_KEYS decrypts this secret"):
        call_command("renew_secrets")


def test_who_unmasks_is_kept_with_the_purpose(doctor, keeper, card):
    shown = unmask(doctor, purpose=Purpose.COMPLAINT, reason="Complaint 12", by=keeper)

    assert (shown.id_number, shown.qualification_code) == (card, make_qualification(card))
    note = AuditRow.objects.get(table_name="numbers_unmasked")
    assert note.row_id == str(doctor.pk)
    assert note.changes == {
        "purpose": "complaint", "reason": "Complaint 12", "numbers": ["id_number", "qualification_code"],
        "practitioner": "李示例",
    }  # fmt: skip


def test_without_a_reason_or_a_number_nothing_is_shown(doctor, keeper, district):
    with pytest.raises(Refused, match="Say what the numbers are needed for"):
        unmask(doctor, purpose=Purpose.COMPLAINT, reason=" ", by=keeper)
    with pytest.raises(Refused, match="No personal numbers are recorded"):
        unmask(make_practitioner(region=district), purpose=Purpose.COMPLAINT, reason="Complaint 12", by=keeper)
    assert not AuditRow.objects.filter(table_name="numbers_unmasked").exists()


def strangers(doctor, district):
    commission = make_agency(region=district)
    for role in sorted(set(Role) - {Role.HANDLER, Role.REVIEWER, Role.LEADER}):
        yield make_membership(agency=commission, role=role)
    yield make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))
    yield make_membership(agency=make_agency())  # of another territory
    yield make_principal(doctor.registrations.get().institution.party)


def test_nobody_else_unmasks(doctor, district):
    for by in strangers(doctor, district):
        with pytest.raises(PermissionDenied):
            unmask(doctor, purpose=Purpose.INSPECTION, reason="Case 7", by=by)
    assert not AuditRow.objects.filter(table_name="numbers_unmasked").exists()


def test_no_list_record_history_or_file_of_the_portal_shows_a_number(as_, doctor, keeper, card):
    admin = make_membership(agency=keeper.party.agency, role=Role.BUSINESS_ADMIN)
    person, registration = doctor.pk, doctor.registrations.get().pk
    pages = [
        "/practitioners/", doctor.get_absolute_url(), f"{doctor.get_absolute_url()}edit/",
        f"{doctor.get_absolute_url()}unmask/", f"/api/v1/practitioners/{doctor.party.public_id}/",
        "/api/v1/practitioners/", "/api/v1/registrations/", "/admin/practitioners/practitioner/",
        *(f"/admin/practitioners/practitioner/{person}/{page}/" for page in ("change", "history")),
        *(f"/admin/practitioners/registration/{registration}/{page}/" for page in ("change", "history")),
    ]  # fmt: skip
    browser = as_(admin)
    for page in pages:
        answer = browser.get(page)
        refused = page.endswith("unmask/")
        assert answer.status_code == (403 if refused else 200), page
        assert refused or "李示例" in answer.content.decode(), page
        assert card[6:] not in answer.content.decode(), page


def test_no_log_holds_a_number(as_, doctor, keeper, card, caplog):
    caplog.set_level(0)
    browser = as_(keeper)
    browser.post("/practitioners/find/", {"number": card})
    browser.post("/api/v1/practitioners/find/", {"number": card}, content_type="application/json")
    browser.post(f"{doctor.get_absolute_url()}unmask/", {"purpose": "inspection", "reason": "Case 7"})
    browser.post(f"{doctor.get_absolute_url()}edit/", {"id_number": card[:-1] + "Y", "version": 1})

    told = "\n".join(str(vars(record)) for record in caplog.records)
    assert "/edit/" in told and card[6:17] not in told
