"""Long work: started by a person, done by a worker, watched and cancelled on its page.

A job's function is registered by its kind and called as `function(run, **arguments)`; it may be begun again after a
worker was killed, so it works in batches, each a transaction that can be repeated, and calls `run.advance()` between.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kernel import audit, files, heartbeat
from kernel.models import JOB, Job, JobState, StoredFile
from kernel.models.jobs import OPEN
from kernel.workflow import move

RESULT = "kernel.job_result"
RESULT_MB = 1024  # a result may be larger than what people send
REPORT_EVERY = 1.0  # seconds
WAITS_TOO_LONG, SILENT_TOO_LONG = timedelta(minutes=10), timedelta(minutes=2)


class Cancelled(Exception):
    """The job was cancelled, or another worker has taken it over: stop."""


@dataclass(frozen=True)
class Result:
    """What a job leaves: a sentence, and perhaps a file (purpose RESULT) that can be fetched for 7 days."""

    message: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True)
class JobKind:
    title: Any
    perm: str
    function: Callable[..., Result | None]


_KINDS: dict[str, JobKind] = {}


def job_kind(kind: str, *, title, perm: str):
    """Register the decorated function under `kind` ("app.verb_noun"); who has `perm` may start it."""

    def register(function):
        if kind in _KINDS:
            raise ValueError(f"the job {kind} is registered already")
        _KINDS[kind] = JobKind(title, perm, function)
        return function

    return register


def kind_of(job: Job) -> JobKind | None:
    return _KINDS.get(job.kind)


@files.readable_by(RESULT)
def started_its_job(by, file) -> bool:
    return Job.objects.visible_to(by).filter(result=file).exists()


class Run:
    """A job under way, as its function sees it: `by` acts, `advance` reports and notices a cancellation."""

    def __init__(self, job: Job, by):
        self.job, self.by = job, by
        self.done = 0
        self.total: int | None = None
        self._reported = time.monotonic()

    def expect(self, total: int) -> None:
        self.total = total
        self.report()

    def advance(self, n: int = 1) -> None:
        """Count `n` more as done. Call it between transactions, or the report is not seen before they end."""
        self.done += n
        if time.monotonic() - self._reported >= REPORT_EVERY:
            self.report()

    def report(self) -> None:
        """Show the progress now. Raises Cancelled when the job is no longer this run's."""
        self._reported = time.monotonic()
        mine = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts)
        if not mine.update(done=self.done, total=self.total, alive_at=timezone.now()):
            raise Cancelled
        heartbeat.beat(heartbeat.WORKER)


@transaction.atomic
def start_job(kind: str, *, by, at: datetime, title: str = "", **arguments) -> Job:
    """Put long work on the queue; the same work that is still open is not started twice but returned.

    arguments: JSON values, handed to the job's function.  Raises PermissionDenied without the right of its kind.
    """
    if not by.has_perm(_KINDS[kind].perm):
        raise PermissionDenied
    asked = json.dumps([kind, by.pk, arguments], sort_keys=True, cls=DjangoJSONEncoder)
    job, is_new = Job.objects.get_or_create(
        key=hashlib.sha256(asked.encode()).hexdigest(),
        state__in=OPEN,
        defaults={
            "kind": kind,
            "title": title or str(_KINDS[kind].title),
            "user": by.user,
            "membership": by,
            "region_path": by.region_path,
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "arguments": arguments,
            "created_at": at,
            "alive_at": at,
        },
    )
    if is_new:
        audit.note("job_started", job.public_id, job=kind, arguments=json.loads(asked)[2])
        transaction.on_commit(lambda: send_to_worker(job.pk), robust=True)  # else revive() does it
    return job


def send_to_worker(pk: int) -> None:
    """Send the job to a worker."""
    current_app.send_task("kernel.run_job", [pk], retry=False)


@transaction.atomic
def cancel_job(job: Job, *, by, at: datetime) -> Job:
    """Stop a job: at once when it waits, at its next report when it runs. What its transactions did so far stays.

    Raises PermissionDenied, and Refused when it has ended.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    move(job, JOB["cancel"], by=by)
    job.finished_at = at
    job.save()
    audit.note("job_cancelled", job.public_id, job=job.kind)
    return job


@transaction.atomic
def end_job(job: Job, step: str, *, at: datetime, message: str = "", file: StoredFile | None = None) -> None:
    """Record how a run ended; nothing when the job was cancelled meanwhile or belongs to a later attempt."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if not row.is_open or row.attempts != job.attempts:
        return
    move(row, JOB[step], by=row.membership)
    row.message, row.result, row.finished_at = message, file, at
    row.save()
    audit.note(f"job_{row.state}", row.public_id, job=row.kind)


def revive(*, at: datetime) -> int:
    """Hand over once more what nobody took up, and what has been silent: its worker may be dead. Returns how many.

    Harmless where the worker lives: only one run of a job holds its lock.
    """
    with transaction.atomic():
        stuck = Job.objects.stuck(queued_before=at - WAITS_TOO_LONG, silent_since=at - SILENT_TOO_LONG)
        keys = list(stuck.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Job.objects.filter(pk__in=keys).update(alive_at=at)
    for pk in keys:
        send_to_worker(pk)
    return len(keys)


def fail_lost(*, at: datetime) -> int:
    """Give up what runs for a day or waits for a week. Returns how many."""
    lost = Job.objects.lost(begun_before=at - timedelta(days=1), queued_before=at - timedelta(days=7))
    for job in lost:
        end_job(job, "fail", at=at, message=_("No worker could finish this. Start it again."))
    return len(lost)


def acting_membership(job: Job):
    """The membership in whose name the job runs, or None when it is no longer valid."""
    rows = apps.get_model(settings.ACTING_MODEL).objects.acting(job.user) if job.user.is_active else ()
    return next((row for row in rows if row.pk == job.membership_id), None)
