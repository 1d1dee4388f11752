"""One's own long work: the list, a page with progress, cancelling."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kernel import services
from kernel.models import JOB, Job
from kernel.pages import ScopedListView, part_or_page, part_or_redirect, reach
from kernel.requests import PortalRequest


class JobList(ScopedListView):
    model = Job
    related = ("result",)
    order = ("-created_at", "-pk")
    part, page = "kernel/_jobs.html", "kernel/jobs.html"


@require_safe
def job(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(Job, request, public_id=public_id)
    return part_or_page(request, "kernel/_job.html", shown(row, request.acting), page="kernel/job.html")


@require_POST
def cancel(request: PortalRequest, public_id) -> HttpResponse:
    row = services.cancel_job(reach(Job, request, public_id=public_id), by=request.acting, at=timezone.now())
    return part_or_redirect(
        request, "kernel/_job.html", shown(row, request.acting), to="kernel:job", public_id=row.public_id
    )


def shown(job: Job, by) -> dict:
    """What the page of a job needs: the row, its light, the minutes left, whether it can be cancelled."""
    return {
        "job": job,
        "light": {"done": "done", "failed": "over", "cancelled": "idle"}.get(job.state),
        "minutes_left": minutes_left(job, now=timezone.now()),
        "may_cancel": JOB["cancel"] in JOB.open_to(by, job),
    }


def minutes_left(job: Job, *, now) -> int | None:
    """An estimate by the pace so far, rounded up; None before there is one."""
    if job.state != "running" or not job.total or not job.done:
        return None
    pace = (now - job.started_at).total_seconds() / job.done
    return int(pace * max(job.total - job.done, 0) // 60) + 1
