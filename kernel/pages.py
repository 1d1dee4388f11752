"""The bases of pages: who gets through, how a record is reached, and how a page or its htmx part is answered."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.generic import View

from kernel.keyset import page_of
from kernel.models import SavedView
from kernel.requests import PortalRequest


def open_view(view):
    """Mark a view that needs neither a login nor an acting unit."""
    view.is_open = True
    return view


def takes_mb(limit: int):
    """A view to which more may be sent than MAX_UPLOAD_MB, by those who are logged in."""

    def decorate(view):
        view.takes_mb = limit
        return view

    return decorate


def needs(perm: str):
    """A page for those who may, whatever record it is about; 403 for others."""

    def decorate(view):
        @wraps(view)
        def asked(request, *args, **kwargs):
            if not request.acting.has_perm(perm):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked

    return decorate


def reach(model, request: PortalRequest, *, related: tuple[str, ...] = (), **lookup):
    """The row in the scope of the acting unit, else among what is shared with it, else Http404.

    related: what the page shows of other tables, to come in the same query.
    A posted `version` replaces the row's own, so that a service can tell a stale form; one that is none is stale.
    """
    manager = model.objects.select_related(*related) if related else model.objects
    row = manager.visible_to(request.acting).filter(**lookup).first()
    if row is None and hasattr(manager.none(), "shared_with"):
        row = manager.shared_with(request.acting).filter(**lookup).first()
    if row is None:
        raise Http404
    if "version" in request.POST:
        shown = request.POST["version"]
        row.version = int(shown) if shown.isdecimal() and len(shown) < 10 else 0
    return row


def part_or_page(request: PortalRequest, part: str, context: dict, *, page: str) -> HttpResponse:
    """The part alone for htmx, otherwise the page that includes it; 422 when its form has errors."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    response = render(request, part if request.htmx else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])  # or Back would show the part alone, out of the browser's cache
    return response


def part_or_redirect(request: PortalRequest, part: str, context: dict, *, to, **lookup) -> HttpResponse:
    return render(request, part, context) if request.htmx else redirect(to, **lookup)


class ScopedListView(View):
    """A list: the rows of the scope, filtered by the FilterSet that the API uses too, in a stated order, in pages.

    perm: asked before anything is read, where the scope alone does not say who may see the list.
    saved_as: the name of the address under which views are kept (components/saved_views.html); "" for none.
    """

    request: PortalRequest
    model: Any = None
    filterset: Any = None
    related: tuple[str, ...] = ()
    order: tuple[str, ...] = ("pk",)
    page_size = 50
    part = page = perm = saved_as = ""

    def rows(self):
        """Every row the acting unit sees here."""
        return self.model.objects.visible_to(self.request.acting)

    def shared_rows(self):
        """Every row that is shared with the acting unit, whatever its territory; apart from the scope."""
        return self.model.objects.shared_with(self.request.acting)

    def context(self, **context) -> dict:
        return context

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        if self.perm and not request.acting.has_perm(self.perm):
            raise PermissionDenied
        rows = self.rows().select_related(*self.related).order_by(*self.order)
        filters = self.filterset(request.GET, queryset=rows, request=request) if self.filterset else None
        if filters:
            rows = filters.qs if filters.is_valid() else rows.none()  # a filter that means nothing does not mean "all"
        found = self.paginate(rows)
        context = self.context(filters=filters, page_obj=found)
        if self.saved_as:
            context |= {"saved_views": SavedView.objects.visible_to(request.acting).of(self.saved_as)}
        return part_or_page(request, self.part, context, page=self.page)

    def paginate(self, rows):
        return Paginator(rows, self.page_size).get_page(self.request.GET.get("page"))


class KeysetListView(ScopedListView):
    """A list over a ledger: it is never counted, and a page begins at a row's place (components/cursor.html)."""

    def paginate(self, rows):
        return page_of(rows, self.order, self.request.GET, size=self.page_size)
