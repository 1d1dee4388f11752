"""No page of the admin shows another territory's rows, and none lets them be named in a form."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from guardian.shortcuts import assign_perm

from agencies.enums import Role
from agencies.models import EmergencyGrant
from agencies.services.emergency import request_emergency
from kernel.admin.scoped import ReadOnlyAdmin, ScopedAdmin
from obligations.models import LimitOverride
from tasks.models import PlanDraft
from tests.factories import (
    make_agency,
    make_assignment,
    make_closing,
    make_duty,
    make_entry,
    make_membership,
    make_milestone,
    make_occurrence,
    make_phase,
    make_plan,
    make_reach,
    make_receipt,
    make_recurrence,
    make_region,
    make_responsibility,
    make_task,
    make_user,
)

KEPT = {
    Role.BUSINESS_ADMIN: {
        "agencies.agency", "agencies.region", "kernel.calendaryear", "kernel.day", "obligations.limitoverride",
        "disclosure.publication", "events.event", "institutions.institution", "institutions.proposablefacts",
        "institutions.accountrequest", "institutions.changerequest", "institutions.supervisedobject",
        "institutions.verification", "inspections.checklist", "inspections.programme", "inspections.round",
        "inspections.selfinspection",
        "practitioners.practitioner", "practitioners.registration", "practitioners.assessment",
        "commitments.commitment", "commitments.commitmenttemplate",
        "obligations.obligation", "obligations.obligationstep", "obligations.reminder", "obligations.reminderrule",
        "meetings.meeting", "meetings.decision", "reports.bulletin", "reports.bulletintemplate", "tasks.closing",
        "tasks.assignment", "tasks.milestone", "tasks.occurrence", "tasks.phase", "tasks.plan", "tasks.plandraft",
        "tasks.progressentry", "tasks.reach", "tasks.receipt", "tasks.recurrence", "tasks.responsibility", "tasks.task",
    },
    Role.SYSTEM_ADMIN: {
        "agencies.emergencygrant", "agencies.user", "institutions.accountrequest", "kernel.calendaryear", "kernel.day",
    },
    Role.SECURITY_ADMIN: {"agencies.emergencygrant", "agencies.membership", "guardian.groupobjectpermission"},
}  # fmt: skip
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model, rest: str = "") -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{rest}"


def rows_of(district) -> dict:
    """The district's own row of each kind."""
    person = make_user(name=f"{district.region.name} person", region_path=district.region.path)
    role = make_membership(agency=district.agency, user=person, role=Role.SYSTEM_ADMIN)
    grant = request_emergency(reason=f"{district.region.name} reason", by=role, at=timezone.now())
    share = assign_perm("tasks.view_task", district.agency.group, make_task())
    return {
        "agencies.Region": district.region,
        "agencies.Agency": district.agency,
        "agencies.User": person,
        "agencies.Membership": role,
        "agencies.EmergencyGrant": grant,
        "guardian.GroupObjectPermission": share,
        "tasks.Plan": district.plan,
        "tasks.Task": district.task,
        "tasks.Responsibility": district.responsibility,
        "obligations.Obligation": make_duty(bearer=district.agency.party, title=f"{district.region.name} duty"),
        "obligations.LimitOverride": LimitOverride.objects.create(
            kind="fine.pay", region=district.region, region_path=district.region.path, amount=1,
            valid_from=timezone.localdate(), basis=f"{district.region.name} basis",
        ),
    }  # fmt: skip


@pytest.mark.parametrize("role", KEPT)
def test_the_index_lists_what_the_role_keeps(role, as_role):
    page = as_role(role).get("/admin/")

    models = [model for app in page.context["app_list"] for model in app["models"]]
    assert {model["model"]._meta.label_lower for model in models} == KEPT[role]


@pytest.mark.parametrize("role", sorted(set(Role) - set(KEPT)))
def test_nobody_else_comes_in(role, as_role):
    client = as_role(role)

    assert client.get("/admin/").status_code in {302, 403}
    assert client.get("/admin/agencies/agency/", follow=True).status_code == 403


def test_without_a_login_the_portal_asks_for_one(client, db):
    assert client.get("/admin/").url.startswith("/account/login/")


@pytest.mark.parametrize("role", KEPT)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_page_shows_another_district(model, role, as_role, here, there):
    mine, theirs = rows_of(here).get(model._meta.label), rows_of(there).get(model._meta.label)
    client = as_role(role)

    pages = [client.get(address(model)), client.get(address(model), {"q": "HER"}), client.get(address(model, "add/"))]
    if mine is not None:
        pages += [client.get(address(model, f"{mine.pk}/{page}/")) for page in ("change", "history", "delete")]
    foreign = (
        [client.get(address(model, f"{theirs.pk}/{page}/")) for page in ("change", "history", "delete")]
        if theirs
        else []
    )

    assert {page.status_code for page in pages} <= {200, 403, 404}
    assert {page.status_code for page in foreign} <= {403, 404}
    for page in (*pages, *foreign):
        assert "THERE" not in page.content.decode()


@pytest.mark.parametrize(("role", "names"), KEPT.items())
def test_what_a_role_keeps_can_be_opened(role, names, as_role, here):
    rows = rows_of(here)
    client = as_role(role)

    for label, row in rows.items():
        if label.lower() in names:
            assert client.get(address(type(row))).status_code == 200, label
            page = client.get(address(type(row), f"{row.pk}/change/"))
            assert page.status_code == 200, label
            assert "HERE" in page.content.decode(), label
            assert client.get(address(type(row), f"{row.pk}/history/")).status_code == 200, label


@pytest.mark.parametrize(
    ("role", "model", "field"),
    [
        (Role.BUSINESS_ADMIN, "agency", "parent"),
        (Role.BUSINESS_ADMIN, "region", "parent"),
        (Role.BUSINESS_ADMIN, "party", "region"),
        (Role.BUSINESS_ADMIN, "agencyalias", "region"),
        (Role.SECURITY_ADMIN, "membership", "user"),
    ],
)
def test_autocomplete_offers_the_own_territory(role, model, field, as_role, here, there):
    rows_of(here), rows_of(there)
    parameters = {"app_label": "agencies", "model_name": model, "field_name": field, "term": ""}

    answer = as_role(role).get("/admin/autocomplete/", parameters)

    assert answer.status_code == 200
    assert "HERE" in answer.content.decode()
    assert "THERE" not in answer.content.decode()


def test_a_superior_outside_the_territory_is_neither_shown_nor_lost(as_role, city, here):
    above = make_agency(region=city, name="ABOVE commission")
    here.agency.parent = above
    here.agency.save()
    client = as_role(Role.BUSINESS_ADMIN)
    page = client.get(address(type(here.agency), f"{here.agency.pk}/change/"))

    form = page.context["adminform"].form
    answer = client.post(
        address(type(here.agency), f"{here.agency.pk}/change/"),
        {"name": "HERE new name", "short_name": "HERE", "kind": "hc", "position": 5, "valid_from": "",
         "version": form.initial["version"]} | management("aliases") | management("sections"),
    )  # fmt: skip

    assert "ABOVE" not in page.content.decode()
    assert answer.status_code == 302, answer.context["errors"]
    here.agency.refresh_from_db()
    assert (here.agency.parent, here.agency.party.__class__.objects.get(pk=here.agency.pk).name) == (
        above,
        "HERE new name",
    )


def management(prefix: str) -> dict:
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}


def test_a_foreign_row_cannot_be_named_in_a_form(as_role, here, there):
    facts = {"name": "HERE office", "region": there.region.pk, "short_name": "x", "kind": "hc", "position": 5}

    answer = as_role(Role.BUSINESS_ADMIN).post(
        "/admin/agencies/agency/add/", facts | management("aliases") | management("sections")
    )

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["region"]


def test_an_emergency_grant_shows_everything(as_role, here, there):
    rows_of(there)
    client = as_role(Role.SYSTEM_ADMIN)
    user = here.agency.party.memberships.get(role=Role.SYSTEM_ADMIN).user
    user.emergency_until = timezone.now() + timedelta(hours=1)
    user.save()

    models = {model["model"] for app in client.get("/admin/").context["app_list"] for model in app["models"]}

    assert models == set(MODELS)
    assert "THERE" in client.get("/admin/agencies/agency/").content.decode()


def test_every_class_says_what_it_lists():
    """A filter by a relation would list every row of the related table."""
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, ScopedAdmin)
        relations = {field.name for field in model._meta.get_fields() if field.is_relation}
        assert not relations & set(model_admin.list_filter)
        assert model_admin.date_hierarchy is None
        if not isinstance(model_admin, ReadOnlyAdmin):
            assert model_admin.has_delete_permission.__func__ is ScopedAdmin.has_delete_permission


@pytest.mark.parametrize(
    ("role", "model"),
    [(role, model) for role, names in KEPT.items() for model in MODELS if model._meta.label_lower in names
     and model not in {EmergencyGrant, PlanDraft} and model._meta.app_label in {"agencies", "tasks"}],
    ids=str,
)  # fmt: skip
def test_fifty_rows_take_as_many_queries_as_one(role, model, as_role, here):
    client = as_role(role)
    client.get(address(model))
    with CaptureQueriesContext(connection) as few:
        client.get(address(model))

    for _ in range(49):
        region = make_region(parent=here.region)
        agency = make_agency(region=region)
        make_membership(agency=agency, user=make_user(region_path=region.path))
        task = make_task(plan=make_plan(region=region))
        make_responsibility(task=task, agency=agency)
        make_closing(task=task, agency=agency)
        make_entry(task=task, agency=agency)
        make_assignment(task=task, agency=agency)
        make_receipt(task=task, agency=agency)
        make_phase(plan=task.plan)
        make_reach(milestone=make_milestone(task=task), agency=agency)
        make_occurrence(recurrence=make_recurrence(task=task), agency=agency)

    with CaptureQueriesContext(connection) as more:
        page = client.get(address(model))
    assert page.context["cl"].result_count >= 49
    assert len(more) == len(few)
