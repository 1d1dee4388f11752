"""Pages of a table that people send: the form, the template, the dry run, and taking in what it found good."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.faults import read_report
from kernel.files.kinds import XLSX
from kernel.form_pages import done_once, form_page, posted
from kernel.models import Job, JobState, StoredFile
from kernel.once import OnceForm
from kernel.pages import part_or_page, reach
from kernel.requests import PortalRequest
from kernel.services import start_job
from kernel.views.jobs import shown

SHOWN_FAULTS = 200
Columns = Iterable[tuple[Any, bool]]  # (heading, whether a row needs it)


class TableForm(OnceForm):
    file = forms.FileField(label=gettext_lazy("Table (XLSX, or CSV)"))


def send_page(
    request: PortalRequest, page: str, *, make: Callable[..., str], done: str, columns: Columns, back: str
) -> HttpResponse:
    """make: keeps the file, starts its dry run, and returns the address of that.  done: the sentence that says so.

    back: the page to which Cancel leads.
    """
    form = TableForm(posted(request), request.FILES or None)
    answer = done_once(request, form, make, done=done) if form.is_valid() else None
    return answer or form_page(request, page, {"form": form, "columns": columns, "back": reverse(back)})


def template_file(data: bytes, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=XLSX.content_type, headers=headers)


def send_and_check(
    request: PortalRequest, page: str, *, keep: Callable[..., StoredFile], kind: str, to: str, **shape
) -> HttpResponse:
    """A table whose check is a job of this kind on the file that `keep` made of it; `to` is the page of the check.

    shape: columns and back, as of `send_page`.
    """
    by, now = request.acting, timezone.now()

    def make(file) -> str:
        title = _("Check of %(file)s") % {"file": file.name}
        kept = keep(file, by=by, at=now)
        job = start_job(kind, by=by, at=now, title=title[:200], file=str(kept.public_id))
        return reverse(to, args=[job.public_id])

    done = _("The table was taken in and is being checked. Nothing is recorded yet.")
    return send_page(request, page, make=make, done=done, **shape)


def check_page(request: PortalRequest, public_id, page: str, *, kind: str, then: str, again: str) -> HttpResponse:
    """What a dry run of this kind found; a POST starts the job `then` on the table, or on its good rows.

    again: the page on which a corrected table is sent.
    """
    job = reach(Job, request, public_id=public_id)
    if job.kind != kind:
        raise Http404
    faults = read_report(job.result) if job.result else []
    faulty = len({row for row, _column, _reason in faults})
    good = (job.total or 0) - faulty if job.state == JobState.DONE else 0
    if request.method == "POST" and good:
        facts = {"file": job.arguments["file"], "skip_faulty": "skip_faulty" in request.POST}
        return redirect(start_job(then, by=request.acting, at=timezone.now(), **facts))
    context = shown(job, request.acting) | {
        "faults": faults[:SHOWN_FAULTS], "more": max(len(faults) - SHOWN_FAULTS, 0), "faulty": faulty, "good": good,
        "here": request.path, "again": reverse(again),
    }  # fmt: skip
    return part_or_page(request, "kernel/_check.html", context, page=page)
