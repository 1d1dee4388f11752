"""Refusals: what a service raises when something cannot be done, and the one page that says so."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The domain says no; `reason` is a sentence to show, `status` the HTTP status of page and API."""

    status = 409

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Stale(Refused):
    """Somebody else saved the row after it was shown; `current` is the row as it is now."""

    def __init__(self, current):
        super().__init__(_("Somebody else has changed this record since you opened it."))
        self.current = current


class TooLarge(Refused):
    """An upload above the limit."""

    status = 413


class WrongType(Refused):
    """A file whose content is none of the accepted types."""

    status = 415


class Unavailable(Refused):
    """The database or a service cannot be reached now; nothing was saved."""

    status = 503


PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True)
class ErrorText:
    title: Any
    advice: Any


TEXTS = {
    400: ErrorText(_("This request cannot be understood"), _("Go back and try again.")),
    401: ErrorText(_("You are not logged in"), _("Log in, or log in again if you were away for a while.")),
    403: ErrorText(_("You do not have the right to do this"), _("Ask the unit that owns the record.")),
    404: ErrorText(_("This page does not exist"), _("It may have been moved, or it lies outside your territory.")),
    405: ErrorText(_("This page cannot be used in this way"), _("Go back and try again.")),
    406: ErrorText(_("This cannot be answered in the format asked for"), _("Ask for application/json.")),
    409: ErrorText(_("This cannot be done now"), _("Look at the record as it is now, then decide.")),
    412: ErrorText(_("This record has been changed"), _("Read it again, then decide whether your change still fits.")),
    413: ErrorText(_("This file is too large"), _("Choose a smaller file.")),
    415: ErrorText(_("This kind of file is not accepted"), _("Choose a file of another format.")),
    428: ErrorText(_("The version you have seen is missing"), _("Send the record's ETag as If-Match.")),
    429: ErrorText(_("Too many requests"), _("Wait for as long as Retry-After says.")),
    500: ErrorText(_("Something went wrong on our side"), _("Try again; if it happens again, quote the number below.")),
    503: ErrorText(_("The portal cannot reach its database"), _("Nothing was saved. Try again in a minute.")),
}


def problem_body(request: HttpRequest, status: int, detail=None) -> dict[str, Any]:
    """The problem document (RFC 9457) that the API answers in place of a page."""
    text = TEXTS.get(status, TEXTS[500])
    return {
        "type": "about:blank",
        "title": str(text.title),
        "status": status,
        "detail": str(detail or text.advice),
        "request": request.id,
    }


def error_page(request: HttpRequest, status: int, reason=None, **context) -> HttpResponse:
    """The one error page; a form that was posted is kept on it with a button to send it again (503 and 500)."""
    if request.path_info.startswith("/api/"):
        return JsonResponse(problem_body(request, status, reason), status=status, content_type=PROBLEM_TYPE)
    text = TEXTS.get(status, TEXTS[500])
    typed = posted_fields(request) if status >= 500 else []
    context |= {"status": status, "title": text.title, "reason": reason, "advice": text.advice, "typed": typed}
    return render(request, "errors/error.html", context, status=status)


SECRETS = ("password", "csrfmiddlewaretoken", "code", "oldpassword", "password1", "password2")


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to show it again; secrets and files are left out. Empty when it cannot be read."""
    if request.method != "POST":
        return []
    return [(name, value) for name, values in request.POST.lists() if name not in SECRETS for value in values]


def csrf_failure(request: HttpRequest, reason="") -> HttpResponse:
    return error_page(request, 403, _("The page was open too long, or cookies are off. Load it again, then repeat."))


def bad_request(request, exception):
    return error_page(request, 400)


def permission_denied(request, exception):
    return error_page(request, 403, str(exception) or None)


def page_not_found(request, exception):
    return error_page(request, 404)


def server_error(request):
    return error_page(request, 500)
