"""What is supervised beside the medical institutions: the list, a page each, and what is entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from institutions.filters import SupervisedObjectFilters
from institutions.forms.register import CloseForm
from institutions.forms.supervised import NewObjectForm, ObjectForm
from institutions.lists import ORDER, regions_to_choose
from institutions.models import SupervisedObject
from institutions.services import supervised as services
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, posted, refuse, step_page
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest

FORM = "institutions/object_form.html"
FACTS = ("kind", "name", "address", "uscc", "phone", "remark")


class SupervisedObjects(KeysetListView):
    """Those of the territory, by place."""

    model, filterset, perm = SupervisedObject, SupervisedObjectFilters, "institutions.view_supervisedobject"
    order, related = ORDER, ("party__region",)
    part, page = "institutions/_objects.html", "institutions/objects.html"

    def context(self, **context) -> dict:
        by, asked = self.request.acting, self.request.GET
        regions = [] if self.request.htmx else regions_to_choose(by, asked.get("region", ""), on=timezone.localdate())
        return context | {
            "regions": regions, "may_add": by.has_perm("institutions.add_supervisedobject"),
            "is_short": len(asked.get("q", "").strip()) == 1,
            "is_filtered": any(asked[name] for name in asked if name not in {"after", "before"}),
        }  # fmt: skip


supervised_objects = SupervisedObjects.as_view()


@needs("institutions.view_supervisedobject")
@require_safe
def supervised_object(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(SupervisedObject, request, party__public_id=public_id), request.acting
    context = {
        "object": row,
        "may_change": not row.ended_on and by.has_perm("institutions.change_supervisedobject", row),
        "may_end": not row.ended_on and by.has_perm("institutions.end_supervisedobject", row),
    }
    return render(request, "institutions/object.html", context)


@needs("institutions.add_supervisedobject")
@require_http_methods(["GET", "POST"])
def create(request: PortalRequest) -> HttpResponse:
    by = request.acting
    form = NewObjectForm(posted(request), by=by)

    def make(**facts) -> str:
        return services.add_object(by=by, **facts).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The supervised object was added."))):
        return answer
    words = {"heading": _("Add a supervised object"), "action": _("Add the supervised object")}
    return form_page(request, FORM, words | {"form": form, "back": reverse("institutions:objects")})


@needs("institutions.change_supervisedobject")
@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(SupervisedObject, request, party__public_id=public_id), request.acting
    require(by, "institutions.change_supervisedobject", row)
    form = ObjectForm(posted(request), initial=_said(row), by=by)
    words = {"heading": _("Change the record"), "action": _("Save")}
    context = words | {"form": form, "object": row, "version": row.version, "back": row.get_absolute_url()}
    if form.is_valid():
        try:
            row = services.change_object(row, by=by, **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=_said)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(row)
    return form_page(request, FORM, context)


def _said(row: SupervisedObject) -> dict:
    return {"region": row.party.region, **{fact: getattr(row, fact) for fact in FACTS}}


@needs("institutions.end_supervisedobject")
@require_http_methods(["GET", "POST"])
def end(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(SupervisedObject, request, party__public_id=public_id)
    require(request.acting, "institutions.end_supervisedobject", row)
    words = {"heading": _("It is there no more"), "action": _("End the record")}
    context = words | {"object": row, "form": CloseForm(posted(request)), "back": row.get_absolute_url()}
    done = _("The record has ended. What is recorded about it stays.")
    return step_page(request, FORM, context, row=row, deed=services.end_object, done=done)
