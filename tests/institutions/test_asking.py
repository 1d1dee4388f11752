"""Accounts that institutions ask for: papers, who checks, who opens, what whoever asked sees."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from institutions.models import AccountRequest
from institutions.services.asking import ask_account, check_papers, open_account, refuse_account
from institutions.services.register import close_institution
from kernel import files
from kernel.errors import Refused, Stale
from kernel.models import StoredFile
from notices.models import Notice
from tests.factories import (
    make_account_request,
    make_agency,
    make_institution,
    make_membership,
    make_region,
    make_uscc,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
ASK = "/institutions/accounts/ask/"


def paper(name: str = "paper.pdf", content: bytes = b"%PDF-1.4 scan") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def said(code: str, **more) -> dict:
    papers = {"licence": paper(), "letter": paper("letter.pdf", b"%PDF-1.4 letter")}
    return {"code": code, "role": "principal", "name": "张示例", "phone": "0571-1"} | papers | more


@pytest.fixture
def hospital(district, keeper):
    return make_institution(region=district, name="河东医院", uscc=make_uscc())


@pytest.fixture
def system_admin(keeper):
    return make_membership(agency=keeper.party.agency, role=Role.SYSTEM_ADMIN)


def test_somebody_asks_papers_are_checked_and_the_account_is_opened(client, as_, keeper, system_admin, hospital):
    status = client.post(ASK, said(hospital.uscc.lower()))["Location"]

    row = AccountRequest.objects.get()
    page = client.get(status).content.decode()
    assert "looks at your papers" in page and "张示例" not in page and "0571-1" not in page
    assert Notice.objects.get().url == row.get_absolute_url()
    shown = as_(keeper).get(row.get_absolute_url()).content.decode()
    assert row.licence.get_absolute_url() in shown and "张示例" in shown
    check = reverse("institutions:check_papers", args=[row.pk])
    assert as_(keeper).post(check, {"version": 1})["Location"] == row.get_absolute_url()
    assert "is being opened" in client.get(status).content.decode()

    browser = as_(system_admin)
    assert row.licence.get_absolute_url() not in browser.get(row.get_absolute_url()).content.decode()
    letter = browser.post(reverse("institutions:open_account", args=[row.pk]), {"version": 2})

    role = Membership.objects.get(party=hospital.party)
    assert (role.user.username, role.role, role.is_proposed) == (hospital.uscc.lower(), Role.PRINCIPAL, True)
    assert letter.context["letters"][0].user == role.user
    assert "Fetch the letter" in client.get(status).content.decode()
    assert browser.post(reverse("institutions:open_account", args=[row.pk]), {"version": 3}).status_code == 409


def test_only_the_commission_reads_the_papers(as_, keeper, system_admin, hospital):
    row = make_account_request(hospital)
    elsewhere = make_membership(agency=make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION))
    police = make_membership(agency=make_agency(region=hospital.party.region, kind=AgencyKind.PUBLIC_SECURITY))

    answer = as_(keeper).get(row.licence.get_absolute_url())
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-1.4")
    for by in (elsewhere, police, system_admin):
        assert as_(by).get(row.licence.get_absolute_url()).status_code in {403, 404}


def test_the_papers_go_with_the_institution_to_another_commission(as_, district, keeper, hospital):
    row, parent = make_account_request(hospital), make_region()
    there = make_membership(agency=make_agency(region=parent, kind=AgencyKind.HEALTH_COMMISSION))
    party = hospital.party
    party.region, party.region_path = parent, parent.path
    party.save()

    assert as_(there).get(row.get_absolute_url()).status_code == 200
    assert files.readable(there, public_id=row.licence.public_id) == row.licence
    assert as_(keeper).get(row.letter.get_absolute_url()).status_code in {403, 404}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "X"}, "No institution of the register"),
        ({"licence": paper("a.pdf", b"MZ")}, "PDF"),
        ({"letter": None}, "required"),
        ({"role": "handler"}, "not one of the available"),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_asked_leaves_nothing(client, hospital, change, sentence):
    answer = client.post(
        ASK, {key: value for key, value in (said(hospital.uscc) | change).items() if value is not None}
    )

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not AccountRequest.objects.exists() and not StoredFile.objects.exists()


def test_one_request_at_a_time_for_an_institution_that_stands(keeper, hospital, district):
    at, closed = (
        timezone.now(),
        make_institution(region=district, uscc=make_uscc(), state="closed", closed_on="2026-01-01"),
    )
    with pytest.raises(Refused, match="No institution"):
        ask_account(at=at, **said(closed.uscc))
    with pytest.raises(Refused, match="No institution"):
        ask_account(at=at, **said(""))
    first = ask_account(at=at, **said(hospital.uscc))
    with pytest.raises(Refused, match="asked for already"):
        ask_account(at=at, **said(hospital.uscc))

    refuse_account(first, reason="Unreadable", by=keeper, at=at)

    assert ask_account(at=at, **said(hospital.uscc)).state == "asked"


def test_the_reason_of_a_refusal_is_read_by_who_asked(client, as_, keeper, hospital):
    row = make_account_request(hospital)
    address = reverse("institutions:refuse_account", args=[row.pk])
    assert as_(keeper).post(address, {"version": 1, "reason": ""}).status_code == 422

    as_(keeper).post(address, {"version": 1, "reason": "The scan is unreadable."})

    status = reverse("institutions:account_asked", args=[row.public_id])
    assert "The scan is unreadable." in client.get(status).content.decode()
    assert client.get(reverse("institutions:account_asked", args=[uuid4()])).status_code == 404


def test_who_checks_does_not_open_and_the_other_way_round(keeper, system_admin, hospital):
    at, row = timezone.now(), make_account_request(hospital)
    with pytest.raises(PermissionDenied):
        check_papers(row, by=system_admin, at=at)
    with pytest.raises(Refused):
        open_account(AccountRequest.objects.get(), by=system_admin, at=at)
    check_papers(AccountRequest.objects.get(), by=keeper, at=at)
    with pytest.raises(Stale):
        check_papers(row, by=keeper, at=at)
    with pytest.raises(PermissionDenied):
        open_account(AccountRequest.objects.get(), by=keeper, at=at)


def test_a_second_account_of_an_institution_has_a_number(system_admin, hospital):
    make_user(username=hospital.uscc.lower())
    row = make_account_request(hospital, state="checked", role=Role.COMPLIANCE_OFFICER)

    letter = open_account(row, by=system_admin, at=timezone.now())

    assert letter.user.username == f"{hospital.uscc.lower()}-2"


def test_too_many_requests_from_one_place_are_refused(client, hospital, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_account": "1/d/ip"}

    client.post(ASK, said("X"))
    answer = client.post(ASK, said(hospital.uscc))

    assert "Too many requests" in answer.content.decode() and not AccountRequest.objects.exists()


def test_an_institution_closed_meanwhile_gets_no_account(keeper, system_admin, hospital):
    now = timezone.now()
    row = check_papers(make_account_request(hospital), by=keeper, at=now)
    close_institution(hospital, on=timezone.localdate(now), reason="Merged", by=keeper, at=now)

    with pytest.raises(Refused, match="is closed"):
        open_account(row, by=system_admin, at=now)

    assert not Membership.objects.filter(party=hospital.party).exists()
