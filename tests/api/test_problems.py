"""Every error is a problem document, in the reader's language."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.urls import include, path
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as RedisConnectionError
from rest_framework.exceptions import Throttled
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.errors import Refused

ERRORS = {"broken": ValueError("secret"), "refused": Refused("Not today."), "denied": PermissionDenied(),
          "lost": OperationalError("gone"), "redis": RedisConnectionError("gone"), "broker": BrokerError("gone"),
          "large": RequestDataTooBig("gone"), "throttled": Throttled(wait=7)}  # fmt: skip


class Faulty(APIView):
    def get(self, request, name):
        raise ERRORS[name]

    def post(self, request, name):
        return Response(request.data)


urlpatterns = [path("api/faulty/<name>/", Faulty.as_view()), path("", include("oversight.urls"))]
handler403, handler404 = "kernel.errors.permission_denied", "kernel.errors.page_not_found"


def problem(response) -> dict:
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code
    assert body["request"] == response["X-Request-Id"]
    assert body["title"] and body["detail"] and body["type"] == "about:blank"
    return body


@pytest.mark.parametrize(
    "address",
    ["/api/v1/", "/api/v1/tasks/", "/api/v1/tasks/1/", "/api/v1/schema/", "/api/v1/nothing/", "/api/"],
)
def test_without_a_login_nothing_is_answered(address, client, db):
    response = client.get(address)

    assert problem(response)["status"] == 401
    assert response["WWW-Authenticate"] == "Session"


def test_a_login_that_ended_is_401_and_not_403(api):
    api.session.flush()

    assert problem(api.get("/api/v1/tasks/"))["status"] == 401


def test_a_person_without_a_role_today_is_403(api, here):
    here.member.valid_to = here.member.valid_from
    here.member.save()

    assert problem(api.get("/api/v1/tasks/"))["status"] == 403


@pytest.mark.parametrize(
    ("method", "address", "sent", "status"),
    [
        ("get", "/api/v1/tasks/999999999999999999999999/", {}, 404),
        ("get", "/api/v1/tasks/x/", {}, 404),
        ("get", "/api/v1/agencies/00000000-0000-0000-0000-000000000000/", {}, 404),
        ("get", "/api/v1/agencies/00000000-0000/", {}, 404),
        ("get", "/api/v1/nothing/", {}, 404),
        ("post", "/api/v1/nothing", {}, 404),
        ("get", "/api/v1/tasks/?q=%00", {}, 400),
        ("get", f"/api/v1/tasks/?region={'9' * 5000}", {}, 400),
        ("get", f"/api/v1/tasks/{'9' * 5000}/", {}, 400),
        ("get", "/api/v2/tasks/", {}, 404),
        ("post", "/api/v1/tasks/", {}, 405),
        ("delete", "/api/v1/tasks/1/", {}, 405),
        ("get", "/api/v1/tasks/", {"headers": {"Accept": "text/csv"}}, 406),
        ("get", "/api/v1/schema/", {"headers": {"Accept": "text/csv"}}, 406),
        ("post", "/api/faulty/x/", {"data": "{", "content_type": "application/json"}, 400),
        ("post", "/api/faulty/x/", {"data": "a=1", "content_type": "text/plain"}, 415),
        ("get", "/api/faulty/refused/", {}, 409),
        ("get", "/api/faulty/denied/", {}, 403),
        ("get", "/api/faulty/lost/", {}, 503),
        ("get", "/api/faulty/redis/", {}, 503),
        ("get", "/api/faulty/broker/", {}, 503),
        ("get", "/api/faulty/large/", {}, 413),
        ("get", "/api/faulty/throttled/", {}, 429),
    ],
)
@pytest.mark.urls(__name__)
def test_errors_are_problem_documents(method, address, sent, status, api):
    assert problem(getattr(api, method)(address, **sent))["status"] == status


@pytest.mark.urls(__name__)
def test_what_nobody_foresaw_tells_its_number_and_nothing_else(api, caplog):
    api.raise_request_exception = False

    response = api.get("/api/faulty/broken/")

    assert problem(response)["status"] == 500
    assert b"secret" not in response.content
    assert "secret" in caplog.text


@pytest.mark.urls(__name__)
def test_a_write_without_csrf_token_is_refused(api):
    api.handler.enforce_csrf_checks = True

    assert "X-CSRFToken" in problem(api.post("/api/faulty/x/", {}, content_type="application/json"))["detail"]


@pytest.mark.urls(__name__)
def test_a_throttled_client_is_told_when_to_come_back(api):
    assert api.get("/api/faulty/throttled/")["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("role=boss", "role"),
        ("plan=x", "plan"),
        ("page_size=0", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=many", "page_size"),
        ("page=2", "page"),
        ("cursor=x", "cursor"),
        ("cursor=after-", "cursor"),
        ("cursor=after-x", "cursor"),
        ("cursor=before-WyJ4Il0", "cursor"),  # ["x"]
        ("cursor=around-WyIxIl0", "cursor"),  # ["1"]
    ],
)
def test_a_parameter_that_means_nothing_is_named(query, field, api):
    body = problem(api.get(f"/api/v1/tasks/?{query}"))

    assert (body["status"], list(body["errors"])) == (400, [field])
    assert body["errors"][field]


def test_a_forgotten_slash_is_put_in(api):
    assert api.get("/api/v1/tasks?q=x").url == "/api/v1/tasks/?q=x"


def test_problems_speak_the_language_of_the_reader(api):
    api.cookies["django_language"] = "en"

    assert problem(api.get("/api/v1/tasks/1/"))["title"] == "This page does not exist"


def test_a_login_that_was_not_used_for_long_is_401(api, settings):
    api.get("/api/v1/")
    session = api.session
    session["last_used"] -= settings.IDLE_MINUTES * 60 + 1
    session.save()

    response = api.get("/api/v1/tasks/")

    assert problem(response)["status"] == 401
    assert response["WWW-Authenticate"] == "Session"
