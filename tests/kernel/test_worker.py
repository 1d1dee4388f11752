"""A real worker on the real broker: what it had begun when it was killed is done by the next."""

import os
import signal
from datetime import UTC, datetime

import pytest

from kernel import services
from kernel.models import Job, JobState
from tests.factories import make_membership
from tests.kernel import slow_job  # noqa: F401  registers the kind here, too
from tests.worker import child_of, hand_over, needs_broker, wait_for, worker

pytestmark = [pytest.mark.slow, needs_broker]


@pytest.fixture
def job(transactional_db):
    """Queued, and committed so that the worker sees it."""
    return services.start_job("test.slow", by=make_membership(), at=datetime.now(UTC))


def test_a_killed_worker_loses_nothing(job):
    hand_over(job)

    with worker("tests.kernel.slow_job") as process:
        begun = wait_for(lambda: Job.objects.filter(pk=job.pk, state=JobState.RUNNING, done__gte=3).exists())
        os.kill(child_of(process), signal.SIGKILL)
        ended = wait_for(lambda: Job.objects.filter(pk=job.pk, finished_at__isnull=False).first())

    assert (begun, ended.state, ended.done, ended.attempts) == (True, JobState.DONE, 20, 2)
