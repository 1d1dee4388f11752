"""Whatever goes wrong is answered with a sentence, and nothing that was typed is lost."""

import re
import uuid

import pytest
from django.conf import settings as current
from django.db import connection
from django.test import Client

from tasks.models import Task
from tests.factories import make_user

STATUS = {
    "refused": 409,
    "stale": 409,
    "unavailable": 503,
    "forbidden": 403,
    "missing": 404,
    "suspicious": 400,
    "database": 503,
    "redis": 503,
    "mistake": 500,
}
SENTENCES = {
    "refused": "The entry has moved on.",
    "unavailable": "The content is missing.",
    "forbidden": "Only the handler may.",
}


@pytest.fixture(autouse=True)
def failing(settings):
    settings.ROOT_URLCONF = "tests.kernel.failing_urls"


@pytest.fixture
def client():
    """A browser that sees what a person sees. The tests below have no database unless they ask for one."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("how", "status"), STATUS.items())
def test_each_failure_has_its_page_without_asking_the_database(client, how, status):
    answer = client.get(f"/fail/{how}/")

    page = answer.content.decode()
    assert (answer.status_code, answer["X-Request-Id"] in page) == (status, True)
    assert SENTENCES.get(how, "<h1>") in page
    assert answer.has_header("Retry-After") == (status == 503)


@pytest.mark.parametrize(("how", "status"), STATUS.items())
def test_the_api_gets_a_problem_document(client, how, status):
    answer = client.get(f"/api/fail/{how}/")

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["status"], answer.json()["request"]) == (status, answer["X-Request-Id"])
    assert answer.json()["detail"] == SENTENCES.get(how, answer.json()["detail"])


@pytest.mark.parametrize("how", STATUS)
def test_an_error_page_below_the_admin_has_the_policy_of_the_portal(client, how):
    policy = client.get(f"/admin/fail/{how}/")["Content-Security-Policy"]

    assert ("default-src 'self'" in policy, "unsafe" in policy) == (True, False)


def test_htmx_gets_a_note_and_the_page_stays(client):
    answer = client.post("/fail/refused/", {"text": "x"}, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert ("The entry has moved on." in page, "<html" in page) == (True, False)
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (409, ".notes", "beforeend")


@pytest.mark.parametrize("how", ["database", "redis", "mistake"])
def test_what_was_typed_stays_on_the_page_with_a_button_to_send_it_again(client, how):
    typed = {"text": "28 sites <visited>.", "form_key": str(uuid.uuid4()), "tag": ["a", "b"], "New_Password1": "hush-1"}

    page = client.post(f"/fail/{how}/?tab=2", typed).content.decode()

    for kept in ("28 sites &lt;visited&gt;.", typed["form_key"], ">a<", ">b<", f'action="/fail/{how}/?tab=2"'):
        assert kept in page
    assert "hush-1" not in page
    assert page.count("csrfmiddlewaretoken") == page.count("<form")


ROW = re.compile(r'<td class="pre">(.*?)</td><td class="pre">(.*?)</td>')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def test_a_form_whose_token_is_too_old_can_be_sent_again(db):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32
    typed = {"text": "28 sites", "password": "hush-1", "csrfmiddlewaretoken": "y" * 32}

    refused = client.post("/echo/", typed)
    page = refused.content.decode()
    (token,) = set(TOKEN.findall(page[page.index('<form method="post" action="/echo/">') :]))
    answer = client.post("/echo/", {"text": "28 sites", "csrfmiddlewaretoken": token})

    assert (refused.status_code, ">28 sites<" in page, "hush-1" in page) == (403, True, False)
    assert (answer.status_code, answer.content) == (200, b"28 sites")


def test_what_another_site_sends_is_not_offered_to_be_sent_again(db):
    client = Client(enforce_csrf_checks=True)

    refused = client.post("/echo/", {"text": "28 sites"}, headers={"Origin": "http://elsewhere.example"})

    assert (refused.status_code, "28 sites" in refused.content.decode()) == (403, False)


def test_a_stale_form_stands_beside_the_record_as_it_is_now_and_can_be_sent_again(client):
    typed = {"title": "Mine", "version": "3", "form_key": "k-1", "region_path": "0001"}

    answer = client.post("/fail/stale/", typed)

    page = answer.content.decode()
    assert (answer.status_code, Task(pk=7).get_absolute_url() in page) == (409, True)
    assert ROW.findall(page) == [("&lt;Theirs&gt;", "Mine")]
    assert re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)<', page) == [
        ("title", "Mine"),
        ("version", "4"),
        ("form_key", "k-1"),
        ("region_path", "0001"),
    ]


def test_nothing_is_offered_again_after_a_get(client):
    assert "textarea" not in client.get("/fail/mistake/?text=typed").content.decode()


@pytest.mark.parametrize("is_strict", [False, True])
def test_a_form_that_is_too_large_gets_413(settings, is_strict):
    """Whether the view reads it first or the check against forged requests."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client(raise_request_exception=False, enforce_csrf_checks=is_strict)
    client.cookies["csrftoken"] = "x" * 32

    answer = client.post("/echo/", "text=" + "x" * 2000, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, "larger than" in answer.content.decode()) == (413, True)


def test_an_upload_above_the_limit_is_answered_before_it_is_read(client, settings):
    settings.MAX_UPLOAD_MB = 0
    too_much = b"text=" + b"x" * (5 * 1024 * 1024)

    answer = client.post("/echo/", too_much, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413


@pytest.fixture
def login(transactional_db):
    """A login that other connections see, too."""
    client = Client()
    client.force_login(make_user())
    return client


def end_connection(other_connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with other_connection() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.parametrize("address", ["/echo/", "/api/fail/mistake/", "/admin/tasks/plan/1/change/"])
def test_a_database_that_is_lost_before_the_view_is_said_to_be(login, other_connection, address):
    end_connection(other_connection)

    answer = login.post(address, {"text": "typed"})

    connection.close()
    assert answer.status_code == 503
    assert "The connection to the database is lost." in answer.content.decode()
    assert ("typed" in answer.content.decode()) == (not address.startswith("/api/"))
    assert "Content-Security-Policy" in answer


def test_without_redis_people_stay_logged_in(login, settings):
    nowhere = {**current.CACHES["default"], "LOCATION": "unix:///nonexistent/valkey.sock"}
    settings.CACHES = {"default": nowhere, "sessions": nowhere}

    answer = login.post("/echo/", {"text": "still here"})

    assert (answer.status_code, answer.content) == (200, b"still here")
