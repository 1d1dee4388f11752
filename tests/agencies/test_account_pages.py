"""The pages of accounts: who comes where, letters shown once, tables with faults, one's own units."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import Membership, Section, User
from agencies.services import accounts
from tests.agencies.conftest import AT
from tests.factories import make_agency, make_membership, make_region, make_user

pytestmark = pytest.mark.django_db
PEOPLE = "/agencies/people/"
HOME = "/agencies/account/"


@pytest.fixture
def clerk(browser, system_admin):
    """The browser of a system administrator."""
    browser.force_login(system_admin.user)
    return browser


@pytest.fixture
def guard(browser, security_admin):
    """The browser of a security administrator."""
    browser.force_login(security_admin.user)
    return browser


def text(answer) -> str:
    return answer.content.decode()


def test_the_list_shows_the_people_of_the_territory(clerk, system_admin):
    district = make_region(parent=system_admin.party.region)
    make_membership(agency=make_agency(region=district), user=make_user(name="NEAR"))
    make_membership(user=make_user(name="FAR"))

    page = text(clerk.get(PEOPLE))

    assert "NEAR" in page and "FAR" not in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}))
@pytest.mark.parametrize("path", [PEOPLE, PEOPLE + "new/", PEOPLE + "table/"])
def test_others_do_not_come_there(browser, agency, role, path):
    browser.force_login(make_membership(agency=agency, role=role).user)

    assert browser.get(path).status_code == 403


def test_somebody_of_elsewhere_is_not_found(clerk, guard):
    stranger = make_membership()

    for path in ("", "close/", "reset-password/", "roles/new/"):
        assert clerk.get(f"{PEOPLE}{stranger.user_id}/{path}").status_code in {403, 404}
    assert clerk.get(f"{PEOPLE}{stranger.user_id}/").status_code == 404
    assert guard.post(f"/agencies/roles/{stranger.pk}/end/").status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_one_and_four(clerk, agency):
    clerk.get(PEOPLE)
    with CaptureQueriesContext(connection) as one:
        clerk.get(PEOPLE)
    for _number in range(3):
        make_membership(agency=agency)

    with CaptureQueriesContext(connection) as four:
        answer = clerk.get(PEOPLE)

    assert len(answer.context["page_obj"]) == 4
    assert len(one) == len(four)


def test_a_long_list_has_pages(clerk, agency):
    for _number in range(50):
        make_membership(agency=agency)

    assert 'href="?q=user&amp;page=2"' in text(clerk.get(PEOPLE + "?q=user"))
    assert len(clerk.get(PEOPLE + "?q=user&page=2").context["page_obj"]) == 1


def test_the_list_is_narrowed(clerk, agency, system_admin):
    make_membership(agency=agency, user=make_user(name="Hou Yi"), role=Role.LEADER)
    make_membership(agency=agency, user=make_user(name="Chang E", is_active=False))
    accounts.create_account(
        username="wu.gang", name="Wu Gang", party=agency.party, role=Role.HANDLER, by=system_admin, at=AT
    )

    def names(query):
        return {user.name for user in clerk.get(PEOPLE + query).context["page_obj"]}

    assert names("?q=hou") == {"Hou Yi"}
    assert names("?role=leader") == {"Hou Yi"}
    assert names("?state=closed") == {"Chang E"}
    assert names("?state=proposed") == names("?state=first") == {"Wu Gang"}
    assert names("?q=nobody") == set()


def test_htmx_gets_the_list_alone(clerk):
    part = text(clerk.get(PEOPLE, headers={"HX-Request": "true"}))

    assert part.lstrip().startswith('<div id="people">')


def test_an_account_is_opened_with_a_letter(clerk, agency):
    facts = {"form_key": uuid4(), "name": "Liu Na", "username": "Liu.Na", "agency": agency.pk, "role": Role.HANDLER}

    answer = clerk.post(PEOPLE + "new/", facts)

    letter = answer.context["letters"][0]
    user = User.objects.get(username="liu.na")
    assert (answer.status_code, letter.user) == (200, user)
    assert letter.password in text(answer) and user.check_password(letter.password)
    assert user.must_change_password and user.memberships.get().is_proposed
    assert "no-store" in answer["Cache-Control"]
    assert letter.password not in text(clerk.get(user.get_absolute_url()))


def test_the_same_form_again_opens_nothing_and_says_so(clerk, agency):
    facts = {"form_key": uuid4(), "name": "Liu Na", "username": "liu.na", "agency": agency.pk, "role": Role.HANDLER}
    password = clerk.post(PEOPLE + "new/", facts).context["letters"][0].password

    answer = clerk.post(PEOPLE + "new/", facts)

    assert answer.url == PEOPLE
    assert "its letters were shown once" in text(clerk.get(PEOPLE))
    assert User.objects.get(username="liu.na").check_password(password)


def test_a_user_name_that_is_taken_is_refused(clerk, agency):
    make_user(username="liu.na")
    facts = {"form_key": uuid4(), "name": "Liu Na", "username": "liu.na", "agency": agency.pk, "role": Role.HANDLER}

    answer = clerk.post(PEOPLE + "new/", facts)

    assert answer.status_code == 422
    assert "There is an account “liu.na” already." in text(answer)
    assert 'value="liu.na"' in text(answer)  # nothing typed is lost


@pytest.mark.parametrize("username", ["a", "with space", "semi;colon", "x" * 61])
def test_a_user_name_that_will_not_do_is_refused(clerk, agency, username):
    facts = {"form_key": uuid4(), "name": "Liu Na", "username": username, "agency": agency.pk, "role": Role.HANDLER}

    assert clerk.post(PEOPLE + "new/", facts).status_code == 422


def test_no_agency_outside_the_territory_can_be_chosen(clerk):
    facts = {
        "form_key": uuid4(),
        "name": "Liu Na",
        "username": "liu.na",
        "agency": make_agency().pk,
        "role": Role.HANDLER,
    }

    assert clerk.post(PEOPLE + "new/", facts).status_code == 422
    assert not User.objects.filter(username="liu.na").exists()


def test_a_pasted_table_opens_accounts(clerk, agency):
    Section.objects.create(agency=agency, name="Office")
    table = (
        "Name\tUser name\tAgency\tSection\tRole\n"
        "Liu Na\tliu.na\tCity health commission\tOffice\thandler\n"
        "Wu Gang\twu.gang\tCity health commission\t\treviewer\n"
    )

    answer = clerk.post(PEOPLE + "table/", {"form_key": uuid4(), "table": table})

    assert [letter.user.username for letter in answer.context["letters"]] == ["liu.na", "wu.gang"]
    assert list(Membership.objects.filter(is_proposed=True).order_by("pk").values_list("role", "section__name")) == [
        ("handler", "Office"), ("reviewer", None),
    ]  # fmt: skip
    assert text(answer).count('class="letter"') == 2


def test_so_does_a_file(clerk, agency):
    book = openpyxl.Workbook()
    book.active.append(["name", "username", "agency", "role"])
    book.active.append(["Liu Na", "liu.na", "City health commission", "handler"])
    data = io.BytesIO()
    book.save(data)

    answer = clerk.post(
        PEOPLE + "table/", {"form_key": uuid4(), "file": SimpleUploadedFile("people.xlsx", data.getvalue())}
    )

    assert [letter.user.username for letter in answer.context["letters"]] == ["liu.na"]


def test_one_fault_and_no_account_is_opened(clerk, agency):
    make_user(username="taken")
    table = (
        "name,username,agency,section,role\n"
        "Liu Na,liu.na,City health commission,,handler\n"
        ",x,Nowhere,,king\n"
        "Wu Gang,LIU.NA,City health commission,Cellar,handler\n"
    )

    answer = clerk.post(PEOPLE + "table/", {"form_key": uuid4(), "table": table})

    assert answer.status_code == 422
    assert list(answer.context["form"].non_field_errors()) == [
        "Row 3, column “Agency”: No agency is called “Nowhere”.",
        "Row 3, column “Name”: Enter a name of at most 60 characters.",
        "Row 3, column “Role”: “king” is no role.",
        "Row 3, column “User name”: A user name has 2 to 60 letters, figures or the signs . - _ @, and no spaces.",
        "Row 4, column “Section”: “Cellar” is no section of this agency.",
        "Row 4, column “User name”: This user name occurs twice in the table.",
    ]
    assert not User.objects.filter(username="liu.na").exists()
    assert "Wu Gang,LIU.NA" in text(answer)


def test_what_the_database_refuses_undoes_the_whole_table(clerk, agency):
    make_user(username="taken")
    rows = [
        "name,username,agency,role",
        "Liu,liu.na,City health commission,handler",
        "Wu,taken,City health commission,handler",
    ]
    table = "\n".join(rows)

    answer = clerk.post(PEOPLE + "table/", {"form_key": uuid4(), "table": table})

    assert "There is an account “taken” already." in text(answer)
    assert not User.objects.filter(username="liu.na").exists()


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "Paste a table, or choose a file."),
        ("name,username,agency,role", "The table has no rows below its headings."),
        ("name,username,agency\na,b,c", "Row 1, column “Role”: This column is missing."),
        ("name,username,agency,role,salary\na,b,c,d,e", "Row 1, column “salary”: This column is not known."),
        ("name,username,agency,role\n" + "a,b,c,d\n" * 301, "Open at most 300 accounts at a time."),
        ('name,username,agency,role\n"a', "The file is no table"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(clerk, table, sentence):
    answer = clerk.post(PEOPLE + "table/", {"form_key": uuid4(), "table": table})

    assert answer.status_code == 422
    assert sentence in text(answer)


def test_a_file_that_is_no_text_is_refused(clerk):
    upload = SimpleUploadedFile("people.csv", "姓名,用户名".encode("gb18030"))

    assert "neither UTF-8 text nor XLSX" in text(clerk.post(PEOPLE + "table/", {"form_key": uuid4(), "file": upload}))


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


def test_and_confirms_what_was_proposed(guard, agency, system_admin):
    letter = accounts.create_account(
        username="liu.na", name="Liu Na", party=agency.party, role=Role.HANDLER, by=system_admin, at=AT
    )
    page = text(guard.get(letter.user.get_absolute_url()))
    assert "awaits confirmation" in page and "Give a new first password" not in page

    guard.post(f"/agencies/roles/{letter.membership.pk}/confirm/", {"version": 1})

    letter.membership.refresh_from_db()
    assert not letter.membership.is_proposed


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
