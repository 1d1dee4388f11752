"""Checklists: their list, one with its items and as an institution sees it, and what is done to a draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspections.filters import ChecklistFilters
from inspections.forms.checklists import ItemForm, NewChecklistForm, PublishChecklistForm, TitleForm, TraitsForm
from inspections.models import Checklist, ChecklistItem
from inspections.overview import asked_of, by_heading, differences
from inspections.services import checklists as services
from inspections.workflow import CHECKLIST
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted, step_page
from kernel.pages import ScopedListView, needs, reach
from kernel.requests import PortalRequest

FORM = "inspections/form.html"


class Checklists(ScopedListView):
    """Those of the territory, of the territories around, and the portal's own; the latest version first."""

    model, filterset, perm = Checklist, ChecklistFilters, "inspections.view_checklist"
    order, related = ("region_path", "title", "-number", "pk"), ("region",)
    part, page = "inspections/_checklists.html", "inspections/checklists.html"

    def context(self, **context) -> dict[str, Any]:
        by = self.request.acting
        may_add = by.has_perm("inspections.add_checklist", by.party)
        today = timezone.localdate()
        lines = [(row, row.standing_on(today)) for row in context["page_obj"]]
        return context | {"lines": lines, "may_add": may_add}


checklists = Checklists.as_view()


@needs("inspections.view_checklist")
@require_safe
def checklist(request: PortalRequest, pk: int) -> HttpResponse:
    """With all items, or with those that an institution with the chosen traits would be asked."""
    row, by, today = reach(Checklist, request, pk=pk), request.acting, timezone.localdate()
    items, form = list(row.items.all()), TraitsForm(request.GET if "preview" in request.GET else None)
    is_preview = form.is_valid()
    shown = asked_of(items, form.cleaned_data["traits"], on=row.valid_from or today) if is_preview else items
    may_change = row.is_draft and by.has_perm("inspections.change_checklist", row)
    context = {
        "checklist": row, "standing": row.standing_on(today), "groups": by_heading(shown), "count": len(shown),
        "total": len(items), "form": form, "is_preview": is_preview, "differences": differences(row, items),
        "may_change": may_change and not is_preview,
        "may_publish": may_change and bool(CHECKLIST.open_to(by, row)),
        "may_follow": not row.is_draft and by.has_perm("inspections.add_checklist", by.party)
        and (row.region_id != by.party.region_id or not hasattr(row, "next")),
    }  # fmt: skip
    return render(request, "inspections/checklist.html", context)


@needs("inspections.add_checklist")
@require_http_methods(["GET", "POST"])
def create(request: PortalRequest) -> HttpResponse:
    """A new one of the own territory: empty, or from one that is published."""
    by = request.acting
    require(by, "inspections.add_checklist", by.party)
    form = NewChecklistForm(posted(request), by=by, initial={"base": request.GET.get("base")})

    def make(**said) -> str:
        return services.draft_checklist(region=by.party.region, by=by, **said).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The checklist was begun."))):
        return answer
    context = {"form": form, "heading": _("Begin a checklist"), "action": _("Begin the checklist")}
    return form_page(request, FORM, context | {"up": "inspections:checklists"})


def _drafted(request: PortalRequest, pk: int) -> Checklist:
    row = reach(Checklist, request, pk=pk)
    require(request.acting, "inspections.change_checklist", row)
    return row


def _item_of(row: Checklist, key: int) -> ChecklistItem:
    item = row.items.filter(pk=key).first()
    if item is None:
        raise Http404
    return item


def _step(request: PortalRequest, row: Checklist, form: forms.Form, deed, *, done, **words) -> HttpResponse:
    words |= {"form": form, "record": row, "back": row.get_absolute_url(), "up": "inspections:checklists"}
    return step_page(request, FORM, words, row=row, deed=deed, done=done)


@needs("inspections.change_checklist")
@require_http_methods(["GET", "POST"])
def rename(request: PortalRequest, pk: int) -> HttpResponse:
    row = _drafted(request, pk)

    def deed(row, *, by, at, **said):
        services.rename_checklist(row, by=by, **said)

    form = TitleForm(posted(request), initial={"title": row.title})
    words = {"heading": _("Change the title"), "action": _("Save")}
    return _step(request, row, form, deed, done=_("The changes were saved."), **words)


@needs("inspections.change_checklist")
@require_http_methods(["GET", "POST"])
def add_item(request: PortalRequest, pk: int) -> HttpResponse:
    """At the end, or behind the item that the address names (`after`)."""
    row = _drafted(request, pk)
    items = list(row.items.all())
    before = next((item for item in items if str(item.pk) == request.GET.get("after")), items[-1] if items else None)
    initial = {"heading": before.heading, "position": before.position + 1} if before else {"position": 1}

    def deed(row, *, by, at, **said):
        services.put_item(row, by=by, **said)

    form = ItemForm(posted(request), initial=initial)
    words = {"heading": _("Add an item"), "action": _("Add the item")}
    return _step(request, row, form, deed, done=_("The item was added."), **words)


@needs("inspections.change_checklist")
@require_http_methods(["GET", "POST"])
def edit_item(request: PortalRequest, pk: int, item: int) -> HttpResponse:
    row = _drafted(request, pk)
    one = _item_of(row, item)

    def deed(row, *, by, at, **said):
        services.put_item(row, one, by=by, **said)

    form = ItemForm(posted(request), initial={name: getattr(one, name) for name in ItemForm.base_fields})
    words = {"heading": _("Change the item"), "action": _("Save"), "item": one}
    return _step(request, row, form, deed, done=_("The changes were saved."), **words)


@needs("inspections.change_checklist")
@require_POST
def remove_item(request: PortalRequest, pk: int, item: int) -> HttpResponse:
    row = _drafted(request, pk)
    services.remove_item(row, _item_of(row, item), by=request.acting)
    messages.success(request, _("The item was taken out."))
    return redirect(row)


@needs("inspections.publish_checklist")
@require_http_methods(["GET", "POST"])
def publish(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Checklist, request, pk=pk)
    require(request.acting, "inspections.publish_checklist", row)
    form = PublishChecklistForm(posted(request), initial={"valid_from": timezone.localdate()})
    consequence = [_("A published version never changes: what is to be asked otherwise becomes a new version.")]
    if row.follows:
        sentence = _(
            "“%(before)s” ends the day before. Rounds that begin to open on that day or later ask by this version; "
            "reports that are open go on by the version before."
        )
        consequence.append(sentence % {"before": row.follows})
    else:
        consequence.append(_("From then on programmes and special self-inspections can ask by it."))
    words = {"heading": _("Publish the checklist"), "action": _("Publish"), "consequence": consequence}
    return _step(request, row, form, services.publish_checklist, done=_("The checklist is published."), **words)


@needs("inspections.change_checklist")
@require_POST
def discard(request: PortalRequest, pk: int) -> HttpResponse:
    row = _drafted(request, pk)
    services.discard_checklist(row, by=request.acting)
    messages.success(request, _("The draft was thrown away."))
    return redirect("inspections:checklists")
