"""Addresses that fail in each way, beside those of the portal."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.urls import path
from redis.exceptions import ConnectionError as RedisConnectionError

from kernel.errors import Refused, Stale, Unavailable
from kernel.pages import open_view
from oversight.urls import handler400, handler403, handler404, handler500, urlpatterns
from tasks.models import Task

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

ERRORS = {
    "refused": lambda: Refused("The entry has moved on."),
    "stale": lambda: Stale(Task(pk=7, title="<Theirs>", version=4)),
    "unavailable": lambda: Unavailable("The content is missing."),
    "forbidden": lambda: PermissionDenied("Only the handler may."),
    "missing": Http404,
    "suspicious": lambda: SuspiciousOperation("?"),
    "database": lambda: OperationalError("server closed the connection unexpectedly"),
    "redis": lambda: RedisConnectionError("Connection refused"),
    "mistake": ZeroDivisionError,
}


@open_view
def fail(request, how):
    raise ERRORS[how]()


@open_view
def echo(request):
    return HttpResponse(request.POST.get("text", ""))


urlpatterns = [
    path("fail/<how>/", fail),
    path("api/fail/<how>/", fail),
    path("admin/fail/<how>/", fail),
    path("echo/", echo),
    *urlpatterns,
]
