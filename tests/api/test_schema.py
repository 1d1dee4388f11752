"""The API's description: complete, and answered to whoever is logged in."""

import pytest
from django.core.management import call_command


def test_the_description_is_without_doubts(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yaml"))


def test_it_names_every_endpoint_and_its_errors(api):
    schema = api.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()

    names = {
        "agencies", "assessments", "assignments", "bulletins", "change-requests", "checklists", "closings",
        "commitment-templates", "commitments", "dashboard", "decisions", "drafts", "duties", "entries", "equipment",
        "events", "extensions", "feed", "institutions", "ladder", "limits", "meetings", "milestones", "notices",
        "objects", "occurrences", "orders", "permits", "phases", "plans", "practitioners", "publications", "reaches",
        "recurrences", "regions", "registrations", "responsibilities", "self-inspection-programmes",
        "self-inspection-rounds", "self-inspections", "tasks", "verifications",
    }  # fmt: skip
    assert {path.split("/")[3] for path in schema["paths"]} == names
    for operation in [operation for path in schema["paths"].values() for operation in path.values()]:
        assert "application/problem+json" in operation["responses"]["default"]["content"]


@pytest.mark.parametrize("address", ["/api/v1/docs/", "/api/v1/docs/?script"])
def test_the_documentation_needs_a_login(address, client, db):
    response = client.get(address)

    assert (response.status_code, response.url.split("?")[0]) == (302, "/account/login/")


def test_the_documentation_loads_nothing_from_elsewhere(api):
    page = api.get("/api/v1/docs/").content.decode()

    assert "swagger-ui-bundle" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<style" not in page and "<script>" not in page
    assert "SwaggerUIBundle" in api.get("/api/v1/docs/?script").content.decode()
