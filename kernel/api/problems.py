"""Every error of the API as a problem document (RFC 9457), in the reader's language."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from kernel.errors import PROBLEM_TYPE, Stale, problem_body, refusal_behind

logger = logging.getLogger(__name__)


class PreconditionFailed(exceptions.APIException):
    status_code = 412


class PreconditionRequired(exceptions.APIException):
    status_code = 428


KNOWN: list[tuple[Any, int, Any]] = [
    ((Http404, exceptions.NotFound), 404, None),
    (exceptions.ValidationError, 400, _("Some values are missing or not allowed: see “errors”.")),
    (exceptions.ParseError, 400, _("The body cannot be read: is it well-formed JSON?")),
    (exceptions.NotAuthenticated, 401, None),
    (exceptions.NotAcceptable, 406, None),
    (PreconditionFailed, 412, None),
    (PreconditionRequired, 428, None),
]


def _status_of(error: Exception) -> tuple[int, object]:
    """The HTTP status of an error, and the sentence that is better than the usual one of this status."""
    for kind, status, sentence in KNOWN:
        if isinstance(error, kind):
            return status, sentence
    if refusal := refusal_behind(error):
        return (412 if isinstance(error, Stale) else refusal.status), refusal.reason
    if isinstance(error, PermissionDenied):
        return 403, str(error)
    if isinstance(error, exceptions.APIException):
        return error.status_code, error.detail
    return 500, None


def problem(error: Exception, context) -> Response:
    """The REST framework's exception handler. What nobody foresaw is logged, and answered with 500 and its number."""
    status, detail = _status_of(error)
    request = context["request"]
    if status >= 500:
        logger.error("%s %s", request.method, request.path, exc_info=error)
    if status == 500:
        got_request_exception.send(sender=None, request=request._request)
    body = problem_body(request, status, detail)
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = error.detail
    headers = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    request.accepted_renderer = JSONRenderer()  # whatever was asked for: a schema, a page of documentation
    request.accepted_media_type = PROBLEM_TYPE
    return Response(body, status=status, headers=headers, content_type=PROBLEM_TYPE)
