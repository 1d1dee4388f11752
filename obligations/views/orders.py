"""The pages of supervision orders: the lists, one order with its history, and what is done to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.access import require
from kernel.errors import Refused, Stale
from kernel.form_pages import done_once, form_page, refuse
from kernel.pages import KeysetListView, needs, part_or_page, reach
from kernel.requests import PortalRequest
from obligations.filters import OrderFilters
from obligations.forms.orders import JudgeForm, OrderForm, ReplyForm, WhomForm, WithdrawForm
from obligations.models import Obligation, SupervisionOrder
from obligations.services import order_reading as reading
from obligations.services import orders as services
from obligations.workflow import ORDER

TABS = {
    "received": pgettext_lazy("supervision orders", "Received by us"),
    "issued": pgettext_lazy("supervision orders", "Issued by us"),
    "territory": pgettext_lazy("supervision orders", "In the territory"),
}


class Orders(KeysetListView):
    """What the acting unit was ordered, what it has ordered, and what was ordered in its territory."""

    model, filterset = SupervisionOrder, OrderFilters
    related, order = ("issuer", "bearer"), ("-pk",)
    part, page = "obligations/orders/_orders.html", "obligations/orders/orders.html"
    perm = "obligations.view_supervisionorder"

    @property
    def tabs(self) -> dict[str, Any]:
        """A unit that supervises nobody has only what it received."""
        return TABS if self.request.acting.has_perm("obligations.view_overdue") else {"received": TABS["received"]}

    @cached_property
    def tab(self) -> str:
        """Unless another is asked for, what the unit has to answer comes first."""
        asked = self.request.GET.get("tab", "")
        if asked in self.tabs:
            return asked
        return "received" if reading.has_to_answer(self.request.acting) else list(self.tabs)[-1]

    def rows(self):
        return reading.rows_of(self.tab, by=self.request.acting)

    def context(self, **context) -> dict[str, Any]:
        by, rows = self.request.acting, context["page_obj"].object_list
        return context | {
            "lines": reading.lines(rows, by=by, at=timezone.now()),
            "tab": self.tab,
            "tabs": self.tabs,
            "may_issue": by.has_perm("obligations.issue_order"),
        }


orders = Orders.as_view()


@require_safe
def order(request: PortalRequest, public_id) -> HttpResponse:
    return order_page(request, reach(SupervisionOrder, request, public_id=public_id))


def order_page(request: PortalRequest, row: SupervisionOrder, *, status: int = 200, refusal: str = "") -> HttpResponse:
    """An order: what is required, its clocks, its history; the one thing to do next is its primary button."""
    row, by, at = reading.whole(row), request.acting, timezone.now()
    context = {
        "order": row,
        "clocks": reading.clocks_of([row], by=by, at=at)[row.pk],
        "steps": reading.steps_of(row),
        "open_to": {step.name for step in ORDER.open_to(by, row)},
        "sees_duty": reading.sees_duty(by, row),
        "refusal": refusal,
    }
    return render(request, "obligations/orders/order.html", context, status=status)


@require_safe
def sheet(request: PortalRequest, public_id) -> HttpResponse:
    """The order on paper; with ?receipt the slip that says who has received it."""
    row, by, at = reach(SupervisionOrder, request, public_id=public_id), request.acting, timezone.now()
    is_receipt = "receipt" in request.GET
    if is_receipt and row.received_at is None:
        raise Http404
    row = reading.whole(row)
    context = {"order": row, "clocks": reading.clocks_of([row], by=by, at=at)[row.pk], "printed_at": at}
    return render(request, f"obligations/orders/{'receipt' if is_receipt else 'sheet'}.html", context)


@needs("obligations.issue_order")
@require_http_methods(["GET", "POST"])
def issue(request: PortalRequest) -> HttpResponse:
    """Choose the unit (?to, or the one that owes the duty ?about), write the order, read what comes of it, issue it."""
    whom = WhomForm(request.GET)
    asked = whom.cleaned_data if whom.is_valid() else {}
    if "to" in whom.errors or "about" in whom.errors:
        raise Http404
    about = reach(Obligation, request, public_id=asked["about"]) if asked.get("about") else None
    unit = reading.unit_in_territory(request.acting, about.bearer.public_id if about else asked.get("to"))
    if unit is not None:
        require(request.acting, "obligations.issue_order", unit)
        return write(request, unit=unit, about=about)
    if about or asked.get("to"):
        raise Http404
    return choose(request, whom, words=asked.get("q", ""))


def choose(request: PortalRequest, whom: WhomForm, *, words: str) -> HttpResponse:
    units = services.units_to_order(request.acting, words, on=timezone.localdate()) if words else None
    context = {"whom": whom, "words": words, "units": units, "most": services.FOUND}
    return part_or_page(request, "obligations/orders/_units.html", context, page="obligations/orders/choose.html")


def write(request: PortalRequest, *, unit, about: Obligation | None) -> HttpResponse:
    by, at = request.acting, timezone.now()
    today = timezone.localdate(at)
    usual = services.clocks(by, on=today)
    form = OrderForm(request.POST or None, today=today, usual=usual[services.REPLY].due_on)
    context = {"form": form, "unit": unit, "about": about}

    def make(**facts) -> str:
        return services.issue_order(bearer=unit, about=about, by=by, at=at, **facts).get_absolute_url()

    if form.is_valid() and "confirmed" in request.POST:
        done = _("The order was issued. %(unit)s is told at once.") % {"unit": unit.name}
        if answer := done_once(request, form, make, done=done):
            return answer
    elif form.is_valid() and "change" not in request.POST:
        try:
            clocks = services.clocks(by, on=today, reply_by=form.cleaned_data["reply_by"])
        except Refused as refusal:
            refuse(form, refusal, field="reply_by")
        else:
            days = {"receive_by": clocks[services.RECEIVE].due_on, "reply_by": clocks[services.REPLY].due_on}
            return render(request, "obligations/orders/confirm.html", context | days)
    return form_page(request, "obligations/orders/issue.html", context)


@require_POST
def receive(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(SupervisionOrder, request, public_id=public_id)
    try:
        row = services.receive_order(row, by=request.acting, at=timezone.now())
    except Refused as refusal:
        return order_page(request, row, status=409, refusal=refusal.reason)
    messages.success(request, _("Received under number %(number)s.") % {"number": row.receipt_number})
    return redirect(row)


@require_http_methods(["GET", "POST"])
def reply(request: PortalRequest, public_id) -> HttpResponse:
    """The reply with its evidence; a file that was taken stays chosen, whatever is wrong with the rest."""
    row, by, at = reach(SupervisionOrder, request, public_id=public_id), request.acting, timezone.now()
    require(by, ORDER["reply"].perm, row)
    form = ReplyForm(request.POST or None, request.FILES or None)
    kept = reading.files_kept_by(by, request.POST.getlist("kept"))
    context = {"order": row, "form": form, "version": row.version, "kept": kept, "most": services.MOST_FILES}
    is_valid = form.is_valid()
    for upload in form.cleaned_data.get("evidence", []) if form.is_bound else []:
        try:
            kept.append(services.keep_evidence(row, upload, by=by, at=at))
        except Refused as refusal:
            form.add_error("evidence", f"{upload.name}: {refusal.reason}")
    if is_valid and not form.errors:
        try:
            row = services.reply_to_order(row, by=by, at=at, text=form.cleaned_data["text"], evidence=kept)
        except Refused as refusal:
            context |= refused(form, refusal)
        else:
            messages.success(request, _("The reply was handed in. %(unit)s judges it.") % {"unit": row.issuer.name})
            return redirect(row)
    return form_page(request, "obligations/orders/reply.html", context)


@require_http_methods(["GET", "POST"])
def judge(request: PortalRequest, public_id) -> HttpResponse:
    """Accept the reply, or send it back."""
    row, by, at = reach(SupervisionOrder, request, public_id=public_id), request.acting, timezone.now()
    require(by, ORDER["close"].perm, row)
    form = JudgeForm(request.POST or None)
    context = {"order": row, "form": form, "version": row.version, "steps": reading.steps_of(row)}
    if form.is_valid():
        remark = form.cleaned_data["remark"]
        try:
            if form.cleaned_data["decision"] == "close":
                row = services.close_order(row, by=by, at=at, remark=remark)
                messages.success(request, _("The reply was accepted: the order is closed."))
            else:
                row = services.return_reply(row, by=by, at=at, reason=remark)
                messages.success(request, _("The reply was sent back."))
        except Refused as refusal:
            context |= refused(form, refusal)
        else:
            return redirect(row)
    return form_page(request, "obligations/orders/judge.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(SupervisionOrder, request, public_id=public_id), request.acting
    require(by, ORDER["withdraw"].perm, row)
    form = WithdrawForm(request.POST or None)
    context = {"order": row, "form": form, "version": row.version}
    if form.is_valid():
        try:
            row = services.withdraw_order(row, by=by, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            context |= refused(form, refusal)
        else:
            messages.success(request, _("The order was withdrawn."))
            return redirect(row)
    return form_page(request, "obligations/orders/withdraw.html", context)


def refused(form, refusal: Refused) -> dict[str, Any]:
    """As `kernel.form_pages.refuse`; of a stale form where the order stands now, beside what was typed."""
    context = refuse(form, refusal)
    if isinstance(refusal, Stale):
        now = refusal.current
        typed = [(form.fields[name].label, "", words) for name, words in form.cleaned_data.items()
                 if isinstance(words, str)]  # fmt: skip
        context |= {"order": now, "conflict": [(_("State"), now.get_state_display(), ""), *typed]}
    return context
