"""Memory of a web process after 200 pages, and of a worker."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from django.urls import reverse

from benchmarks import seed
from benchmarks.measure import Figure, browser_of, rss_mb, running
from oversight.celery import app

LIMIT_MB = 250
QUEUE = f"bench-{os.getpid()}"


def memory(database_url: str) -> Iterator[Figure]:
    env = os.environ | {"DATABASE_URL": database_url, "DATABASE_ROLE": "app"}
    port = free_port()
    web = [sys.executable, "-m", "gunicorn", "oversight.wsgi", "-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", "1",
           "--threads", "4"]  # fmt: skip
    with running(web, env) as process:
        ask_for_pages(port)
        yield Figure("web process after 200 matrix pages: memory", rss_mb(process.pid), LIMIT_MB, "MB")
    # A queue of its own: the jobs of a portal that runs on the same broker are not its business.
    worker = [sys.executable, "-m", "celery", "-A", "oversight", "worker", "-c", "2", "-Q", QUEUE, "-n", f"{QUEUE}@%h"]
    with running(worker, env) as process:
        wait_for_worker(process)
        yield Figure("worker: memory of its largest process", rss_mb(process.pid), LIMIT_MB, "MB")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask_for_pages(port: int, count: int = 200) -> None:
    region = seed.make_place()
    agencies = seed.make_agencies(region, 27)
    seed.make_plan(region, agencies, 28)
    morsels = browser_of(seed.make_reader(agencies[0])).cookies.items()
    headers = {"Cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in morsels)}
    wait_for(port)
    for _ in range(count):
        page = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        page.request("GET", reverse("tasks:matrix"), headers=headers)
        answer = page.getresponse()
        answer.read()
        page.close()
        if answer.status != 200:
            raise SystemExit(f"the web process answered {answer.status}")


def wait_for_worker(process: subprocess.Popen, *, seconds: int = 60) -> None:
    """Until the worker answers."""
    for _ in range(seconds):
        if process.poll() is not None:
            break
        if app.control.ping(destination=[f"{QUEUE}@{socket.gethostname()}"], timeout=1):
            return
    raise SystemExit("the worker did not start")


def wait_for(port: int, *, seconds: int = 30) -> None:
    for _ in range(seconds * 5):
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit("the web process did not start")
