"""The portal's front door."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from kernel.requests import PortalRequest
from oversight.context import menu
from oversight.searching import LONGEST, search

LANDINGS = {
    "reports.view_dashboard": "reports:dashboard",
    "reports.view_own_tasks": "reports:home",
    "reports.view_own_institution": "reports:institution",
    "obligations.view_obligation": "obligations:mine",
}


def home(request: PortalRequest) -> HttpResponse:
    """To the dashboard who coordinates a territory, to its own tasks another agency, to its home an institution.

    An administrator, who sees none of these, is led to the administration; whoever has nothing there to the account.
    """
    by = request.acting
    for perm, page in LANDINGS.items():
        if by.has_perm(perm):
            return redirect(page)
    groups = menu(request)
    return redirect(groups[-1]["items"][0]["url"] if groups else "agencies:my_account")


@require_safe
def search_page(request: PortalRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:LONGEST]
    return render(request, "oversight/search.html", {"words": words, "groups": search(words, by=request.acting)})


forgotten = TemplateView.as_view(template_name="account/password_reset.html")  # a new one comes on paper, not by mail


def closed(request: PortalRequest) -> HttpResponse:
    """Pages of django-allauth that belong to accounts with an e-mail address; ours have none (passwords on paper)."""
    raise Http404
