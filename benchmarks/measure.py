"""Figures with their goals: queries and CPU of a request, memory of a process."""

import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.logins import SECOND_FACTOR_KEY
from agencies.models import User


@dataclass(frozen=True)
class Figure:
    what: str
    value: float
    goal: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.value <= self.goal

    def __str__(self) -> str:
        verdict = "met   " if self.is_met else "MISSED"
        return f"{verdict}  {self.what:<58} {self.value:>8.1f}  goal {self.goal:g} {self.unit}"


def browser_of(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR_KEY] = True
    session.save()
    return client


def queries(client: Client, url: str, headers: dict[str, str] | None = None) -> int:
    client.get(url, headers=headers)  # what is read once a process or session
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(url, headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return len(captured)


def cpu_ms(client: Client, url: str, headers: dict[str, str] | None = None, *, times: int = 15) -> float:
    """Median CPU time of this process for a request through all middleware; PostgreSQL's own time is not in it."""
    spent = []
    for _ in range(times):
        before = time.process_time()
        client.get(url, headers=headers)
        spent.append((time.process_time() - before) * 1000)
    return statistics.median(spent)


def rss_mb(pid: int) -> float:
    """The largest resident set among the processes below `pid`, itself included."""
    pids, found = [pid], []
    while pids:
        each = pids.pop()
        pids += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        status = Path(f"/proc/{each}/status").read_text()
        found.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    return max(found)


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
