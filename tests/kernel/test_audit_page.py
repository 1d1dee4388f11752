"""The audit administrator reads, narrows and exports the trail of its territory."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import User
from kernel import audit, files, services
from kernel.audit.entries import entries
from kernel.exports import escaped
from kernel.models import AuditRow, Job
from tests.factories import make_agency, make_membership, make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    membership = make_membership(role=Role.AUDIT_ADMIN)
    client.force_login(membership.user)
    return membership


def act(by, name: str, *, request_id="r1", user: User | None = None) -> User:
    """Rename somebody in the name of a unit."""
    user = user or make_user(name="Before")
    with audit.acting(user_id=by.user_id, membership_id=by.pk, region_path=by.region_path, request_id=request_id):
        User.objects.filter(pk=user.pk).update(name=name)
    return user


def shown(client, query="") -> str:
    answer = client.get(f"/audit/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDIT_ADMIN}))
def test_nobody_else_sees_or_exports_it(client, role):
    client.force_login(make_membership(role=role).user)

    assert (client.get("/audit/").status_code, client.post("/audit/export/").status_code) == (403, 403)


def test_it_says_who_did_what_for_which_unit(client, by):
    colleague = make_membership(agency=by.party.agency)
    act(colleague, "After")

    page = shown(client)

    for words in (colleague.user.name, colleague.party.name, "Before", "After", "r1"):
        assert words in page


def test_what_another_district_did_is_not_shown(client, by):
    act(make_membership(agency=make_agency(region=make_region())), "Elsewhere")

    assert "Elsewhere" not in shown(client)


def test_what_no_unit_did_is_shown_at_the_top_only(client, by):
    make_user(name="Nobody's work")
    assert "Nobody&#x27;s work" in shown(client)

    district = make_agency(region=make_region(parent=by.party.region))
    police = make_agency(region=by.party.region, kind=AgencyKind.PUBLIC_SECURITY)
    for agency in (district, police):
        client.force_login(make_membership(agency=agency, role=Role.AUDIT_ADMIN).user)
        assert "Nobody&#x27;s work" not in shown(client)


def test_it_can_be_narrowed(client, by):
    colleague = make_membership(agency=by.party.agency)
    mine, theirs = act(by, "By me", request_id="r-mine"), act(colleague, "By them", request_id="r-theirs")
    today = timezone.localdate()

    found = {
        query: ("By me" in page, "By them" in page)
        for query in (
            "request_id=r-mine",
            f"user={colleague.user.username}",
            f"table=agencies_user&row={theirs.pk}&action=U",
            f"first={today}&last={today}&table=agencies_user",
            f"last={today - timedelta(days=1)}",
            f"first={today + timedelta(days=1)}",
            "table=kernel_calendaryear",
            "table=no_such_table",
        )
        if (page := shown(client, query))
    }

    assert found == {
        "request_id=r-mine": (True, False),
        f"user={colleague.user.username}": (False, True),
        f"table=agencies_user&row={theirs.pk}&action=U": (False, True),
        f"first={today}&last={today}&table=agencies_user": (True, True),
        f"last={today - timedelta(days=1)}": (False, False),
        f"first={today + timedelta(days=1)}": (False, False),
        "table=kernel_calendaryear": (False, False),
        "table=no_such_table": (False, False),
    }
    assert mine.pk != theirs.pk


def test_pages_follow_one_another_without_a_gap(client, by):
    user = make_user()
    for n in range(120):
        act(by, f"Name {n}", user=user)
    query = f"table=agencies_user&row={user.pk}&action=U"

    first = client.get(f"/audit/?{query}")
    second = client.get("/audit/" + first.context["page_obj"].next)
    third = client.get("/audit/" + second.context["page_obj"].next)
    back = client.get("/audit/" + third.context["page_obj"].previous)

    pages = [[row.changes["name"][1] for row in page.context["page_obj"]] for page in (first, second, third, back)]
    assert pages[0] + pages[1] + pages[2] == [f"Name {n}" for n in range(119, -1, -1)]
    assert pages[3] == pages[1]
    ends = [(bool(page.context["page_obj"].previous), bool(page.context["page_obj"].next)) for page in (first, third)]
    assert ends == [(False, True), (True, False)]


def test_a_place_that_nobody_gave_out_is_the_beginning(client, by):
    act(by, "Newest")

    assert "Newest" in shown(client, "before=x") and "Newest" in shown(client, "after=WzFd")


def test_fifty_entries_take_as_many_queries_as_one(client, by, django_assert_max_num_queries):
    user = make_user()
    act(by, "Name", user=user)
    query = f"table=agencies_user&row={user.pk}&action=U"
    with django_assert_max_num_queries(30) as one:
        shown(client, query)
    for n in range(50):
        act(make_membership(agency=by.party.agency), f"Name {n}", user=user)

    with django_assert_max_num_queries(len(one)):
        shown(client, query)


def test_choices_are_shown_in_words():
    membership = make_membership(role=Role.HANDLER)
    membership.role = Role.REVIEWER
    membership.save()
    row = AuditRow.objects.filter(table_name="agencies_membership").order_by("-pk").first()

    (entry,) = entries([row])

    handler, reviewer = str(Role.HANDLER.label), str(Role.REVIEWER.label)
    assert [change[1:] for change in entry.changes if handler in change] == [(handler, reviewer)]


def test_the_export_holds_what_the_page_shows_and_is_itself_noted(client, by):
    user = make_user()
    act(by, '=HYPERLINK("x")', request_id="r-out", user=user)
    act(by, "Not asked for", request_id="r-other", user=user)

    answer = client.post("/audit/export/?request_id=r-out")
    job = Job.objects.get()
    services.run_job(job.pk)

    job.refresh_from_db()
    assert (answer.url, job.state, job.done) == (job.get_absolute_url(), "done", 1)
    content = files.path_of(job.result).read_bytes()
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert (content[:3], len(rows), rows[1][6]) == (b"\xef\xbb\xbf", 2, "r-out")
    noted = AuditRow.objects.get(table_name="audit_exported")
    assert noted.changes == {"filters": "request_id=r-out", "rows": 1}
    assert (noted.user_id, noted.region_path) == (by.user_id, by.region_path)


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("1-1", "1-1"), (None, "")],
)
def test_a_cell_cannot_calculate(cell, written):
    assert escaped(cell) == written


def test_an_export_with_a_meaningless_filter_fails_instead_of_exporting_all(by):
    job = services.start_job("kernel.export_audit", by=by, at=datetime(2026, 11, 20, tzinfo=UTC), filters="first=x")

    services.run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result) == ("failed", None)
