"""Filters of a list kept under a name: one's own, in one unit, replaced by the same name, never too many."""

import pytest

from kernel.errors import Refused
from kernel.models import SavedView
from kernel.services import save_view
from kernel.services.saved_views import MOST
from tests.factories import make_membership

pytestmark = pytest.mark.django_db
PAGE = "institutions:institutions"
KEEP = {"page": PAGE, "name": "大医院", "query": "category=hospital_general&beds_min=100&after=x"}


def test_a_view_is_kept_shown_and_removed(as_):
    mine = make_membership()
    browser, other = as_(mine), make_membership(user=mine.user)

    kept = browser.post("/views/", KEEP)["Location"]

    view = SavedView.objects.get()
    assert kept == view.get_absolute_url() == "/institutions/?category=hospital_general&beds_min=100"
    assert "大医院" in browser.get("/institutions/").content.decode()
    for stranger in (other, make_membership()):
        browser = as_(stranger)
        assert "大医院" not in browser.get("/institutions/").content.decode()
        assert browser.post(f"/views/{view.pk}/drop/").status_code == 404
    assert as_(mine).post(f"/views/{view.pk}/drop/")["Location"] == kept
    assert not SavedView.objects.exists()


def test_the_same_name_replaces_and_there_are_never_too_many():
    by = make_membership()
    for number in range(MOST):
        save_view(page=PAGE, name=f"{number}", query="beds_min=1", by=by)

    save_view(page=PAGE, name="0", query="beds_min=2", by=by)
    with pytest.raises(Refused, match="At most"):
        save_view(page=PAGE, name="one more", query="", by=by)
    save_view(page="tasks:tasks", name="one more", query="", by=by)

    assert SavedView.objects.get(name="0").query == "beds_min=2"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"name": ""}, 302),
        ({"query": "category=" + "x" * 1000}, 302),
        ({"query": "category=" + "医" * 400}, 302),
        ({"name": "x" * 41}, 302),
        ({"page": "no:page"}, 404),
        ({"page": "//elsewhere"}, 404),
    ],
)
def test_what_cannot_be_kept_leads_back_and_keeps_nothing(as_, said, status):
    answer = as_(make_membership()).post("/views/", KEEP | said)

    assert answer.status_code == status and not SavedView.objects.exists()
    assert status == 404 or answer["Location"].startswith("/institutions/?category")
