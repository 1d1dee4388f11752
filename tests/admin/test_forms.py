"""Forms of the admin: stale ones refused with both versions, services called, history out of the audit trail."""

import pytest

from agencies.enums import Role
from agencies.models import Agency, Membership, Party, Region, User
from kernel.models import AuditRow
from tasks.models import Plan
from tests.factories import make_membership, make_region, make_user

PLAN = {"title": "HERE plan", "document_number": "", "issuer": "", "issued_on": "", "period": "quarter", "due_day": 25}
AGENCY = {
    "name": "HERE health commission", "short_name": "HERE health", "kind": "hc", "parent": "", "position": 1000,
    "valid_from": "", "sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0, "aliases-TOTAL_FORMS": 0,
    "aliases-INITIAL_FORMS": 0,
}  # fmt: skip


@pytest.fixture
def keeper(as_role):
    return as_role(Role.BUSINESS_ADMIN)


def errors(page) -> str:
    return " ".join(page.context["adminform"].form.non_field_errors())


def test_a_plain_row_is_saved_and_counted_up(keeper, here):
    answer = keeper.post(f"/admin/tasks/plan/{here.plan.pk}/change/", PLAN | {"due_day": 20, "version": 1})

    assert answer.status_code == 302
    assert Plan.objects.values_list("due_day", "version").get() == (20, 2)


def test_a_stale_form_is_refused_with_both_versions_and_can_be_sent_again(keeper, here):
    address = f"/admin/tasks/plan/{here.plan.pk}/change/"
    keeper.post(address, PLAN | {"title": "Theirs", "version": 1})

    refused = keeper.post(address, PLAN | {"title": "Mine", "issuer": "City", "version": 1})

    form = refused.context["adminform"].form
    assert (refused.status_code, Plan.objects.get().title) == (409, "Theirs")
    assert "now “Theirs”, typed by you “Mine”" in errors(refused)
    assert "now “—”, typed by you “City”" in errors(refused)
    assert (form["title"].value(), form["issuer"].value(), form["version"].value()) == ("Mine", "City", 2)

    keeper.post(address, PLAN | {"title": "Mine", "issuer": "City", "version": form["version"].value()})
    assert Plan.objects.get().title == "Mine"


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_a_form_without_its_version_is_stale(version, keeper, here):
    answer = keeper.post(f"/admin/tasks/plan/{here.plan.pk}/change/", PLAN | {"title": "New", "version": version})

    assert (answer.status_code, Plan.objects.get().title) == (409, "HERE plan")


def test_what_a_service_refuses_stands_on_the_form(keeper, here):
    facts = AGENCY | {"region": here.region.pk, "short_name": "Again"}

    answer = keeper.post("/admin/agencies/agency/add/", facts)

    assert answer.status_code == 409
    assert "HERE district has an agency “HERE health commission” already." in errors(answer)
    assert answer.context["adminform"].form["short_name"].value() == "Again"
    assert Agency.objects.count() == 1


def test_an_agency_is_made_with_its_party(keeper, here):
    facts = AGENCY | {
        "name": "HERE police", "short_name": "Police", "kind": "ps", "region": here.region.pk,
        "parent": here.agency.pk, "valid_from": "2020-01-01", "sections-TOTAL_FORMS": 1, "sections-0-name": "Desk",
        "sections-0-is_active": "on", "aliases-TOTAL_FORMS": 1, "aliases-0-name": "HERE constables",
    }  # fmt: skip

    answer = keeper.post("/admin/agencies/agency/add/", facts)

    assert answer.status_code == 302, answer.context["errors"]
    agency = Agency.objects.select_related("party").get(short_name="Police")
    assert (agency.party.name, agency.party.region_path, agency.parent) == (
        "HERE police",
        here.region.path,
        here.agency,
    )
    assert [alias.name for alias in agency.aliases.all()] == ["HERE constables"]
    assert [section.name for section in agency.sections.all()] == ["Desk"]


def test_an_agency_is_changed_with_its_party(keeper, here):
    section = here.agency.sections.get()
    alias = here.agency.aliases.get()
    facts = AGENCY | {
        "name": "HERE renamed", "version": 1, "sections-TOTAL_FORMS": 1, "sections-INITIAL_FORMS": 1,
        "sections-0-id": section.pk, "sections-0-agency": here.agency.pk, "sections-0-name": section.name,
        "aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 1, "aliases-0-id": alias.pk,
        "aliases-0-agency": here.agency.pk, "aliases-0-DELETE": "on",
    }  # fmt: skip

    answer = keeper.post(f"/admin/agencies/agency/{here.agency.pk}/change/", facts)

    assert answer.status_code == 302, answer.context["errors"]
    section.refresh_from_db()
    assert (Party.objects.get(pk=here.agency.pk).name, section.is_active) == ("HERE renamed", False)
    assert here.agency.aliases.count() == 0


def test_a_region_is_put_below_another(keeper, here):
    facts = {"parent": here.region.pk, "kind": "street", "name": "HERE street", "valid_from": "", "valid_to": "",
             "codes-TOTAL_FORMS": 1, "codes-INITIAL_FORMS": 0, "codes-0-scheme": "gbt2260", "codes-0-code": "330106001",
             "codes-0-name": "HERE street"}  # fmt: skip

    answer = keeper.post("/admin/agencies/region/add/", facts)

    assert answer.status_code == 302, answer.context["errors"]
    region = Region.objects.get(name="HERE street")
    assert (region.path, region.codes.get().code) == (here.region.path + "0001", "330106001")
    assert keeper.post("/admin/agencies/region/add/", facts | {"parent": ""}).status_code == 200


def test_a_region_ends_with_its_codes(keeper, here):
    facts = {"kind": "district", "name": "HERE district", "valid_from": "", "valid_to": "2025-12-31", "version": 1,
             "codes-TOTAL_FORMS": 0, "codes-INITIAL_FORMS": 0}  # fmt: skip

    answer = keeper.post(f"/admin/agencies/region/{here.region.pk}/change/", facts)

    assert answer.status_code == 302, answer.context["errors"]
    assert [str(code.valid_to) for code in here.region.codes.all()] == ["2025-12-31"]


def test_a_name_that_a_sibling_has_is_refused_in_a_sentence(keeper, here):
    make_region(parent=here.region.parent, name="HERE sibling")
    facts = {"kind": "district", "name": "HERE sibling", "valid_from": "", "valid_to": "", "version": 1,
             "codes-TOTAL_FORMS": 0, "codes-INITIAL_FORMS": 0}  # fmt: skip

    answer = keeper.post(f"/admin/agencies/region/{here.region.pk}/change/", facts)

    assert answer.status_code == 409 and "Another region has this name" in errors(answer)
    assert not Region.objects.filter(pk=here.region.pk, name="HERE sibling").exists()


def test_a_code_line_that_stands_twice_is_refused_in_a_sentence(keeper, here):
    facts = {"kind": "district", "name": "HERE district", "valid_from": "", "valid_to": "", "version": 1,
             "codes-TOTAL_FORMS": 2, "codes-INITIAL_FORMS": 0}  # fmt: skip
    for line in (0, 1):
        facts |= {f"codes-{line}-scheme": "gbt2260", f"codes-{line}-code": "330199", f"codes-{line}-name": "HERE"}

    answer = keeper.post(f"/admin/agencies/region/{here.region.pk}/change/", facts)

    assert answer.status_code in {200, 409}  # on the form, with what was typed
    assert not here.region.codes.filter(code="330199").exists()


def test_an_account_is_opened_with_a_letter(as_role, here):
    facts = {"username": "New.Person", "name": "New Person", "agency": here.agency.pk, "role": "handler"}

    page = as_role(Role.SYSTEM_ADMIN).post("/admin/agencies/user/add/", facts)

    user = User.objects.get(username="new.person")
    letter = page.context["letters"][0]
    assert user.check_password(letter.password)
    assert letter.password in page.content.decode()
    assert (user.region_path, user.must_change_password) == (here.region.path, True)


def test_an_account_is_closed(as_role, here):
    user = make_user(region_path=here.region.path)

    as_role(Role.SYSTEM_ADMIN).post(
        f"/admin/agencies/user/{user.pk}/change/", {"name": "Renamed", "version": user.version}
    )

    user.refresh_from_db()
    assert (user.name, user.is_active) == ("Renamed", False)


def test_a_role_is_given_and_ends(as_role, here):
    user = make_user(region_path=here.region.path)
    client = as_role(Role.SECURITY_ADMIN)
    facts = {"user": user.pk, "party": here.agency.pk, "section": "", "role": "handler", "valid_from": "2026-01-01",
             "valid_to": ""}  # fmt: skip

    given = client.post("/admin/agencies/membership/add/", facts)
    role = Membership.objects.get(user=user)
    ended = client.post(
        f"/admin/agencies/membership/{role.pk}/change/", {"valid_to": "2099-12-31", "version": role.version}
    )

    assert (given.status_code, ended.status_code) == (302, 302), (given, ended)
    role.refresh_from_db()
    assert str(role.valid_to) == "2099-12-31"


def test_nobody_gives_a_role_to_himself(as_role, here):
    client = as_role(Role.SECURITY_ADMIN)
    me = here.agency.party.memberships.get(role=Role.SECURITY_ADMIN).user
    User.objects.update(region_path=here.region.path)
    facts = {"user": me.pk, "party": here.agency.pk, "role": "handler", "valid_from": "2026-01-01", "valid_to": ""}

    assert client.post("/admin/agencies/membership/add/", facts).status_code in {403, 409}
    assert Membership.objects.filter(user=me).count() == 1


def test_the_history_is_the_audit_trail(keeper, here):
    keeper.post(f"/admin/agencies/agency/{here.agency.pk}/change/", AGENCY | {"name": "HERE renamed", "version": 1})

    page = keeper.get(f"/admin/agencies/agency/{here.agency.pk}/history/")

    changed = [change for entry in page.context["entries"] for change in entry.changes]
    assert ("name", "HERE health commission", "HERE renamed") in changed
    assert "HERE renamed" in page.content.decode()
    assert page.context["entries"][0].user.startswith("User ")


def test_the_history_names_nobody_of_another_territory(keeper, here, there):
    elsewhere = make_membership(agency=there.agency, user=make_user(name="THERE keeper"))
    AuditRow.objects.filter(table_name="tasks_plan", row_id=str(here.plan.pk))

    from kernel import audit

    with audit.acting(user_id=elsewhere.user_id, membership_id=elsewhere.pk):
        Plan.objects.filter(pk=here.plan.pk).update(title="HERE touched")

    page = keeper.get(f"/admin/tasks/plan/{here.plan.pk}/history/").content.decode()
    assert "HERE touched" in page
    assert "THERE" not in page


def test_the_admin_has_its_own_policy(keeper):
    policy = keeper.get("/admin/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(("role", "address", "status"), [(Role.HANDLER, "/admin/login/", 403),
                                                         (Role.BUSINESS_ADMIN, "/admin/tasks/plan/0/change/", 404),
                                                         (Role.BUSINESS_ADMIN, "/admin/nothing/", 404)])  # fmt: skip
def test_what_the_admin_refuses_has_a_policy_too(role, address, status, as_role):
    answer = as_role(role).get(address)

    assert (answer.status_code, "default-src 'self'" in answer["Content-Security-Policy"]) == (status, True)


@pytest.mark.parametrize(
    ("address", "to"), [("password_change", "/account/password/change/"), ("logout", "/account/logout/")]
)
def test_passwords_and_leaving_are_the_portals(address, to, keeper):
    assert keeper.post(f"/admin/{address}/").url == to
