"""Samples of reports: drawn, listed, and how far their review has come."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from inspections.filters import occasions_of
from inspections.forms.sampling import SampleForm
from inspections.lists import of_rounds, of_sample, report_lines, with_progress
from inspections.models import Sample
from inspections.services.sampling import draw_sample, is_repeatable
from kernel.form_pages import done_once, form_page, posted
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest


class Samples(KeysetListView):
    """The latest first, each with how many of its reports were reviewed."""

    model, perm, order, related = Sample, "inspections.view_sample", ("-pk",), ("drawn_by__user", "drawn_by__party")
    part, page = "inspections/_samples.html", "inspections/samples.html"

    def rows(self):
        return with_progress(super().rows().defer("pool"))

    def context(self, **context) -> dict:
        return context | {"may_draw": self.request.acting.has_perm("inspections.draw_sample")}


samples = Samples.as_view()


@needs("inspections.view_sample")
@require_safe
def sample(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Sample, request, pk=pk)
    reports = of_sample(row)
    context = {
        "sample": row, "lines": report_lines(reports, by=request.acting, at=timezone.now()),
        "reviewed": sum(report.state != "submitted" for report in reports), "is_repeatable": is_repeatable(row),
    }  # fmt: skip
    return render(request, "inspections/sample.html", context)


@needs("inspections.draw_sample")
@require_http_methods(["GET", "POST"])
def draw(request: PortalRequest) -> HttpResponse:
    by, occasions = request.acting, occasions_of(request.acting)
    titles = [(key, rounds[0].title) for key, rounds in occasions.items()]
    form = SampleForm(posted(request), occasions=titles, initial={"occasion": request.GET.get("occasion", "")})

    def make(occasion, number, percent) -> str:
        rounds = occasions[occasion]
        rows = of_rounds(rounds, by=by)
        made = draw_sample(rows, of=rounds[0], number=number, percent=percent, by=by, at=timezone.now())
        return made.get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The sample is drawn."))):
        return answer
    return form_page(request, "inspections/draw.html", {"form": form})
