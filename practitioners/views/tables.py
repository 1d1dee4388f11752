"""A table of practitioners: the template, the dry run, and taking in what it says."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.forms import TableForm
from events.importers.report import read_report
from kernel.files.kinds import XLSX
from kernel.form_pages import done_once, form_page
from kernel.models import Job, JobState
from kernel.pages import needs, part_or_page, reach
from kernel.requests import PortalRequest
from kernel.services import start_job
from kernel.views.jobs import shown
from practitioners.importers import COLUMNS, rows_of_table, template
from practitioners.jobs import CHECK_TABLE, RECORD_TABLE
from practitioners.sources import seal

SHOWN_FAULTS = 200


@needs("practitioners.add_practitioner")
@require_http_methods(["GET", "POST"])
def send(request: PortalRequest) -> HttpResponse:
    """Take a table in and start its dry run."""
    by, now, posted = request.acting, timezone.now(), request.method == "POST"
    form = TableForm(request.POST if posted else None, request.FILES if posted else None)

    def make(file) -> str:
        kept = seal(rows_of_table(file.read()), name=file.name, by=by, at=now)
        title = _("Check of %(file)s") % {"file": file.name}
        job = start_job(CHECK_TABLE, by=by, at=now, title=title[:200], file=str(kept.public_id))
        return reverse("practitioners:check", args=[job.public_id])

    if form.is_valid():
        done = _("The table was taken in and is being checked. Nothing is recorded yet.")
        if answer := done_once(request, form, make, done=done):
            return answer
    return form_page(request, "practitioners/table.html", {"form": form, "columns": COLUMNS.values()})


@needs("practitioners.add_practitioner")
@require_safe
def download_template(request: PortalRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="practitioners-template.xlsx"'}
    return HttpResponse(template(), content_type=XLSX.content_type, headers=headers)


@needs("practitioners.add_practitioner")
@require_http_methods(["GET", "POST"])
def check(request: PortalRequest, public_id) -> HttpResponse:
    """What the dry run found; a POST takes the table in, or its good rows."""
    job = reach(Job, request, public_id=public_id)
    if job.kind != CHECK_TABLE:
        raise Http404
    faults = read_report(job.result) if job.result else []
    faulty = len({row for row, _column, _reason in faults})
    good = (job.total or 0) - faulty if job.state == JobState.DONE else 0
    if request.method == "POST" and good:
        facts = {"file": job.arguments["file"], "skip_faulty": "skip_faulty" in request.POST}
        return redirect(start_job(RECORD_TABLE, by=request.acting, at=timezone.now(), **facts))
    context = shown(job, request.acting) | {
        "faults": faults[:SHOWN_FAULTS], "more": max(len(faults) - SHOWN_FAULTS, 0), "faulty": faulty, "good": good,
    }  # fmt: skip
    return part_or_page(request, "practitioners/_check.html", context, page="practitioners/check.html")
