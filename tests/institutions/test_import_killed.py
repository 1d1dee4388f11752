"""The worker is killed (kill -9) in the middle of a dry run and of the import: the next one ends both, once."""

import os
import signal

import pytest
from django.utils import timezone

from agencies.enums import AgencyKind
from agencies.models import Party
from institutions.models import Institution, RegisterImport, StagedRow
from institutions.services.importing import begin_import, run_import
from institutions.sources import REGISTER_TABLE
from kernel import files
from kernel.models import Job, JobState
from tests.factories import make_agency, make_membership, make_region
from tests.institutions.tables import as_csv
from tests.worker import child_of, hand_over, needs_broker, wait_for, worker

pytestmark = [pytest.mark.slow, needs_broker]
COUNT = 12_000
ROWS = [{"name": f"第{n}诊所", "region": "河东区", "category": "clinic", "beds": n % 90} for n in range(COUNT)]


def killed_and_ended(job: Job, begun, media: str) -> Job:
    hand_over(job)
    with worker(MEDIA_ROOT=media) as process:
        assert wait_for(begun)
        os.kill(child_of(process), signal.SIGKILL)
        ended = wait_for(lambda: Job.objects.filter(pk=job.pk, finished_at__isnull=False).first(), patience=120)
    assert ended, "the next worker did not end it"
    return ended


def test_a_killed_worker_leaves_no_half_register(transactional_db, settings, files_folder):
    media, at = str(settings.MEDIA_ROOT), timezone.now()
    keeper = make_membership(agency=make_agency(region=make_region(name="河东区"), kind=AgencyKind.HEALTH_COMMISSION))
    file = files.store(as_csv(*ROWS), name="t.csv", purpose=REGISTER_TABLE, by=keeper, at=at, limit_mb=300)
    table = begin_import(file, by=keeper, at=at)

    checked = killed_and_ended(table.check_job, lambda: StagedRow.objects.exists(), media)

    assert (checked.state, checked.attempts, StagedRow.objects.count()) == (JobState.DONE, 2, COUNT)
    assert StagedRow.objects.values("number").distinct().count() == COUNT and not Institution.objects.exists()

    table = run_import(RegisterImport.objects.get(), skip_faulty=False, by=keeper, at=timezone.now())
    running = Job.objects.filter(pk=table.run_job.pk, state=JobState.RUNNING)
    taken = killed_and_ended(table.run_job, running.exists, media)

    assert (taken.state, taken.attempts) == (JobState.DONE, 2)
    assert Institution.objects.count() == Party.objects.filter(kind="institution").count() == COUNT
    assert RegisterImport.objects.get().applied_at is not None
