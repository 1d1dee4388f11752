"""What an institution may do: its licence, special permits, and large equipment with its codes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.details import stickers
from institutions.forms.permits import EquipmentForm, KeptEquipmentForm, NewEquipmentForm, NewPermitForm, PermitForm
from institutions.lists import verification_of
from institutions.models import Equipment, Institution, Permit
from institutions.services import permits as services
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted, step_page
from kernel.pages import needs, reach
from kernel.requests import PortalRequest

FORM = "institutions/form.html"


@needs("institutions.view_institution")
@require_safe
def licence(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(Institution, request, party__public_id=public_id), request.acting
    context = {
        "institution": row, "today": timezone.localdate(),
        "permits": row.permits.order_by("kind", "number"), "equipment": row.equipment.order_by("-is_in_use", "name"),
        "may_permit": by.has_perm("institutions.keep_permit", row) and not row.closed_on,
        "may_equip": by.has_perm("institutions.keep_equipment", row) and not row.closed_on,
    }  # fmt: skip
    return render(request, "institutions/licence.html", context | verification_of(row, by=by))


@needs("institutions.view_institution")
@require_safe
def labels(request: PortalRequest, public_id) -> HttpResponse:
    """The codes of the equipment in use, to print and to put up."""
    row = reach(Institution, request, party__public_id=public_id)
    shown = stickers(row, address=request.build_absolute_uri)
    return render(request, "institutions/labels.html", {"institution": row, "stickers": shown})


@needs("institutions.keep_permit")
@require_http_methods(["GET", "POST"])
def add_permit(request: PortalRequest, public_id) -> HttpResponse:
    words = {"heading": _("Add a permit"), "action": _("Add the permit"), "done": _("The permit was added.")}
    return _add(request, public_id, "institutions.keep_permit", NewPermitForm, services.add_permit, words)


@needs("institutions.keep_equipment")
@require_http_methods(["GET", "POST"])
def add_equipment(request: PortalRequest, public_id) -> HttpResponse:
    words = {"heading": _("Add equipment"), "action": _("Add the equipment"), "done": _("The equipment was added.")}
    deed = partial(services.add_equipment, at=timezone.now())
    return _add(request, public_id, "institutions.keep_equipment", NewEquipmentForm, deed, words)


@needs("institutions.keep_permit")
@require_http_methods(["GET", "POST"])
def edit_permit(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Permit, request, pk=pk)
    require(request.acting, "institutions.keep_permit", row)
    context = {"heading": _("Change the permit"), "remove": reverse("institutions:remove_permit", args=[row.pk])}
    return _edit(request, row, PermitForm, services.change_permit, context)


@needs("institutions.keep_permit")
@require_POST
def remove_permit(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Permit, request, pk=pk)
    services.remove_permit(row, by=request.acting)
    messages.success(request, _("The permit was removed. The history keeps it."))
    return redirect("institutions:licence", row.institution.party.public_id)


@needs("institutions.keep_equipment")
@require_http_methods(["GET", "POST"])
def edit_equipment(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(Equipment, request, public_id=public_id)
    require(request.acting, "institutions.keep_equipment", row)
    context = {"heading": _("Change the equipment")}
    return _edit(request, row, KeptEquipmentForm, partial(services.change_equipment, at=timezone.now()), context)


def _add(
    request: PortalRequest, public_id, perm: str, form_class: type[forms.Form], deed: Callable[..., Any], words: dict
) -> HttpResponse:
    row, by = reach(Institution, request, party__public_id=public_id), request.acting
    require(by, perm, row)
    form, back = form_class(posted(request)), reverse("institutions:licence", args=[public_id])

    def make(**facts) -> str:
        deed(row, by=by, **facts)
        return back

    if form.is_valid() and (answer := done_once(request, form, make, done=words.pop("done"))):
        return answer
    return form_page(request, FORM, words | {"institution": row, "form": form, "back": back})


def _edit(
    request: PortalRequest, row: Permit | Equipment, form_class: type[PermitForm | EquipmentForm],
    deed: Callable[..., Any], context: dict,
) -> HttpResponse:  # fmt: skip
    def change(row, *, by, at, **facts):
        deed(row, by=by, **facts)

    form = form_class(posted(request), initial={name: getattr(row, name) for name in form_class.base_fields})
    context |= {"action": _("Save"), "institution": row.institution, "form": form, "back": row.get_absolute_url()}
    return step_page(request, FORM, context, row=row, deed=change, done=_("The changes were saved."))
