"""A real worker on the real broker, for tests that kill it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from oversight.celery import app

PLACE = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8  # tests run side by side
BROKER = f"{settings.CELERY_BROKER_URL.rpartition('=')[0]}={PLACE}"  # a database of its own on the same server
PATIENCE = 40  # seconds
needs_broker = pytest.mark.skipif(urlsplit(BROKER).scheme != "redis+socket", reason="needs the embedded broker")


def hand_over(job) -> None:
    """Put a queued job, and nothing else, before the worker."""
    with app.connection_for_write(url=BROKER) as broker:
        broker.default_channel.client.flushdb()
        app.send_task("kernel.run_job", [job.pk], connection=broker)


@contextmanager
def worker(*modules: str, **environment: str) -> Iterator[subprocess.Popen]:
    """One process that does the work, below one that supervises it. modules: loaded beside the portal's jobs."""
    url = f"postgresql://portal_app@/{connection.settings_dict['NAME']}?host={connection.settings_dict['HOST']}"
    command = ["-m", "celery", "-A", "oversight.celery", "-b", BROKER, "worker", *(f"-I{name}" for name in modules)]
    options = ["--concurrency=1", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
    variables = os.environ | {"DATABASE_URL": url, "DATABASE_ROLE": "app"} | environment
    with subprocess.Popen([sys.executable, *command, *options], env=variables, cwd=settings.BASE_DIR) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_for(question, patience: float = PATIENCE):
    """The first answer that is true; None when there is none for long."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.05)
    return None


def child_of(process: subprocess.Popen) -> int:
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
    return int(children[0])
