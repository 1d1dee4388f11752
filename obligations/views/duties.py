"""The pages of duties: what a unit owes, what is overdue around it, and one duty with its history."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import form_page, refuse
from kernel.keyset import count_up_to
from kernel.pages import KeysetListView, reach
from kernel.requests import PortalRequest
from kernel.services import start_job
from obligations import lists
from obligations.details import rule_of, steps_of, told_of, whole
from obligations.enums import UNSETTLED
from obligations.exports import EXPORT_MINE, EXPORT_OVERDUE
from obligations.filters import DutyFilters
from obligations.forms.duties import WaiveForm
from obligations.lists import Span, Tab, Whose
from obligations.models import Obligation
from obligations.services import waive_duty
from obligations.services.urging import may_be_urged
from obligations.views.extensions import more_time
from obligations.workflow import DUTY

MANY = 1000  # so far the rows of a list are counted
LATES = (1, 5, 10, 30)  # days overdue that the filter offers


def is_narrowed(filters: DutyFilters) -> bool:
    return any(value not in (None, "") for value in filters.form.cleaned_data.values()) or not filters.is_valid()


class Mine(KeysetListView):
    """What the acting unit owes: ?tab for what is done with, ?whose for the own section or the whole unit."""

    model, filterset, related = Obligation, DutyFilters, lists.PARTIES
    part, page, perm = "obligations/_mine.html", "obligations/mine.html", "obligations.view_obligation"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        self.at, self.asked = timezone.now(), lists.AskedMine.of(request.GET, by=request.acting)
        self.order = self.asked.order
        return super().get(request, **kwargs)

    def rows(self):
        return lists.mine(self.request.acting, self.asked)

    def context(self, **context) -> dict[str, Any]:
        filters, page_obj = context["filters"], context["page_obj"]
        by, owed = self.request.acting, self.asked.tab == Tab.OWED
        return context | {
            "at": self.at, "asked": self.asked,
            "is_narrowed": is_narrowed(filters), "filter_words": lists.filter_words(filters),
            "lines": lists.lines(page_obj.object_list, by=by, at=self.at),
            "tabs": Tab.choices, "whoses": Whose.choices if by.section_id else [],
            "sections": lists.sections_of(by) if self.asked.whose == Whose.UNIT else [],
            "late": lists.late(self.rows(), at=self.at) if owed else None,
            "watched": lists.late_elsewhere(by, at=self.at) if owed else None,
        }  # fmt: skip


mine = Mine.as_view()


class Overdue(KeysetListView):
    """Overdue duties of other units: those that the acting unit watches over, or ?span=territory."""

    model, filterset, related, order = Obligation, DutyFilters, lists.PARTIES, lists.BY_DAY
    part, page, perm = "obligations/_overdue.html", "obligations/overdue.html", "obligations.view_overdue"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        self.at = timezone.now()
        self.span: Span = lists.chosen(Span, request.GET.get("span"), Span.SUPERVISED)
        return super().get(request, **kwargs)

    def rows(self):
        return lists.overdue(self.request.acting, span=self.span, at=self.at)

    def context(self, **context) -> dict[str, Any]:
        filters, page_obj = context["filters"], context["page_obj"]
        by = self.request.acting
        rows = filters.qs if filters.is_valid() else self.rows().none()
        return context | {
            "at": self.at, "is_narrowed": is_narrowed(filters), "filter_words": lists.filter_words(filters),
            "span": self.span, "spans": Span.choices, "lates": LATES,
            "lines": lists.lines(page_obj.object_list, by=by, at=self.at, with_urging=True),
            "unit": lists.unit_asked(filters.form.cleaned_data.get("unit"), by=by),
            "may_urge": by.has_perm("obligations.urge_duty"),
            "may_extend": by.has_perm("obligations.extend_duty"),
            "total": count_up_to(rows, MANY) if page_obj.object_list else (0, False),
        }  # fmt: skip


overdue = Overdue.as_view()


@require_safe
def duty(request: PortalRequest, public_id) -> HttpResponse:
    """A duty: who owes it and who watches over it, its clock, what was done to it, who was told."""
    row, by, at = reach(Obligation, request, public_id=public_id), request.acting, timezone.now()
    require(by, "obligations.view_obligation", row)
    return render(request, "obligations/duty.html", duty_context(whole(row), by=by, at=at))


def duty_context(row: Obligation, *, by, at) -> dict[str, Any]:
    steps = steps_of(row)
    return {
        "duty": row,
        "at": at,
        "line": lists.lines([row], by=by, at=at)[0],
        "rule": rule_of(row),
        "steps": steps,
        "told": told_of(row, steps),
        "more_time": more_time(row, by=by, at=at),
        "may_urge": may_be_urged(row, by=by, at=at, steps=steps),
        "may_waive": DUTY["waive"] in DUTY.open_to(by, row),
        "owes_it": row.bearer_id == by.party_id,
        "orders": row.orders.on_duty(row, by),
        "may_order": row.state in UNSETTLED and by.has_perm("obligations.issue_order", row.bearer),
    }


@require_http_methods(["GET", "POST"])
def waive(request: PortalRequest, public_id) -> HttpResponse:
    """The supervisor releases the unit, after reading what comes of it."""
    row = reach(Obligation, request, public_id=public_id)
    require(request.acting, DUTY["waive"].perm, row)
    form = WaiveForm(request.POST or None)
    context = {"duty": row, "form": form, "version": row.version}
    if form.is_valid():
        try:
            row = waive_duty(row, at=timezone.now(), by=request.acting, **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal)
            if now := getattr(refusal, "current", None):
                context |= {"duty": now, "conflict": since_then(now, form)}
        else:
            messages.success(request, _("The unit need not do it any more."))
            return redirect(row)
    return form_page(request, "obligations/waive.html", context)


def since_then(now: Obligation, form: WaiveForm) -> list[tuple]:
    """(field, what is recorded now, what was typed): the duty has moved on since the form was opened."""
    return [
        (_("State"), now.get_state_display(), ""),
        (pgettext("day", "Due"), now.due_on.isoformat(), ""),
        (form.fields["reason"].label, "", form.cleaned_data["reason"]),
    ]


@require_POST
def export_mine(request: PortalRequest) -> HttpResponse:
    """The list that the address asks for, as a file."""
    return export(request, EXPORT_MINE)


@require_POST
def export_overdue(request: PortalRequest) -> HttpResponse:
    return export(request, EXPORT_OVERDUE)


def export(request: PortalRequest, kind: str) -> HttpResponse:
    form = "xlsx" if request.POST.get("form") == "xlsx" else "csv"
    asked = request.GET.urlencode()
    return redirect(start_job(kind, by=request.acting, at=timezone.now(), filters=asked, form=form))
