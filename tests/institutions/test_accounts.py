"""Accounts of institutions: opened many at once, confirmed, reset without mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Membership, User
from agencies.services.accounts import create_account, reset_password
from agencies.services.memberships import confirm_role, give_role
from institutions.enums import Category
from institutions.models import Institution
from institutions.services.accounts import open_accounts, ready, without_account
from tests.factories import make_agency, make_institution, make_membership, make_principal, make_region, make_uscc

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PAGE = "/institutions/accounts/"


def make_admins(district) -> tuple[Membership, Membership]:
    office = make_agency(region=district, kind=AgencyKind.HEALTH_COMMISSION)
    return tuple(make_membership(agency=office, role=role) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))


@pytest.fixture
def admins(district):
    return make_admins(district)


def opened(by):
    return open_accounts(without_account(by, at=NOON), by=by, at=NOON)


def test_who_has_none_gets_one_by_its_code_and_the_role_is_proposed(district, admins):
    clerk, guard = admins
    clinic = make_institution(region=district, uscc=make_uscc(31), principal="陈明")
    station = make_institution(region=district, name="第二诊所", reg_code="330102000101")
    make_principal(make_institution(region=district, uscc=make_uscc(32)).party)  # has one
    make_institution(uscc=make_uscc(33))  # elsewhere
    make_institution(region=district)  # has no code

    letters = opened(clerk)

    found = {(one.user.username, one.user.name, one.membership.party, one.membership.role) for one in letters}
    assert found == {
        (clinic.uscc.lower(), "陈明", clinic.party, "principal"),
        ("330102000101", "第二诊所", station.party, "principal"),
    }
    assert all(one.membership.is_proposed and one.user.must_change_password for one in letters)
    assert all(one.user.check_password(one.password) for one in letters)
    assert not Membership.objects.acting(letters[0].user).exists()
    confirm_role(letters[0].membership, by=guard)
    assert Membership.objects.acting(letters[0].user).get().role == Role.PRINCIPAL
    assert opened(clerk) == []


def test_an_account_of_that_name_is_not_opened_again(district, admins):
    clinic = make_institution(region=district, uscc=make_uscc(34))
    other = make_institution(region=district, uscc=make_uscc(35))
    create_account(username=clinic.uscc, name="陈明", party=other.party, role=Role.PRINCIPAL, by=admins[0], at=NOON)

    rows = without_account(admins[0], at=NOON)

    assert (list(rows), list(ready(rows))) == ([clinic], [])


def test_only_who_opens_accounts_learns_who_has_none(district, admins):
    for by in (admins[1], make_membership(agency=admins[0].party.agency)):
        with pytest.raises(PermissionDenied):
            without_account(by, at=NOON)


def test_one_person_works_in_several_institutions(district, admins):
    clinic, other = (make_institution(region=district, uscc=make_uscc(n)) for n in (36, 37))
    person = make_principal(clinic.party).user

    give_role(user=person, party=other.party, role=Role.STAFF, by=admins[1], valid_from=NOON.date())

    parties = {row.party for row in Membership.objects.acting(person, today=NOON.date())}
    assert parties == {clinic.party, other.party}


def test_who_has_forgotten_the_password_gets_a_letter(as_, district, admins):
    person = make_principal(make_institution(region=district).party).user
    browser = as_(admins[0])

    answer = browser.post(reverse("agencies:reset_password", args=[person.pk]), {"version": person.version})

    page = answer.content.decode()
    assert (
        answer.status_code == 200 and person.username in page and 'aria-label="QR code of the page to log in"' in page
    )
    person.refresh_from_db()
    assert person.must_change_password
    with pytest.raises(PermissionDenied):
        reset_password(person, by=admins[1], at=NOON)


def test_the_page_opens_those_of_the_filter_once(as_, district, admins):
    make_institution(region=district, name="河东诊所", uscc=make_uscc(38))
    make_institution(region=district, name="河东医院", uscc=make_uscc(39), category=Category.HOSPITAL_GENERAL)
    make_institution(region=district, name="无码诊所")
    browser, key = as_(admins[0]), {"form_key": str(uuid4())}

    shown = browser.get(PAGE, {"category": "clinic"}).content.decode()
    assert "Open 1 account" in shown and "河东诊所" in shown and "河东医院" not in shown
    assert "1 institution is left out" in shown
    answer = browser.post(PAGE + "?category=clinic", key).content.decode()
    assert answer.count('class="letter"') == 1 and make_uscc(38).lower() in answer
    assert browser.post(PAGE + "?category=clinic", key)["Location"] == reverse("agencies:people")
    assert User.objects.filter(username__in=[make_uscc(n).lower() for n in (38, 39)]).count() == 1


@pytest.mark.usefixtures("transactional_db")
class TestAtOnce:
    def test_two_open_each_account_once(self):
        district = make_region()
        people = [make_admins(district)[0] for _ in range(2)]
        for n in range(40, 46):
            make_institution(region=district, uscc=make_uscc(n))
        together = Barrier(2, timeout=30)

        def work(by) -> int:
            try:
                together.wait()
                return len(opened(by))
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            counts = list(pool.map(work, people))

        assert (sum(counts), Institution.objects.count()) == (6, 6)
        assert Membership.objects.filter(role=Role.PRINCIPAL).count() == 6
