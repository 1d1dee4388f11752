"""The texts of commitments, version by version."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments import lists
from commitments.enums import CommitmentKind
from commitments.filters import TemplateFilters
from commitments.forms import TemplateForm
from commitments.models import CommitmentTemplate
from commitments.services.templates import add_template
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted
from kernel.pages import ScopedListView, needs, reach
from kernel.requests import PortalRequest


class Templates(ScopedListView):
    """The texts of the territory, and of the territories around."""

    model, filterset, perm = CommitmentTemplate, TemplateFilters, "commitments.view_commitmenttemplate"
    order, related = ("kind", "region_path", "-number"), ("region",)
    part, page = "commitments/_templates.html", "commitments/templates.html"

    def context(self, **context) -> dict[str, Any]:
        by = self.request.acting
        here = {row.pk for row in lists.texts_here(by.region_path, on=timezone.localdate())}
        return context | {
            "here": here, "kinds": CommitmentKind.choices,
            "may_add": by.has_perm("commitments.add_commitmenttemplate", by.party),
        }  # fmt: skip


templates = Templates.as_view()


@needs("commitments.view_commitmenttemplate")
@require_safe
def template(request: PortalRequest, pk: int) -> HttpResponse:
    row, by = reach(CommitmentTemplate, request, pk=pk), request.acting
    context = {"template": row, "may_add": by.has_perm("commitments.add_commitmenttemplate", by.party)}
    return render(request, "commitments/template.html", context)


@needs("commitments.add_commitmenttemplate")
@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, kind: str) -> HttpResponse:
    """A new version for the own territory; it begins with the text that holds there now."""
    by, now = request.acting, timezone.now()
    require(by, "commitments.add_commitmenttemplate", by.party)
    if kind not in CommitmentKind:
        raise Http404
    chosen, today = CommitmentKind(kind), timezone.localdate(now)
    held = lists.text_for(chosen, by.region_path, on=today)
    initial = {"title": held.title, "text": held.text} if held else {}
    form = TemplateForm(posted(request), initial=initial | {"valid_from": today})

    def make(**said) -> str:
        return add_template(chosen, region=by.party.region, by=by, at=now, **said).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The new version was added."))):
        return answer
    return form_page(request, "commitments/add_template.html", {"form": form, "kind": chosen})
