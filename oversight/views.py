"""The portal's front door."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kernel.requests import PortalRequest
from oversight.context import menu


def home(request: PortalRequest) -> HttpResponse:
    """To the first page that the acting unit may open; to its account where there is none."""
    groups = menu(request)
    return redirect(groups[0]["items"][0]["url"] if groups else "agencies:my_account")


def closed(request: PortalRequest) -> HttpResponse:
    """Pages of django-allauth that belong to accounts with an e-mail address; ours have none (passwords on paper)."""
    raise Http404
