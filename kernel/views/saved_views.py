"""Filters of a list kept under a name, on the page of the list."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel import services
from kernel.errors import Refused
from kernel.models import SavedView
from kernel.pages import reach
from kernel.requests import PortalRequest


class SavedViewForm(forms.Form):
    page = forms.RegexField(r"^[a-z]+:[a-z_]+$", max_length=60)
    name = forms.CharField(max_length=40)
    query = forms.CharField(required=False)


@require_POST
def save(request: PortalRequest) -> HttpResponse:
    """Keep what the list shows; it leads there again."""
    form = SavedViewForm(request.POST)
    form.is_valid()
    page, query = form.cleaned_data.get("page", ""), form.cleaned_data.get("query", "")
    try:
        back = reverse(page)
    except NoReverseMatch:
        raise Http404 from None
    try:
        if not form.is_valid():
            raise Refused(_("Give the view a name of at most 40 characters."))
        view = services.save_view(page=page, name=form.cleaned_data["name"], query=query, by=request.acting)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(f"{back}?{query}")
    messages.success(request, _("The view is kept."))
    return redirect(view)


@require_POST
def drop(request: PortalRequest, pk: int) -> HttpResponse:
    view = reach(SavedView, request, pk=pk)
    back = view.get_absolute_url()
    view.delete()
    messages.success(request, _("The view was removed; the rows it showed are as they were."))
    return redirect(back)
