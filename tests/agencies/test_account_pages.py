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
from kernel.errors import Refused
from tests.agencies.conftest import AT
from tests.factories import make_agency, make_membership, make_region, make_user

pytestmark = pytest.mark.django_db
PEOPLE = "/agencies/people/"
HOME = "/agencies/account/"


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


@pytest.mark.parametrize("username", ["a", "li na <x>", "semi;colon", "x" * 61])
def test_nor_by_the_administration_or_any_other_way(clerk, system_admin, username):
    facts = {"name": "Li Na", "username": username, "agency": system_admin.party_id, "role": Role.HANDLER}

    answer = clerk.post("/admin/agencies/user/add/", facts)

    assert "username" in answer.context["adminform"].form.errors
    with pytest.raises(Refused):
        accounts.create_account(
            username=username, name="Li Na", party=system_admin.party, role=Role.HANDLER, by=system_admin, at=AT
        )
    assert not User.objects.filter(name="Li Na").exists()


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
        "Wu Gang,LIU.NA,City health commission,,handler\n"
        "Wu Gang,wu.gang,City health commission,Cellar,handler\n"
    )

    answer = clerk.post(PEOPLE + "table/", {"form_key": uuid4(), "table": table})

    assert answer.status_code == 422
    assert list(answer.context["form"].non_field_errors()) == [
        "Row 3, column “Agency”: No agency is called “Nowhere”.",
        "Row 3, column “Name”: This cell must not be empty.",
        "Row 3, column “Role”: “king” is none of the possible values.",
        "Row 3, column “User name”: A user name has 2 to 60 letters, figures or the signs . - _ @, and no spaces.",
        "Row 4, column “User name”: Row 2 says the same already.",
        "Row 5, column “Section”: “Cellar” is no section of this agency.",
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
    upload = SimpleUploadedFile("people.csv", b"name,username\xff")

    assert "Line 1 holds bytes" in text(clerk.post(PEOPLE + "table/", {"form_key": uuid4(), "file": upload}))
