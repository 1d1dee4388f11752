"""A real worker on the real broker: what it had begun when it was killed is done by the next."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from kernel import services
from kernel.models import Job, JobState
from oversight.celery import app
from tests.factories import make_membership
from tests.kernel import slow_job  # noqa: F401  registers the kind here, too

pytestmark = [pytest.mark.slow]
BROKER = f"{settings.CELERY_BROKER_URL.rpartition('=')[0]}=7"  # a database of its own on the same server
PATIENCE = 40  # seconds


@pytest.fixture
def job(transactional_db):
    """Queued, and committed so that the worker sees it."""
    return services.start_job("test.slow", by=make_membership(), at=datetime.now(UTC))


@contextmanager
def worker():
    """One process that does the work, below one that supervises it."""
    url = f"postgresql://portal_app@/{connection.settings_dict['NAME']}?host={connection.settings_dict['HOST']}"
    command = ["-m", "celery", "-A", "oversight.celery", "-b", BROKER, "worker", "-I", "tests.kernel.slow_job"]
    options = ["--concurrency=1", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
    environment = os.environ | {"DATABASE_URL": url, "DATABASE_ROLE": "app"}
    with subprocess.Popen([sys.executable, *command, *options], env=environment, cwd=settings.BASE_DIR) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_for(question):
    """The first answer that is true; None when there is none for long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.1)
    return None


def child_of(process) -> int:
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
    return int(children[0])


@pytest.mark.skipif(urlsplit(BROKER).scheme != "redis+socket", reason="needs the embedded broker")
def test_a_killed_worker_loses_nothing(job):
    with app.connection_for_write(url=BROKER) as broker:
        broker.default_channel.client.flushdb()
        app.send_task("kernel.run_job", [job.pk], connection=broker)

    with worker() as process:
        begun = wait_for(lambda: Job.objects.filter(pk=job.pk, state=JobState.RUNNING, done__gte=3).exists())
        os.kill(child_of(process), signal.SIGKILL)
        ended = wait_for(lambda: Job.objects.filter(pk=job.pk, finished_at__isnull=False).first())

    assert (begun, ended.state, ended.done, ended.attempts) == (True, JobState.DONE, 20, 2)
