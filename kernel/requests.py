"""What our middleware adds to a request, for readers and the type checker."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class PortalRequest(HttpRequest):
    """A request as views get it. acting: the membership that acts, None on open views and before the choice."""

    id: str
    acting: Any
    memberships: list
    htmx: HtmxDetails
