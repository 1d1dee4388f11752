"""Accounts of institutions: opened many at once by the system administrator, with letters to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.views.accounts import print_once
from institutions.filters import NarrowFilters
from institutions.lists import counted, regions_to_choose
from institutions.services import accounts
from kernel.form_pages import posted
from kernel.once import OnceForm
from kernel.pages import needs
from kernel.requests import PortalRequest


@needs("agencies.add_user")
@never_cache
@require_http_methods(["GET", "POST"])
def open_accounts(request: PortalRequest) -> HttpResponse:
    """Which institutions have none, by territory and category; then the letters of the first of them, once."""
    by, at = request.acting, timezone.now()
    filters = NarrowFilters(request.GET, queryset=accounts.without_account(by, at=at), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    form = OnceForm(posted(request))
    if form.is_valid():
        key = form.cleaned_data["form_key"]
        return print_once(request, key, lambda: accounts.open_accounts(rows, by=by, at=at))
    ready = accounts.ready(rows)
    count, has_more = counted(ready)
    context = {
        "filters": filters, "form": form, "count": count, "has_more": has_more, "most": accounts.MOST,
        "first": min(count, accounts.MOST), "left_out": counted(rows)[0] - count, "shown": ready[:10],
        "regions": regions_to_choose(by, request.GET.get("region", ""), on=timezone.localdate(at)),
    }  # fmt: skip
    return render(request, "institutions/accounts.html", context)
