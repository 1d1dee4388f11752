"""What administrators do about a person, and one's own units and delegations, on their pages."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from agencies.models import Membership, User
from agencies.services import accounts
from kernel.errors import Stale
from tests.agencies.conftest import AT
from tests.factories import make_clinic, make_membership, make_user

pytestmark = pytest.mark.django_db
PEOPLE = "/agencies/people/"
HOME = "/agencies/account/"


def text(answer) -> str:
    return answer.content.decode()


def test_a_new_first_password_comes_as_a_letter(clerk, agency):
    member = make_membership(agency=agency)
    path = f"{PEOPLE}{member.user_id}/reset-password/"
    assert "The old password stops working" in text(clerk.get(path))

    answer = clerk.post(path, {"version": 1})

    assert User.objects.get(pk=member.user_id).check_password(answer.context["letters"][0].password)
    assert clerk.post(path, {"version": 1}).status_code == 409  # sent twice: the first letter stays true


def test_an_account_is_closed_and_opened_again(clerk, agency):
    member = make_membership(agency=agency)
    person = f"{PEOPLE}{member.user_id}/"
    assert "can no longer log in" in text(clerk.get(person + "close/"))

    clerk.post(person + "close/", {"version": 1})
    assert not User.objects.get(pk=member.user_id).is_active
    page = text(clerk.get(person))
    assert "Reopen the account" in page and "Close the account" not in page

    clerk.post(person + "reopen/")
    assert User.objects.get(pk=member.user_id).is_active
    assert clerk.get(person + "explode/").status_code == 404


def test_a_name_is_corrected_by_who_keeps_the_account(system_admin, security_admin):
    user = make_membership(agency=system_admin.party.agency).user

    assert accounts.rename_account(user, name="Li Na", by=system_admin).version == 2
    with pytest.raises(PermissionDenied):
        accounts.rename_account(user, name="x", by=security_admin)
    with pytest.raises(Stale):
        accounts.rename_account(user, name="x", by=system_admin)
    user.refresh_from_db()
    assert user.name == "Li Na"


def test_nobody_closes_his_own_account(clerk, system_admin):
    answer = clerk.post(f"{PEOPLE}{system_admin.user_id}/close/")

    assert answer.status_code == 409
    assert "Nobody closes his own account." in text(answer)


def test_a_security_administrator_gives_and_ends_roles(guard, agency):
    member = make_membership(agency=agency)
    path = f"{PEOPLE}{member.user_id}/roles/new/"
    facts = {"form_key": uuid4(), "agency": agency.pk, "role": Role.REVIEWER, "valid_from": "2026-01-01"}
    assert guard.get(path).status_code == 200

    for _time in range(2):  # the second finds the first
        assert guard.post(path, facts).url == f"{PEOPLE}{member.user_id}/"
    given = member.user.memberships.get(role=Role.REVIEWER)
    facts["form_key"] = uuid4()
    assert "has this role already" in text(guard.post(path, facts))
    assert "never held by one person" in text(guard.post(path, facts | {"role": Role.AUDIT_ADMIN}))

    end = f"/agencies/roles/{given.pk}/end/"
    assert "The last day can be today or later" in text(guard.post(end, {"version": 1, "last_day": "2026-01-02"}))
    assert guard.post(end, {"version": 1}).status_code == 302
    given.refresh_from_db()
    assert given.ended_at is not None


def test_a_stale_end_of_a_role_is_said_so_and_sent_again(guard, agency):
    member = make_membership(agency=agency)
    end = f"/agencies/roles/{member.pk}/end/"
    guard.post(end, {"version": 1, "last_day": "2099-01-31"})

    answer = guard.post(end, {"version": 1, "last_day": "2099-01-02"})

    assert answer.status_code == 409 and "after you had opened it" in text(answer)
    assert [row[1:] for row in answer.context["conflict"]] == [(date(2099, 1, 31), date(2099, 1, 2))]
    assert 'value="2099-01-02"' in text(answer) and 'name="version" value="2"' in text(answer)
    assert guard.post(end, {"version": 2, "last_day": "2099-01-02"}).status_code == 302
    member.refresh_from_db()
    assert member.valid_to == date(2099, 1, 2)


def test_and_confirms_what_was_proposed(guard, agency, system_admin):
    letter = accounts.create_account(
        username="liu.na", name="Liu Na", party=agency.party, role=Role.HANDLER, by=system_admin, at=AT
    )
    page = text(guard.get(letter.user.get_absolute_url()))
    assert "awaits confirmation" in page and "Give a new first password" not in page

    guard.post(f"/agencies/roles/{letter.membership.pk}/confirm/", {"version": 1})

    letter.membership.refresh_from_db()
    assert not letter.membership.is_proposed


def test_many_proposals_are_confirmed_at_once(guard, agency, system_admin):
    elsewhere = make_membership(is_proposed=True)
    rows = [make_membership(agency=agency, is_proposed=True) for _ in range(3)]
    page = guard.get("/agencies/roles/proposed/")
    assert list(page.context["page_obj"]) == rows

    answer = guard.post("/agencies/roles/proposed/", {"role": [rows[0].pk, rows[1].pk, "x"]}, follow=True)
    refused = guard.post("/agencies/roles/proposed/", {"role": [rows[2].pk, elsewhere.pk]})

    assert "2 roles are confirmed." in text(answer) and refused.status_code == 403
    assert list(Membership.objects.proposed().order_by("pk")) == [elsewhere, rows[2]]


def test_a_role_in_an_institution_is_given_by_its_name(guard, agency):
    person, name = make_membership(agency=agency).user, "河东医院"
    path = f"{PEOPLE}{person.pk}/roles/new/"
    facts = {"form_key": uuid4(), "institution": name, "role": Role.STAFF, "valid_from": "2026-01-01"}
    make_clinic(name=name)
    assert "No institution of your territory has this name." in text(guard.post(path, facts))
    clinic = make_clinic(region=agency.party.region, name=name)

    assert "not in both" in text(guard.post(path, facts | {"agency": agency.pk}))
    assert "or name an institution" in text(guard.post(path, facts | {"institution": ""}))
    assert "is no role of" in text(guard.post(path, facts | {"role": Role.HANDLER}))
    assert guard.post(path, facts).url == f"{PEOPLE}{person.pk}/"
    assert person.memberships.get(role=Role.STAFF).party == clinic
    make_clinic(region=agency.party.region, name=name)
    assert "Several institutions" in text(guard.post(path, facts | {"form_key": uuid4()}))


def test_a_system_administrator_gives_none(clerk, agency):
    member = make_membership(agency=agency)

    assert clerk.get(f"{PEOPLE}{member.user_id}/roles/new/").status_code == 403
    assert clerk.post(f"/agencies/roles/{member.pk}/end/").status_code == 403


def test_a_person_of_two_units_acts_as_one_of_them(browser, agency):
    first = make_membership(agency=agency)
    second = make_membership(user=first.user, role=Role.REVIEWER)
    browser.force_login(first.user)
    assert browser.get(HOME).context["acting"] == first

    answer = browser.post(HOME + "act-as/", {"membership": second.pk, "next": HOME})

    assert answer.url == HOME
    assert browser.get(HOME).context["acting"] == second


def test_never_as_somebody_else_or_by_an_ended_role(browser, agency):
    member = make_membership(agency=agency)
    ended = make_membership(user=member.user, valid_to="2020-02-01")
    browser.force_login(member.user)

    for chosen in (make_membership(agency=agency).pk, ended.pk, "x", ""):
        assert browser.post(HOME + "act-as/", {"membership": chosen}).status_code == 404
    assert browser.get(HOME + "act-as/").status_code == 405


def test_switching_leads_nowhere_outside(browser, agency):
    member = make_membership(agency=agency)
    browser.force_login(member.user)

    answer = browser.post(HOME + "act-as/", {"membership": member.pk, "next": "https://elsewhere.example/"})

    assert answer.url == "/"


def test_a_leave_is_handed_on_and_taken_back_on_one_s_own_page(browser, agency):
    member, colleague = make_membership(agency=agency), make_membership(agency=agency, user=make_user(name="Colleague"))
    browser.force_login(member.user)
    path = f"{HOME}roles/{member.pk}/delegate/"
    assert "Colleague" in text(browser.get(path))
    assert browser.post(path, {"to": colleague.user_id, "valid_from": "2026-01-01"}).status_code == 422

    days = {"form_key": uuid4(), "valid_from": "2099-01-01", "valid_to": "2099-01-09"}
    assert browser.post(path, {"to": colleague.user_id, **days}).url == HOME
    deputy = Membership.objects.get(represents=member)
    assert "Take back now" in text(browser.get(HOME))

    browser.post(f"{HOME}delegations/{deputy.pk}/end/")
    assert "Take back now" not in text(browser.get(HOME))
    assert browser.post(f"{HOME}delegations/{deputy.pk}/end/").status_code == 404


def test_another_s_role_is_not_handed_on(browser, agency):
    browser.force_login(make_membership(agency=agency).user)

    assert browser.get(f"{HOME}roles/{make_membership(agency=agency).pk}/delegate/").status_code == 404


def test_who_represents_whom_is_shown(browser, agency):
    member = make_membership(agency=agency, user=make_user(name="Away"))
    deputy = make_membership(agency=agency, represents=member, valid_to="2099-01-01")
    browser.force_login(deputy.user)

    assert "represents Away" in text(browser.get(HOME))


def test_without_a_role_one_is_told_whom_to_ask(browser):
    browser.force_login(make_user())

    answer = browser.get(HOME)

    assert answer.status_code == 403
    assert "Ask the system administrator." in text(answer)
