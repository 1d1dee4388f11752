"""The board of verifications, the page of one, and each of its steps."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from institutions.access import PROPOSES
from institutions.deadlines import months_of_suspension
from institutions.details import verbs_open, verification_lines
from institutions.filters import VerificationFilters
from institutions.forms.register import ReasonForm
from institutions.forms.verifications import (
    ApplyForm,
    ConcludeForm,
    EnterApplicationForm,
    OpenForm,
    OrderForm,
    ReviewForm,
)
from institutions.lists import regions_to_choose
from institutions.models import Institution, Verification
from institutions.services import concluding, lapsing, verifying
from institutions.sources import VERIFICATION_DOCUMENT
from kernel import files
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted, step_page
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest

FORM = "institutions/form.html"
TABS = {
    "open": pgettext_lazy("verifications", "Going on"),
    "over": pgettext_lazy("verifications", "Concluded or ended"),
}
CONCLUDES = {"pass", "suspend", "cancel", "revoke"}


class Verifications(KeysetListView):
    """Those of the territory, what ends first first; an institution sees its own."""

    model, filterset, perm = Verification, VerificationFilters, "institutions.view_verification"
    related = ("institution__party__region",)
    part, page = "institutions/_verifications.html", "institutions/verifications.html"

    @property
    def tab(self) -> str:
        asked = self.request.GET.get("tab", "")
        return asked if asked in TABS else "open"

    @property
    def order(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("due_on", "pk") if self.tab == "open" else ("-due_on", "-pk")

    def rows(self):
        rows = super().rows() if self.request.acting.is_governmental else self.shared_rows()
        rows = rows.open() if self.tab == "open" else rows.over()
        return rows.defer("statement", "findings", "institution__pieces")

    def context(self, **context) -> dict:
        by, asked, at = self.request.acting, self.request.GET, timezone.now()
        shows_regions = by.is_governmental and not self.request.htmx
        regions = regions_to_choose(by, asked.get("region", ""), on=timezone.localdate(at)) if shows_regions else []
        return context | {
            "lines": verification_lines(context["page_obj"].object_list, by=by, at=at), "tab": self.tab, "tabs": TABS,
            "regions": regions,
            "is_filtered": any(asked[name] for name in asked if name not in {"after", "before", "tab"}),
            "may_filter": by.is_governmental,
        }  # fmt: skip


verifications = Verifications.as_view()


@needs("institutions.view_verification")
@require_safe
def verification(request: PortalRequest, pk: int) -> HttpResponse:
    """What was done to a verification, and what the acting person may do now."""
    row, by, at = reach(Verification, request, pk=pk), request.acting, timezone.now()
    (line,) = verification_lines([row], by=by, at=at)
    verbs = verbs_open(row, by=by, at=at)
    context = {
        "verification": row, "institution": row.institution, "line": line, "verbs": verbs,
        "may_conclude": bool(verbs & CONCLUDES), "documents": row.documents.order_by("pk"),
        "steps": row.steps.select_related("by__user", "by__party").order_by("-pk"),
    }  # fmt: skip
    return render(request, "institutions/verification.html", context)


@needs("institutions.add_verification")
@require_http_methods(["GET", "POST"])
def open_one(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(Institution, request, party__public_id=public_id), request.acting
    require(by, "institutions.add_verification", row)
    form = OpenForm(posted(request))

    def make(due_on) -> str:
        return verifying.open_verification(row, due_on=due_on, by=by, at=timezone.now()).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The verification is open."))):
        return answer
    words = {"heading": _("Open a verification"), "action": _("Open the verification")}
    return form_page(request, FORM, words | {"institution": row, "form": form, "back": row.get_absolute_url()})


@require_http_methods(["GET", "POST"])
def apply(request: PortalRequest, pk: int) -> HttpResponse:
    """The institution applies; the commission's staff enter what it has applied for."""

    @transaction.atomic  # an application that is refused leaves no files
    def deed(row, *, by, at, documents=(), **said):
        kept = [files.store(upload, purpose=VERIFICATION_DOCUMENT, by=by, at=at) for upload in documents]
        verifying.apply_for_verification(row, documents=kept, by=by, at=at, **said)

    form_class = ApplyForm if request.acting.role in PROPOSES else EnterApplicationForm
    words = {"heading": _("Apply for the verification"), "action": _("Hand in the application")}
    form = form_class(posted(request), request.FILES or None)
    return _step(request, pk, "apply", form, deed, words, _("The application is handed in."))


@require_http_methods(["GET", "POST"])
def review(request: PortalRequest, pk: int) -> HttpResponse:
    words = {
        "heading": _("Record the review"), "action": _("Record the review"),
        "consequence": _("Another person concludes: a reviewer or leader who has not recorded the review."),
    }  # fmt: skip
    form = ReviewForm(posted(request))
    return _step(request, pk, "review", form, verifying.review_verification, words, _("The review is recorded."))


@require_http_methods(["GET", "POST"])
def order(request: PortalRequest, pk: int) -> HttpResponse:
    words = {
        "heading": _("Order to make up for it"), "action": _("Issue the order"),
        "consequence": _("The institution is told. From today on the order has a limit of its own."),
    }  # fmt: skip
    form = OrderForm(posted(request))
    return _step(request, pk, "order", form, verifying.order_verification, words, _("The order is issued."))


@require_http_methods(["GET", "POST"])
def conclude(request: PortalRequest, pk: int) -> HttpResponse:
    row, by, at = reach(Verification, request, pk=pk), request.acting, timezone.now()
    _least, most = months_of_suspension(row.region_path, on=timezone.localdate(at))
    form = ConcludeForm(posted(request), steps=verbs_open(row, by=by, at=at), most=most)
    words = {
        "heading": _("Conclude the verification"), "action": _("Record the conclusion"),
        "consequence": _("The institution is told. Where its licence is cancelled or revoked, it is closed today."),
    }  # fmt: skip
    done = _("The conclusion is recorded, and the institution is told.")
    return _step(request, pk, "conclude", form, concluding.conclude_verification, words, done)


@require_http_methods(["GET", "POST"])
def end(request: PortalRequest, pk: int) -> HttpResponse:
    words = {
        "heading": _("End it without a conclusion"), "action": _("End it"),
        "consequence": _(
            "Correct the record of the institution first: where it still says that the cycle ends, the verification is "
            "opened anew tomorrow."
        ),
    }  # fmt: skip
    return _step(request, pk, "end", ReasonForm(posted(request)), lapsing.end_verification, words, _("It is ended."))


def _step(
    request: PortalRequest, pk: int, verb: str, form: forms.Form, deed: Callable[..., Any], words: dict, done: str
) -> HttpResponse:
    row = reach(Verification, request, pk=pk)
    require(request.acting, f"institutions.{verb}_verification", row)
    context = words | {
        "form": form, "institution": row.institution, "verification": row, "back": row.get_absolute_url()
    }  # fmt: skip
    return step_page(request, FORM, context, row=row, deed=deed, done=done)
