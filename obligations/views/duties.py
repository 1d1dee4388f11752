"""The pages of duties: what a unit owes, one duty with its history, what is overdue."""

from django.http import HttpResponse

from kernel.pages import reach
from kernel.requests import PortalRequest
from obligations.models import Obligation


def mine(request: PortalRequest) -> HttpResponse:
    return HttpResponse("")


def overdue(request: PortalRequest) -> HttpResponse:
    return HttpResponse("")


def duty(request: PortalRequest, public_id) -> HttpResponse:
    return HttpResponse(reach(Obligation, request, public_id=public_id).title)
