"""The portal's front door."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from kernel.requests import PortalRequest
from oversight.context import menu


def home(request: PortalRequest) -> HttpResponse:
    """To the tasks; an administrator, who sees none, to the administration; whoever has neither to the own account."""
    groups = menu(request)
    if not groups:
        return redirect("agencies:my_account")
    group = groups[0 if request.acting.has_perm("tasks.view_task") else -1]
    return redirect(group["items"][0]["url"])


forgotten = TemplateView.as_view(template_name="account/password_reset.html")  # a new one comes on paper, not by mail


def closed(request: PortalRequest) -> HttpResponse:
    """Pages of django-allauth that belong to accounts with an e-mail address; ours have none (passwords on paper)."""
    raise Http404
