"""The pages of supervision orders."""

from django.http import HttpResponse

from kernel.pages import reach
from kernel.requests import PortalRequest
from obligations.models import SupervisionOrder


def order(request: PortalRequest, public_id) -> HttpResponse:
    return HttpResponse(reach(SupervisionOrder, request, public_id=public_id).title)
