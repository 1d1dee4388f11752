"""What a worker does with a job that it is handed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kernel import audit
from kernel.errors import Refused
from kernel.models import JOB, Job, JobState
from kernel.services.jobs import Cancelled, Result, Run, acting_membership, end_job, kind_of
from kernel.tables import FaultyRows
from kernel.workflow import move

ATTEMPTS = 3
TOLD_FAULTS = 5  # of a table that is refused
logger = logging.getLogger(__name__)


def run_job(pk: int) -> None:
    """Do the work of a job, unless it has ended or another worker is at it. Safe to call any number of times."""
    with only_one(pk) as is_alone:
        if is_alone and (job := _begin(pk)) is not None:
            with translation.override(job.language):
                _work(job)


def _work(job: Job) -> None:
    kind, by = kind_of(job), acting_membership(job)
    if kind is None or by is None or not by.has_perm(kind.perm):
        end_job(job, "fail", at=timezone.now(), message=_("The right to do this has ended."))
        return
    facts = {"user_id": job.user_id, "membership_id": by.pk, "region_path": by.region_path}
    with audit.acting(**facts, request_id=f"job {job.pk}"):
        try:
            run = Run(job, by)
            result = kind.function(run, **job.arguments) or Result()
            run.report()
        except Cancelled:
            logger.info("job %s was cancelled", job.pk)
        except FaultyRows as refusal:
            told = map(str, refusal.faults[:TOLD_FAULTS])
            end_job(job, "fail", at=timezone.now(), message="\n".join([str(refusal.reason), *told]))
        except Refused as refusal:
            end_job(job, "fail", at=timezone.now(), message=str(refusal.reason))
        except PermissionDenied:
            end_job(job, "fail", at=timezone.now(), message=_("You do not have the right to do this."))
        except SoftTimeLimitExceeded:
            end_job(job, "fail", at=timezone.now(), message=_("This took too long and was stopped."))
        except Exception:
            logger.exception("job %s failed", job.pk)
            sentence = _("Something went wrong on our side. Quote job %(number)s.") % {"number": job.pk}
            end_job(job, "fail", at=timezone.now(), message=sentence)
        else:
            end_job(job, "finish", at=timezone.now(), message=result.message, file=result.file)


@transaction.atomic
def _begin(pk: int) -> Job | None:
    """The job as it starts, or starts again after its worker was killed; None when there is nothing to do."""
    job = Job.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
    if job is None or not job.is_open:
        return None
    if job.attempts >= ATTEMPTS:
        end_job(job, "fail", at=timezone.now(), message=_("The work was broken off several times."))
        return None
    if job.state == JobState.QUEUED:
        move(job, JOB["start"], by=job.membership)
    job.attempts += 1
    job.done, job.total = 0, None
    job.started_at = job.alive_at = timezone.now()
    job.save()
    return job


@contextmanager
def only_one(pk: int) -> Iterator[bool]:
    """Whether this run has the job for itself; the database lets go of the lock when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock('kernel_job'::regclass::integer, %s)", [pk % 2**31])
        is_alone = cursor.fetchone()[0]
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock('kernel_job'::regclass::integer, %s)", [pk % 2**31])
