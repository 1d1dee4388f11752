"""What the REST framework asks for by name: permission, pages by cursor, problem details (RFC 9457)."""

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, pagination, permissions
from rest_framework.response import Response

from kernel.errors import TEXTS, Refused, Stale
from kernel.middleware import request_id


class ActingRequired(permissions.BasePermission):
    """A login and an acting unit."""

    message = _("Your account has no valid role today. Ask the system administrator.")

    def has_permission(self, request, view):
        return getattr(request._request, "acting", None) is not None


class CursorPagination(pagination.CursorPagination):
    """Pages by cursor: the cost of a page does not grow with its number."""

    page_size_query_param = "page_size"
    max_page_size = 500

    def get_ordering(self, request, queryset, view):
        return view.order


def _status_of(error: Exception) -> tuple[int, object]:
    match error:
        case Stale():
            return 412, error.reason
        case Refused():
            return error.status, error.reason
        case Http404():
            return 404, None
        case PermissionDenied():
            return 403, str(error) or None
        case OperationalError() | InterfaceError():
            return 503, None
        case exceptions.APIException():
            return error.status_code, None if isinstance(error, exceptions.ValidationError) else error.detail
    return 500, None


def problem(error: Exception, context) -> Response | None:
    """Every error as `application/problem+json`: type, title, status, detail, request, and errors by field."""
    status, detail = _status_of(error)
    if status == 500:
        return None
    text = TEXTS.get(status)
    body = {
        "type": "about:blank",
        "title": str(text.title) if text else "",
        "status": status,
        "detail": str(detail or (text.advice if text else "")),
        "request": request_id.get(),
    }
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = error.detail
    headers = {"Content-Type": "application/problem+json"}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return Response(body, status=status, headers=headers, content_type="application/problem+json")
