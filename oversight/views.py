"""The portal's front door."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from kernel.requests import PortalRequest
from obligations.lists import owes_or_watches
from oversight.context import menu


def home(request: PortalRequest) -> HttpResponse:
    """To what is due, for whoever owes something or watches over it, and for others to the tasks.

    An administrator, who sees neither, is led to the administration; whoever has nothing there to the own account.
    """
    by = request.acting
    sees_duties, sees_tasks = by.has_perm("obligations.view_obligation"), by.has_perm("tasks.view_task")
    if sees_duties and (not sees_tasks or owes_or_watches(by)):
        return redirect("obligations:mine")
    if sees_tasks:
        return redirect("tasks:matrix")
    groups = menu(request)
    return redirect(groups[-1]["items"][0]["url"] if groups else "agencies:my_account")


forgotten = TemplateView.as_view(template_name="account/password_reset.html")  # a new one comes on paper, not by mail


def closed(request: PortalRequest) -> HttpResponse:
    """Pages of django-allauth that belong to accounts with an e-mail address; ours have none (passwords on paper)."""
    raise Http404
