"""A row's entity tag: nothing is sent twice, and nothing newer is overwritten."""

import pytest
from django.db import transaction
from django.urls import include, path
from rest_framework.routers import SimpleRouter

from tasks.api.views import PlanViewSet
from tasks.models import Plan
from tests.api.test_problems import problem


class RenamingViewSet(PlanViewSet):
    """A view set that writes, as later ones will: the row as the client saw it, locked, changed, answered."""

    @transaction.atomic
    def partial_update(self, request, *args, **kwargs):
        plan = Plan.objects.locked(self.get_object())
        plan.title = request.data["title"]
        plan.save()
        return self.retrieve(request)


router = SimpleRouter()
router.register("api/renaming", RenamingViewSet, basename="renaming")
urlpatterns = [path("", include(router.urls)), path("", include("oversight.urls"))]
pytestmark = pytest.mark.urls(__name__)


def rename(client, plan, title, **headers):
    return client.patch(f"/api/renaming/{plan.pk}/", {"title": title}, content_type="application/json", headers=headers)


@pytest.mark.parametrize("name", ["regions", "agencies", "plans", "tasks"])
def test_what_the_client_has_is_not_sent_again(name, api):
    row = api.get(f"/api/v1/{name}/").json()["results"][0]
    tag = api.get(f"/api/v1/{name}/{row['id']}/")["ETag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = api.get(f"/api/v1/{name}/{row['id']}/", headers={"If-None-Match": known})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
    assert api.get(f"/api/v1/{name}/{row['id']}/", headers={"If-None-Match": '"1-0"'}).status_code == 200


def test_the_tag_changes_with_whatever_is_shown(api, here):
    address = f"/api/v1/agencies/{here.agency.party.public_id}/"
    before = api.get(address)["ETag"]

    here.agency.aliases.update(name="HERE again")

    assert api.get(address)["ETag"] != before


def test_a_change_of_the_version_that_was_seen_is_saved(api, here):
    seen = api.get(f"/api/v1/plans/{here.plan.pk}/")["ETag"]

    response = rename(api, here.plan, "New", **{"If-Match": seen})

    assert (response.status_code, response.json()["title"]) == (200, "New")
    assert response["ETag"].startswith('"2-')


def test_a_change_of_an_older_version_is_refused(api, here):
    seen = api.get(f"/api/v1/plans/{here.plan.pk}/")["ETag"]
    rename(api, here.plan, "New", **{"If-Match": seen})

    response = rename(api, here.plan, "Newer", **{"If-Match": seen})

    assert problem(response)["status"] == 412
    assert api.get(f"/api/v1/plans/{here.plan.pk}/").json()["title"] == "New"


def test_a_change_without_a_version_is_refused(api, here):
    assert problem(rename(api, here.plan, "New"))["status"] == 428
    assert problem(rename(api, here.plan, "New", **{"If-Match": "nonsense"}))["status"] == 412


def test_whatever_version_there_is_may_be_asked_for(api, here):
    assert rename(api, here.plan, "New", **{"If-Match": "*"}).json()["title"] == "New"


def test_another_districts_row_is_not_there_to_change(api, there):
    assert problem(rename(api, there.plan, "New", **{"If-Match": "*"}))["status"] == 404
