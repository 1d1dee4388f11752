"""A table of events: the template, the dry run, and recording what it says."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from events.importers import COLUMNS, template
from events.jobs import CHECK_TABLE, RECORD_TABLE
from events.sources import EVENT_TABLE
from kernel import files
from kernel.files.kinds import TEXT, XLSX
from kernel.models import StoredFile
from kernel.pages import needs
from kernel.requests import PortalRequest
from kernel.table_pages import check_page, send_and_check, template_file


@needs("events.record_event")
@require_http_methods(["GET", "POST"])
def send(request: PortalRequest) -> HttpResponse:
    """Take a table in and start its dry run."""
    columns = [(column.heading, column.required) for column in COLUMNS.values()]
    shape = {"columns": columns, "back": "events:parties"}
    return send_and_check(request, "events/table.html", keep=_keep, kind=CHECK_TABLE, to="events:check", **shape)


def _keep(file, *, by, at) -> StoredFile:
    return files.store(file, purpose=EVENT_TABLE, by=by, at=at, accept=frozenset({TEXT, XLSX}))


@needs("events.record_event")
@require_safe
def download_template(request: PortalRequest) -> HttpResponse:
    return template_file(template(), name="events-template.xlsx")


@needs("events.record_event")
@require_http_methods(["GET", "POST"])
def check(request: PortalRequest, public_id) -> HttpResponse:
    """What the dry run found; a POST records the table, or its good rows."""
    jobs = {"kind": CHECK_TABLE, "then": RECORD_TABLE}
    return check_page(request, public_id, "events/check.html", **jobs, again="events:table")
