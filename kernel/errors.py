"""Refusals: what a service raises when something cannot be done, and the one page that says so."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError


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


class Unreadable(Refused):
    """A file of the right type whose content cannot be taken as it is."""

    status = 422


class WrongDay(Refused):
    """A day or time that cannot be meant: still to come, passed, or outside a period."""


class FaultyFacts(Refused):
    """faults: {fact: what is wrong with it}."""

    def __init__(self, faults: dict[str, str]):
        self.faults = faults
        super().__init__(" ".join(faults.values()))


class Unavailable(Refused):
    """The database or a service cannot be reached now; nothing was saved."""

    status = 503


@contextmanager
def refused_by(*constraints: str, reason) -> Iterator[None]:
    """Refuse with `reason` what these constraints of the database do not let in, also where another saves the same at
    this moment. Whatever else the database does not let in stays a mistake of ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal: Any = error.__cause__
        if refusal.diag.constraint_name not in constraints:
            raise
        raise Refused(reason) from None


PROBLEM_TYPE = "application/problem+json"


LOST_DATABASE = (OperationalError, InterfaceError)
LOST = (*LOST_DATABASE, RedisError, BrokerError)


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
    503: ErrorText(_("The portal cannot do this right now"), _("Nothing was saved. Try again in a minute.")),
}


def problem_body(request: HttpRequest, status: int, detail=None) -> dict[str, Any]:
    """The problem document (RFC 9457) that the API answers in place of a page."""
    text = TEXTS.get(status, TEXTS[500])
    return {
        "type": "about:blank",
        "title": str(text.title),
        "status": status,
        "detail": str(detail or text.advice),
        "request": getattr(request, "id", ""),
    }


def error_page(request: HttpRequest, status: int, reason=None, **context) -> HttpResponse:
    """The one error page; a form that was posted is kept on it with a button to send it again (500, 503, `typed`).

    The API gets a problem document instead, and htmx a note above the page, which stays as it is.
    """
    if request.path_info.startswith("/api/"):
        headers = {"WWW-Authenticate": "Session"} if status == 401 else None
        return JsonResponse(
            problem_body(request, status, reason), status=status, content_type=PROBLEM_TYPE, headers=headers
        )
    text = TEXTS.get(status, TEXTS[500])
    if getattr(request, "htmx", False):
        return _note(request, status, reason or f"{text.title}. {text.advice}")
    context |= {"status": status, "title": text.title, "reason": reason, "advice": text.advice}
    if status < 500:
        return render(request, "errors/error.html", context, status=status)
    context |= {"request": request, "csrf_token": get_token(request), "typed": posted_fields(request)}
    content = render_to_string("errors/error.html", context)  # no context processors: they may need what is broken
    return HttpResponse(content, status=status, headers={"Retry-After": "30"} if status == 503 else {})


def _note(request: HttpRequest, status: int, sentence) -> HttpResponse:
    content = render_to_string("components/note.html", {"text": sentence, "kind": "error"})
    return HttpResponse(content, status=status, headers={"HX-Retarget": ".notes", "HX-Reswap": "beforeend"})


def refusal_behind(exception: BaseException | None) -> Refused | None:
    """The refusal that an exception is or stands for: too much was sent, something is lost; None for any other."""
    if isinstance(exception, Refused):
        return exception
    if isinstance(exception, RequestDataTooBig):
        return TooLarge(_("What was sent is larger than the portal accepts."))
    if isinstance(exception, LOST_DATABASE):
        return Unavailable(_("The connection to the database is lost."))
    if isinstance(exception, LOST):
        return Unavailable(_("A service that the portal needs does not answer."))
    return None


def both_versions(request: HttpRequest, current) -> dict[str, Any]:
    """For the page of a stale form: `current`, the row as it is now, beside what was typed, which can be sent again."""
    typed = [(name, current.version if name == "version" else value) for name, value in posted_fields(request)]
    words = dict(typed)
    fields = [field for field in current._meta.concrete_fields if field.editable and not field.is_relation]
    rows = [
        (field.verbose_name, _shown(field, getattr(current, field.name)), _shown(field, words[field.name]))
        for field in fields
        if field.name in words
    ]
    return {"current": current, "rows": rows, "typed": typed}


def _shown(field, value) -> str:
    return "" if value is None else str(dict(field.flatchoices).get(value, value))


SECRET_PARTS = ("password", "token", "secret", "otp")  # within the name of a field
SECRETS = ("code",)


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to show it again; secrets and files are left out. Empty when it cannot be read."""
    if request.method != "POST":
        return []
    try:
        posted = list(request.POST.lists())
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError, RawPostDataException):
        return []
    return [(name, value) for name, values in posted if not _is_secret(name.lower()) for value in values]


def _is_secret(name: str) -> bool:
    return name in SECRETS or any(part in name for part in SECRET_PARTS)


def csrf_failure(request: HttpRequest, reason="") -> HttpResponse:
    """What was typed can be sent again with a fresh token, unless another site has sent it."""
    typed = posted_fields(request) if reason.startswith("CSRF") else []
    sentence = _("The page was open too long, or cookies are off. Load it again, then repeat.")
    return error_page(request, 403, sentence, typed=typed)


def bad_request(request, exception):
    if refusal := refusal_behind(exception):
        return error_page(request, refusal.status, refusal.reason)
    return error_page(request, 400)


def permission_denied(request, exception):
    return error_page(request, 403, str(exception) or None)


def page_not_found(request, exception):
    return error_page(request, 404)


def server_error(request):
    """Whatever no view or middleware of ours has answered; Django calls it while it handles the exception."""
    if refusal := refusal_behind(sys.exc_info()[1]):
        return error_page(request, refusal.status, refusal.reason)
    return error_page(request, 500)
