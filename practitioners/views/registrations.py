"""The people of an institution, and what becomes of their registrations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from institutions.models import Institution
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, posted, refuse, step_page
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest
from practitioners.deadlines import opened_until
from practitioners.forms import CancelForm, ChangeTermForm, EndForm, ExtendForm, RegisterForm
from practitioners.lists import counted, people_of
from practitioners.models import Registration
from practitioners.services import registrations as services
from practitioners.services.people import practitioner_with

FORM = "practitioners/form.html"
TABS = {
    "open": pgettext_lazy("registrations", "Registered"),
    "over": pgettext_lazy("registrations", "Ended or cancelled"),
}


class People(KeysetListView):
    """Who is registered at an institution, or was."""

    model, perm, order = Registration, "practitioners.view_registration", ("pk",)
    part, page = "practitioners/_people.html", "practitioners/people.html"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        self.institution = reach(Institution, request, party__public_id=kwargs["public_id"])
        asked = request.GET.get("which", "")
        self.which = asked if asked in TABS else "open"
        return super().get(request, **kwargs)

    def rows(self):
        return people_of(self.institution, is_open=self.which == "open")

    def paginate(self, rows):
        self.count, self.has_more = counted(rows)
        return super().paginate(rows)

    def context(self, **context) -> dict:
        by, row, today = self.request.acting, self.institution, timezone.localdate()
        return context | {
            "institution": row, "tabs": TABS, "which": self.which, "today": today, "soon": opened_until(today),
            "count": self.count, "has_more": self.has_more,
            "may_add": by.has_perm("practitioners.add_registration", row) and not row.closed_on,
            "shows_numbers": by.has_perm("practitioners.view_numbers"),
        }  # fmt: skip


people = People.as_view()


@sensitive_post_parameters()
@needs("practitioners.add_registration")
@require_http_methods(["GET", "POST"])
def register(request: PortalRequest, public_id) -> HttpResponse:
    """Register at this institution somebody who is known already."""
    institution, by = reach(Institution, request, party__public_id=public_id), request.acting
    require(by, "practitioners.add_registration", institution)
    form = RegisterForm(posted(request), initial={"kind": "additional"})

    def make(number: str, **facts) -> str:
        person = practitioner_with(number, by=by)
        if person is None:
            raise Refused(_("No practitioner has this number. Add the person as new."))
        services.register(person, institution=institution, by=by, at=timezone.now(), **facts)
        return reverse("practitioners:people", args=[public_id])

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The registration was recorded."))):
        return answer
    words = {"heading": _("Register somebody who is known"), "action": _("Register")}
    back = reverse("practitioners:people", args=[public_id])
    return form_page(
        request, "institutions/form.html", words | {"form": form, "institution": institution, "back": back}
    )


@needs("practitioners.change_registration")
@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    """Another scope of practice, or days that were entered wrongly."""
    row, by = reach(Registration, request, pk=pk), request.acting
    require(by, "practitioners.change_registration", row)
    form = ChangeTermForm(posted(request), initial=_said(row), profession=row.practitioner.profession)
    context = {
        "heading": _("Change the registration"), "action": _("Save"), "form": form, "version": row.version,
        "practitioner": row.practitioner, "registration": row, "back": row.get_absolute_url(),
    }  # fmt: skip
    if form.is_valid():
        try:
            services.change_registration(row, by=by, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=_said)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(row)
    return form_page(request, FORM, context)


def _said(row: Registration) -> dict:
    return {fact: getattr(row, fact) for fact in ("scope", "valid_from", "valid_to")}


@needs("practitioners.extend_registration")
@require_http_methods(["GET", "POST"])
def extend(request: PortalRequest, pk: int) -> HttpResponse:
    words = {"heading": _("Extend the registration"), "action": _("Extend")}
    done = _("The registration is extended.")
    return _step(request, pk, ExtendForm, services.extend_registration, "extend", words, done)


@needs("practitioners.end_registration")
@require_http_methods(["GET", "POST"])
def end(request: PortalRequest, pk: int) -> HttpResponse:
    words = {"heading": _("End the registration"), "action": _("End the registration")}
    done = _("The registration is over. Its record stays.")
    return _step(request, pk, EndForm, services.end_registration, "end", words, done)


@needs("practitioners.end_registration")
@require_http_methods(["GET", "POST"])
def cancel(request: PortalRequest, pk: int) -> HttpResponse:
    words = {"heading": _("Cancel the registration"), "action": _("Cancel the registration")}
    done = _("The registration is over. Its record stays.")
    return _step(request, pk, CancelForm, services.cancel_registration, "end", words, done)


def _step(request: PortalRequest, pk: int, form, deed, verb: str, words: dict, done: str) -> HttpResponse:
    row = reach(Registration, request, pk=pk)
    require(request.acting, f"practitioners.{verb}_registration", row)
    context = words | {
        "form": form(posted(request)), "practitioner": row.practitioner, "registration": row,
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return step_page(request, FORM, context, row=row, deed=deed, done=done)


@require_POST
def apply(request: PortalRequest, pk: int) -> HttpResponse:
    """The institution hands in the application for the extension."""
    row = reach(Registration, request, pk=pk)
    services.apply_for_extension(row, by=request.acting, at=timezone.now())
    messages.success(request, _("The application is handed in. The health commission decides on the extension."))
    return redirect(row)
