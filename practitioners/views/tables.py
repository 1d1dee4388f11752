"""A table of practitioners: the template, the dry run, and taking in what it says."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from kernel.models import StoredFile
from kernel.pages import needs
from kernel.requests import PortalRequest
from kernel.table_pages import check_page, send_and_check, template_file
from practitioners.importers import COLUMNS, rows_of_table, template
from practitioners.jobs import CHECK_TABLE, PERM, RECORD_TABLE
from practitioners.sources import seal


@needs(PERM)
@require_http_methods(["GET", "POST"])
def send(request: PortalRequest) -> HttpResponse:
    """Take a table in and start its dry run."""
    columns = [(column.heading, column.required) for column in COLUMNS.values()]
    page, shape = "practitioners/table.html", {"columns": columns, "back": "practitioners:practitioners"}
    return send_and_check(request, page, keep=_keep, kind=CHECK_TABLE, to="practitioners:check", **shape)


def _keep(file, *, by, at) -> StoredFile:
    return seal(rows_of_table(file.read()), name=file.name, by=by, at=at)


@needs(PERM)
@require_safe
def download_template(request: PortalRequest) -> HttpResponse:
    return template_file(template(), name="practitioners-template.xlsx")


@needs(PERM)
@require_http_methods(["GET", "POST"])
def check(request: PortalRequest, public_id) -> HttpResponse:
    """What the dry run found; a POST takes the table in, or its good rows."""
    jobs = {"kind": CHECK_TABLE, "then": RECORD_TABLE}
    return check_page(request, public_id, "practitioners/check.html", **jobs, again="practitioners:table")
