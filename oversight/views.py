"""The portal's front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from oversight.context import menu


def home(request: HttpRequest) -> HttpResponse:
    """To the first page that the acting unit may open; to its account where there is none."""
    groups = menu(request)
    return redirect(groups[0]["items"][0]["url"] if groups else "agencies:my_account")
