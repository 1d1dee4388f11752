"""Special self-inspections, and the page of any round."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from inspections.forms.programmes import OpenSpecialForm, SpecialForm
from inspections.models import Round
from inspections.overview import counted, filters_in, in_words, states_of
from inspections.services.audiences import count_meant
from inspections.services.programmes import order_special
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted
from kernel.pages import ScopedListView, needs, reach
from kernel.requests import PortalRequest


class Specials(ScopedListView):
    """The special ones of the territory and of the territories around, the latest first."""

    model, perm = Round, "inspections.view_round"
    order, related = ("-pk",), ("region",)
    part, page = "inspections/_specials.html", "inspections/specials.html"

    def rows(self):
        return counted(super().rows().special(), by=self.request.acting)

    def context(self, **context) -> dict[str, Any]:
        by = self.request.acting
        return context | {
            "may_order": by.has_perm("inspections.publish_programme", by.party), "today": timezone.localdate(),
        }  # fmt: skip


specials = Specials.as_view()


@needs("inspections.view_round")
@require_safe
def one_round(request: PortalRequest, pk: int) -> HttpResponse:
    """How its reports in the territory stand."""
    row, by = reach(Round, request, pk=pk), request.acting
    states = states_of(row, by=by)
    context = {
        "round": row, "states": states, "total": sum(count for _label, count in states),
        "audience": in_words(row.audience), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "inspections/round.html", context)


@needs("inspections.publish_programme")
@require_http_methods(["GET", "POST"])
def order(request: PortalRequest) -> HttpResponse:
    """For those that filters of the register choose (in the address), or by category, level and list.

    What was typed is shown again with how many institutions it means; sent with that number it is done.
    """
    by, at = request.acting, timezone.now()
    require(by, "inspections.publish_programme", by.party)
    filters = filters_in(request.GET)
    form_class = SpecialForm if filters else OpenSpecialForm
    form = form_class(posted(request), by=by, filters=filters)
    context = {"form": form, "chosen": in_words({"filters": filters})}

    def make(**said) -> str:
        facts = {name: said[name] for name in ("title", "reason", "checklist", "due_on")}
        row = order_special(region=by.party.region, audience=form.audience(), by=by, at=at, **facts)
        return row.get_absolute_url()

    if form.is_valid():
        context["meant"] = count_meant(by.party.region, form.audience())
        if request.POST.get("meant") == str(context["meant"]):
            done = _("The special self-inspection is ordered. The institutions find it among their duties.")
            if answer := done_once(request, form, make, done=done):
                return answer
    return form_page(request, "inspections/order.html", context)
