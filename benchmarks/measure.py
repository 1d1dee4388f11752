"""Figures with their goals: queries and CPU of a request, memory of a process."""

import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

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
    beside: str = ""  # said, and not judged

    @property
    def is_met(self) -> bool:
        return self.value <= self.goal

    def __str__(self) -> str:
        verdict = "met   " if self.is_met else "MISSED"
        return f"{verdict}  {self.what:<52} {self.value:>8.1f}  {self.goal:>5g} {self.unit:<8} {self.beside}".rstrip()


HEADING = f"        {'figure':<52} {'measured':>8}  {'goal':>5}"


def browser_of(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR_KEY] = True
    session.save()
    return client


def queries(client: Client, url: str, headers: dict[str, str] | None = None) -> int:
    client.get(url, headers=headers)  # what is read once a process or session
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url, headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return len(captured)


class Cost(NamedTuple):
    """Of a request, in ms: the CPU time of this process (median, lowest; without PostgreSQL), time by the clock."""

    cpu: float
    lowest: float
    wall: float


def cost(client: Client, url: str, headers: dict[str, str] | None = None, *, times: int = 15) -> Cost:
    """Through all middleware, again and again."""
    spent, waited = [], []
    for _ in range(times):
        started, before = time.perf_counter(), time.process_time()
        client.get(url, headers=headers)
        spent.append((time.process_time() - before) * 1000)
        waited.append((time.perf_counter() - started) * 1000)
    return Cost(statistics.median(spent), min(spent), statistics.median(waited))


def rss_mb(pid: int) -> float:
    """The largest resident set among the processes below `pid`, itself included."""
    pids, found = [pid], []
    while pids:
        each = pids.pop()
        pids += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        status = Path(f"/proc/{each}/status").read_text()
        if "VmRSS:" in status:  # none once it has ended
            found.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    return max(found)


@contextmanager
def running(command: list[str], env: dict[str, str], *, stderr=subprocess.DEVNULL) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=stderr)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
