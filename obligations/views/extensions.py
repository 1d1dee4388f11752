"""More time for a duty: the request, the list of requests, the decision."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, refuse
from kernel.pages import KeysetListView, reach
from kernel.requests import PortalRequest
from obligations import deadlines
from obligations.enums import OWED, ExtensionState
from obligations.forms.extensions import AskForm, DecideForm
from obligations.lights import light
from obligations.models import ExtensionRequest, Obligation
from obligations.services import extensions as services
from obligations.workflow import EXTENSION

SHOWN = 5  # requests on the page of a duty
PEOPLE = ("asked_by__user", "asked_by__party", "decided_by__user", "decided_by__party")
TABS = {
    "open": pgettext_lazy("requests for more time", "To decide"),
    "decided": pgettext_lazy("requests for more time", "Decided"),
    "own": pgettext_lazy("requests for more time", "Asked by us"),
}


def more_time(duty: Obligation, *, by, at: datetime) -> dict:
    """What `obligations/_extension.html` shows on the page of a duty: the latest requests, and whether to ask."""
    requests = list(duty.requests.select_related(*PEOPLE).order_by("-pk")[:SHOWN])
    is_waiting = any(asked.state == ExtensionState.ASKED for asked in requests)
    may_ask = duty.state in OWED and not is_waiting and by.has_perm("obligations.ask_extension", duty)
    offer = services.offer(duty, on=timezone.localdate(at)) if may_ask else None
    return {"duty": duty, "requests": requests, "offer": offer}


@require_http_methods(["GET", "POST"])
def ask(request: PortalRequest, public_id) -> HttpResponse:
    duty, by, at = reach(Obligation, request, public_id=public_id), request.acting, timezone.now()
    require(by, "obligations.ask_extension", duty)
    offer = services.offer(duty, on=timezone.localdate(at))
    form = AskForm(request.POST or None, duty=duty, fixed=offer.until)

    def make(**facts) -> str:
        services.ask_extension(duty, by=by, at=at, **facts)
        return duty.get_absolute_url()

    done = _("More time is asked for. Until it is decided, the day stands as it is.")
    if form.is_valid() and (answer := done_once(request, form, make, done=done)):
        return answer
    context = {"duty": duty, "form": form, "offer": offer, "light": light_of(duty, by=by, at=at)}
    return form_page(request, "obligations/extension_ask.html", context)


def light_of(duty: Obligation, *, by, at: datetime):
    return light(duty, at=at, soon=deadlines.soon_days(by.region_path, on=timezone.localdate(at)))


class Extensions(KeysetListView):
    """Requests for more time: those on which the acting unit decides, and its own."""

    model = ExtensionRequest
    related = ("obligation__bearer", *PEOPLE)
    part, page = "obligations/_extensions.html", "obligations/extensions.html"
    perm = "obligations.view_extensionrequest"

    @property
    def tab(self) -> str:
        decides = self.request.acting.has_perm("obligations.decide_extension")
        asked = self.request.GET.get("tab", "")
        return asked if decides and asked in TABS else "open" if decides else "own"

    @property
    def order(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("obligation__due_on", "pk") if self.tab == "open" else ("-pk",)

    def rows(self):
        by = self.request.acting
        if self.tab == "own":
            return self.shared_rows()
        rows = super().rows().put_before(by)
        return rows.waiting() if self.tab == "open" else rows.over()

    def context(self, **context) -> dict:
        by, at = self.request.acting, timezone.now()
        soon = deadlines.soon_days(by.region_path, on=timezone.localdate(at))
        rows = [(asked, light(asked.obligation, at=at, soon=soon)) for asked in context["page_obj"]]
        tabs = TABS if by.has_perm("obligations.decide_extension") else {"own": TABS["own"]}
        return super().context(rows=rows, tab=self.tab, tabs=tabs, **context)


extensions = Extensions.as_view()


@require_http_methods(["GET", "POST"])
def extension(request: PortalRequest, pk) -> HttpResponse:
    """A request with the facts of its duty; whoever may decide does it here."""
    asked, at = reach(ExtensionRequest, request, pk=pk), timezone.now()
    if request.method == "POST":
        require(request.acting, "obligations.decide_extension", asked)
    form, context = DecideForm(request.POST or None), {}
    if form.is_valid():
        try:
            decide(request, asked, form, at=at)
        except Refused as refusal:
            context = refuse(form, refusal)
            asked.refresh_from_db()  # a stale form is decided on what the record says now
        else:
            messages.success(request, _("The decision is recorded, and the unit is told."))
            return redirect(asked)
    return form_page(request, "obligations/extension.html", context | facts_of(asked, form, by=request.acting, at=at))


def decide(request: PortalRequest, asked: ExtensionRequest, form: DecideForm, *, at: datetime) -> None:
    """On the duty as it was shown: `duty_version` is posted beside the request's own version."""
    shown = request.POST.get("duty_version", "")
    asked.obligation.version = int(shown) if shown.isdecimal() and len(shown) < 10 else 0
    verb = services.grant_extension if form.cleaned_data["decision"] == "grant" else services.refuse_extension
    verb(asked, at=at, by=request.acting, answer=form.cleaned_data["answer"])


def facts_of(asked: ExtensionRequest, form: DecideForm, *, by, at: datetime) -> dict:
    """What the page shows; the form only to whoever may decide, and what would come of it."""
    duty, verbs = asked.obligation, {step.name for step in EXTENSION.open_to(by, asked)}
    return {
        "asked": asked,
        "duty": duty,
        "light": light_of(duty, by=by, at=at),
        "form": form if "grant" in verbs else None,
        "offer": services.if_granted(asked, on=timezone.localdate(at)) if "grant" in verbs else None,
        "may_withdraw": "withdraw" in verbs,
        "is_own": asked.asked_by.user_id == by.user_id,
    }


@require_POST
def withdraw(request: PortalRequest, pk) -> HttpResponse:
    asked = reach(ExtensionRequest, request, pk=pk)
    services.withdraw_extension(asked, at=timezone.now(), by=request.acting)
    messages.success(request, _("More time is no longer asked for."))
    return redirect(asked.obligation)
