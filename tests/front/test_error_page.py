"""The error page can be drawn when nothing else works, and keeps what was typed."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

STATUSES = (400, 403, 404, 405, 409, 413, 415, 500, 503)


def draw(status: int, **context) -> str:
    return render_to_string("errors/error.html", {"status": status, "title": "Title", "advice": "Advice"} | context)


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_is_drawn_without_a_request_or_a_database(status):
    html = draw(status, reason="Because of this.")

    assert f" {status}" in html
    assert "<h1>Title</h1>" in html
    assert "Because of this." in html
    assert "Advice" in html


def test_what_was_typed_can_be_sent_again():
    request = RequestFactory().post("/tasks/12/submit?part=1")
    request.id = "4f1c"

    html = draw(500, typed=[("text", "a < b"), ("remark", "")], request=request)

    assert '<form method="post" action="/tasks/12/submit?part=1">' in html
    assert 'name="text" rows="1">a &lt; b</textarea>' in html
    assert 'name="remark"' in html
    assert "4f1c" in html
