"""`make soak`: pages under load for SOAK_MINUTES (10) while processes are killed and connections cut; never in CI.

A failure that is shown in a sentence (503) and a connection that a killed process breaks are what faults are for. A
500, a page that never comes back, or memory that grows past its limit are not: exit 1.
"""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.place import own_database  # first: it sets up Django

# isort: split
import psycopg2
from django.conf import settings
from django.db import connection
from django.urls import reverse

from benchmarks import seed
from benchmarks.measure import browser_of, rss_mb, running
from benchmarks.processes import LIMIT_MB, free_port, wait_for

MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
READERS = 4
FAULT_EVERY = 15  # seconds
LOG = settings.VAR_DIR / "soak.log"
PAGES = ["tasks:matrix", "tasks:tasks", "agencies:agencies", "api:task-list", "agencies:my_account"]


class Load:
    """Readers that ask for one page after the other and count what they get."""

    def __init__(self, port: int, headers: dict[str, str]):
        self.port, self.headers = port, headers
        self.answers: Counter[str] = Counter()
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.read, daemon=True) for _ in range(READERS)]

    def read(self) -> None:
        number = 0
        while not self.ended.is_set():
            number += 1
            self.answers[self.ask(reverse(PAGES[number % len(PAGES)]))] += 1

    def ask(self, path: str) -> str:
        page = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            page.request("GET", path, headers=self.headers)
            answer = page.getresponse()
            answer.read()
            return str(answer.status)
        except TimeoutError:
            return "no answer in 30 s"
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
            return "connection broken"
        finally:
            page.close()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill_a_web_process(pid: int) -> None:
    os.kill(children(pid)[0], signal.SIGKILL)


def cut_the_connections(pid: int) -> None:
    """Every connection of the application to its database, as after a restart of PostgreSQL."""
    facts = connection.settings_dict
    with psycopg2.connect(
        dbname=facts["NAME"], user="portal_app", password=facts["PASSWORD"], host=facts["HOST"]
    ) as link:
        link.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


FAULTS: list[Callable[[int], None]] = [kill_a_web_process, cut_the_connections]


def soak(database_url: str, static_root: str) -> bool:
    region = seed.make_place()
    agencies = seed.make_agencies(region, 27)
    seed.make_plan(region, agencies, 28)
    morsels = browser_of(seed.make_reader(agencies[0])).cookies.items()
    port = free_port()
    web = [sys.executable, "-m", "gunicorn", "oversight.wsgi", "-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", "2",
           "--threads", "4"]  # fmt: skip
    env = os.environ | {"DATABASE_URL": database_url, "DATABASE_ROLE": "app", "DEBUG": "0", "STATIC_ROOT": static_root}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], env=env, check=True)
    with LOG.open("w") as log, running(web, env, stderr=log) as process:
        wait_for(port)
        load = Load(port, {"Cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in morsels)})
        for thread in load.threads:
            thread.start()
        until, number = time.monotonic() + MINUTES * 60, 0
        while time.monotonic() < until:
            time.sleep(FAULT_EVERY)
            fault = FAULTS[number % len(FAULTS)]
            fault(process.pid)
            number += 1
            print(f"{fault.__name__}: {dict(load.answers)}, {rss_mb(process.pid):.0f} MB", flush=True)
        load.ended.set()
        for thread in load.threads:
            thread.join(40)
        recovered = load.ask(reverse("tasks:matrix"))
        memory = rss_mb(process.pid)
    bad = {answer: count for answer, count in load.answers.items() if answer in {"500", "no answer in 30 s"}}
    print(f"the web processes' log: {LOG}")
    print(f"{number} faults; {dict(load.answers)}; afterwards {recovered}; {memory:.0f} MB")
    return not bad and recovered == "200" and load.answers["200"] > 0 and memory <= LIMIT_MB


def main() -> None:
    with own_database() as database_url, tempfile.TemporaryDirectory() as static_root:
        is_well = soak(database_url, static_root)
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
