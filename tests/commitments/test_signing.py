"""Commitments: who signs by what name, what is kept of it, and that it never changes."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from agencies.enums import AgencyKind, Role
from commitments.deadlines import text_for
from commitments.digests import promise_digest
from commitments.models import Commitment
from commitments.services.signing import enter_commitment, sign_commitment, supervision_body_of
from kernel.errors import Refused, WrongDay, WrongType
from kernel.files import may_read
from tests.factories import (
    make_agency,
    make_commitment,
    make_commitment_template,
    make_institution,
    make_membership,
    make_practitioner,
    make_principal,
    make_region,
    make_registration,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def text_of(institution, kind="institution"):
    return text_for(kind, institution.region_path, on=TODAY)


def sign(institution, by, name="陈示例", at=NOON, **about):
    kind = "practitioner" if about.get("practitioner") else "institution"
    return sign_commitment(institution, name=name, by=by, at=at, **{"seen": text_of(institution, kind)} | about)


def enter(institution, by, content=PDF, **facts):
    said = {"name": "陈示例", "year": 2026, "signed_on": date(2026, 1, 5)} | facts
    upload = SimpleUploadedFile("paper.pdf", content)
    return enter_commitment(institution, scan=upload, by=by, at=NOON, **said)


@pytest.mark.usefixtures("files_folder")
def test_an_old_paper_is_not_this_years(hospital, keeper):
    with pytest.raises(WrongDay, match="signed in that year, at most a year before"):
        enter(hospital, keeper, signed_on=date(2024, 12, 31))
    assert not Commitment.objects.exists()

    assert enter(hospital, keeper, signed_on=date(2025, 12, 31)).year == 2026
    assert enter(hospital, keeper, year=2025, signed_on=TODAY).year == 2025


def test_the_digest_is_over_all_that_was_promised():
    facts = {
        "text": "ab", "party": UUID(int=1), "to": UUID(int=2), "year": 2026, "name": "陈示例",
        "at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), "scan": "",
    }  # fmt: skip
    told = (
        '["ab","00000000-0000-0000-0000-000000000001","00000000-0000-0000-0000-000000000002",2026,"陈示例",'
        '"2026-01-02T03:04:05.000006+00:00",""]'
    )
    assert promise_digest(**facts) == sha256(told.encode()).hexdigest()
    assert promise_digest(**facts | {"at": facts["at"].astimezone(NOON.tzinfo)}) == promise_digest(**facts)
    others = {
        "text": "abc",
        "party": UUID(int=3),
        "to": UUID(int=3),
        "year": 2027,
        "name": "陈",
        "at": NOON,
        "scan": "f",
    }
    digests = {promise_digest(**facts | {name: value}) for name, value in others.items()}

    assert len(digests | {promise_digest(**facts)}) == len(others) + 1


def test_the_principal_signs_for_the_year(hospital, principal, keeper):
    row = sign(hospital, principal, name=" 陈示例 ")

    kept = Commitment.objects.get()
    assert (kept.kind, kept.party_id, kept.institution_id, kept.to) == (
        "institution", hospital.pk, hospital.pk, keeper.party,
    )  # fmt: skip
    assert (kept.year, kept.signed_name, kept.signed_on, kept.signed_at) == (2026, "陈示例", TODAY, NOON)
    assert (kept.signed_by, kept.scan, kept.template) == (principal, None, text_of(hospital))
    assert kept.is_unchanged and kept.digest == row.digest
    kept.signed_name = "另一人"
    assert not kept.is_unchanged


def test_the_accounts_own_name_will_do_and_no_other(hospital, principal):
    for name in ("", "另一人", "陈"):
        with pytest.raises(Refused, match="not the name of the person who signs"):
            sign(hospital, principal, name=name)

    assert sign(hospital, principal, name=principal.user.name).signed_name == principal.user.name


def test_nobody_signs_in_the_principals_place(hospital, keeper):
    others = [make_principal(hospital.party, role=role) for role in (Role.COMPLIANCE_OFFICER, Role.STAFF)]
    for by in (*others, keeper, make_principal(make_institution(region=hospital.party.region).party)):
        with pytest.raises(PermissionDenied):
            sign(hospital, by)


def test_one_year_is_signed_once_the_next_anew(hospital, principal):
    first = sign(hospital, principal)
    with pytest.raises(Refused, match="there already"):
        sign(hospital, principal)

    second = sign(hospital, principal, at=NOON + timedelta(days=60))

    assert [(row.year, row.pk) for row in Commitment.objects.order_by("pk")] == [(2026, first.pk), (2027, second.pk)]


def test_what_was_signed_never_changes(hospital, principal):
    row = sign(hospital, principal)

    for deed in (
        lambda: Commitment.objects.filter(pk=row.pk).update(signed_name="另一人"),
        lambda: Commitment.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_what_was_read_is_what_is_signed(hospital, principal, district):
    seen = text_of(hospital)
    make_commitment_template(region=district, valid_from=TODAY)

    for read in (seen, None):
        with pytest.raises(Refused, match="worded anew"):
            sign(hospital, principal, seen=read)
    assert sign(hospital, principal).template.region == district


def test_a_closed_institution_signs_nothing(hospital, principal):
    hospital.state, hospital.closed_on = "closed", date(2026, 1, 1)
    hospital.save()

    with pytest.raises(Refused, match="closed"):
        sign(hospital, principal)


def test_the_supervision_body_is_the_nearest_and_of_one_place_the_institute(city):
    district = make_region(parent=city)
    assert supervision_body_of(district.path, on=TODAY) is None
    commission = make_agency(region=city, kind=AgencyKind.HEALTH_COMMISSION).party
    make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY)
    assert supervision_body_of(district.path, on=TODAY) == commission
    institute = make_agency(region=city, kind=AgencyKind.HEALTH_SUPERVISION).party
    assert supervision_body_of(district.path, on=TODAY) == institute
    near = make_agency(region=district, kind=AgencyKind.HEALTH_COMMISSION).party
    assert supervision_body_of(district.path, on=TODAY) == near


def test_where_nobody_supervises_nothing_is_signed():
    clinic = make_institution(principal="陈示例")

    with pytest.raises(Refused, match="No supervision body"):
        sign(clinic, make_principal(clinic.party))


def test_a_practitioner_signs_towards_the_institution(hospital, principal, doctor):
    officer = make_principal(hospital.party, role=Role.COMPLIANCE_OFFICER)
    row = sign(hospital, officer, name="李示例", practitioner=doctor)

    assert (row.kind, row.party, row.institution, row.to) == ("practitioner", doctor.party, hospital, hospital.party)
    assert (row.template.kind, row.signed_by, row.is_unchanged) == ("practitioner", officer, True)
    with pytest.raises(Refused, match="there already"):
        sign(hospital, principal, name="李示例", practitioner=doctor)
    assert sign(hospital, principal).kind == "institution"


def test_a_practitioner_signs_by_his_own_name_where_he_is_registered(hospital, principal, doctor, district, keeper):
    other = make_institution(region=district)
    with pytest.raises(Refused, match="not the name of the person who signs"):
        sign(hospital, principal, practitioner=doctor)
    with pytest.raises(Refused, match="not registered at the institution"):
        sign(other, make_principal(other.party), name="李示例", practitioner=doctor)
    for by in (keeper, make_principal(hospital.party, role=Role.STAFF), make_principal(other.party)):
        with pytest.raises(PermissionDenied):
            sign(hospital, by, name="李示例", practitioner=doctor)
    make_registration(doctor, institution=other, kind="additional")

    rows = [sign(place, make_principal(place.party), name="李示例", practitioner=doctor) for place in (hospital, other)]

    assert [row.to for row in rows] == [hospital.party, other.party]


def test_a_signed_paper_is_entered_with_its_scan(hospital, principal, keeper, files_folder):
    row = enter(hospital, keeper)

    assert (row.year, row.signed_on, row.signed_at, row.signed_by) == (2026, date(2026, 1, 5), NOON, keeper)
    assert row.scan.sha256 == sha256(PDF).hexdigest() and row.is_unchanged
    police = make_membership(agency=make_agency(region=hospital.party.region, kind=AgencyKind.PUBLIC_SECURITY))
    far = make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION))
    readers = {by: may_read(by, row.scan) for by in (keeper, principal, police, far)}
    assert readers == {keeper: True, principal: True, police: True, far: False}
    assert not may_read(make_membership(agency=keeper.party.agency, role=Role.AUDIT_ADMIN), row.scan)


def test_who_enters_a_paper_and_which(hospital, doctor, keeper, files_folder):
    officer = make_principal(hospital.party, role=Role.COMPLIANCE_OFFICER)
    assert enter(hospital, officer, practitioner=doctor, name="李示例", year=2025).year == 2025
    for by in (make_principal(hospital.party, role=Role.STAFF), make_principal(make_institution().party)):
        with pytest.raises(PermissionDenied):
            enter(hospital, by)
    with pytest.raises(WrongDay):
        enter(hospital, officer, signed_on=TODAY + timedelta(days=1))
    with pytest.raises(WrongType):
        enter(hospital, officer, content=b"MZ\x00\x01")
    for wrong in ({"year": 2027}, {"year": 1999}, {"name": " "}, {"signed_on": date(1999, 12, 31)}):
        with pytest.raises(Refused):
            enter(hospital, officer, **wrong)

    assert Commitment.objects.of_institutions().count() == 0


def test_of_an_unknown_person_nothing_is_entered(hospital, keeper, files_folder):
    with pytest.raises(Refused, match="not registered"):
        enter(hospital, keeper, practitioner=make_practitioner(region=hospital.party.region))


def test_an_institution_sees_its_own_a_territory_its_own(hospital, doctor, principal, keeper):
    rows = {make_commitment(hospital), make_commitment(hospital, practitioner=doctor)}
    make_commitment()

    assert set(Commitment.objects.visible_to(keeper)) == rows
    assert set(Commitment.objects.shared_with(principal)) == rows
    assert not Commitment.objects.visible_to(principal).exists()
