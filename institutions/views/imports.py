"""Tables of institutions: the list as a file, the template, one's own imports, the dry run, taking a table in."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.exports import EXPORT
from institutions.importers import COLUMNS, template
from institutions.importers.columns import NEEDED
from institutions.importers.report import faulty_rows, told
from institutions.jobs import services
from institutions.models import RegisterImport
from institutions.sources import REGISTER_TABLE
from kernel import files
from kernel.errors import Refused
from kernel.files.kinds import TEXT, XLSX
from kernel.models import JobState
from kernel.pages import ScopedListView, needs, part_or_page, reach, takes_mb
from kernel.requests import PortalRequest
from kernel.services import start_job
from kernel.table_pages import send_page, template_file
from kernel.views.jobs import shown

TABLE_MB = 300  # a table may be larger than what people send elsewhere
SHOWN_FAULTY = 200


class Imports(ScopedListView):
    """One's own imports, the newest first."""

    model, perm = RegisterImport, services.PERM
    related, order = ("file", "check_job", "run_job"), ("-created_at", "-pk")
    part, page = "institutions/_imports.html", "institutions/imports.html"


@takes_mb(TABLE_MB)
@needs(services.PERM)
@require_http_methods(["GET", "POST"])
def send(request: PortalRequest) -> HttpResponse:
    """Take a table in and start its dry run."""
    by, now = request.acting, timezone.now()

    def make(file) -> str:
        kept = files.store(
            file, purpose=REGISTER_TABLE, by=by, at=now, accept=frozenset({TEXT, XLSX}), limit_mb=TABLE_MB
        )
        return services.begin_import(kept, by=by, at=now).get_absolute_url()

    done = _("The table was taken in and is being checked. The register is as before.")
    columns = [(column.heading, column.empty is NEEDED) for column in COLUMNS.values()]
    page, back = "institutions/send.html", "institutions:imports"
    return send_page(request, page, make=make, done=done, columns=columns, back=back)


@needs(services.PERM)
@require_safe
def download_template(request: PortalRequest) -> HttpResponse:
    return template_file(template(), name="institutions-template.xlsx")


@needs(services.PERM)
@require_http_methods(["GET", "POST"])
def check(request: PortalRequest, public_id) -> HttpResponse:
    """What the dry run found; a POST takes the table, or its good rows, into the register."""
    table = reach(RegisterImport, request, public_id=public_id)
    refusal = None
    if request.method == "POST":
        try:
            services.run_import(table, skip_faulty="skip_faulty" in request.POST, by=request.acting, at=timezone.now())
        except Refused as error:
            refusal = error.reason
        else:
            return redirect(table)
    job = table.run_job or table.check_job
    counts = table.counts
    good = counts.get("new", 0) + counts.get("changed", 0)
    is_open = job.is_open
    faulty = [] if is_open else faulty_rows(table)[:SHOWN_FAULTY]
    context = shown(job, request.acting) | {
        "table": table, "counts": counts, "good": good, "refusal": refusal,
        "may_run": bool(good) and not is_open and not table.applied_at and table.check_job.state == JobState.DONE,
        "faulty": [(row.number, told(row)) for row in faulty],
        "more": max(counts.get("faulty", 0) - SHOWN_FAULTY, 0),
    }  # fmt: skip
    return part_or_page(request, "institutions/_import.html", context, page="institutions/import.html")


@needs("institutions.view_institution")
@require_POST
def export(request: PortalRequest) -> HttpResponse:
    """The list that the address asks for, as a file."""
    form = "xlsx" if request.POST.get("form") == "xlsx" else "csv"
    asked = request.GET.urlencode()
    return redirect(start_job(EXPORT, by=request.acting, at=timezone.now(), filters=asked, form=form))
