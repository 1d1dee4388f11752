"""`python -m benchmarks.answers`: 200 people fill in self-inspections at once, each an answer every 5 seconds, on
loopback, for ANSWER_SECONDS (120). No answer may be lost, and 95 of 100 are to be kept within 300 ms; exit 1 otherwise.
"""

import http.client
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from datetime import date
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.place import own_database, settle  # first: it sets up Django

# isort: split
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership, User
from benchmarks import seed
from benchmarks.inspections import first_round
from benchmarks.measure import HEADING, Figure, browser_of, running
from benchmarks.processes import free_port, wait_for
from inspections.models import AnswerChange, SelfInspection
from inspections.services.opening import open_round
from inspections.services.submitting import items_of
from institutions.services.generating import generate_register

PEOPLE, EVERY = 200, 5  # seconds
SECONDS = float(os.environ.get("ANSWER_SECONDS", "120"))
TOKEN = "c" * 32


class Person:
    """One who fills in a report, item by item, over one connection."""

    def __init__(self, report: SelfInspection, user: User, port: int):
        cookies = {key: morsel.value for key, morsel in browser_of(user).cookies.items()} | {"csrftoken": TOKEN}
        self.headers = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items()), "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded", "Host": "127.0.0.1",
        }  # fmt: skip
        self.address, self.items = report.get_absolute_url(), [item.pk for item in items_of(report)]
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.bases: Counter[int] = Counter()
        self.waited: list[float] = []
        self.kept: set[str] = set()
        self.refused: Counter[str] = Counter()

    def fill_in(self, until: float) -> None:
        time.sleep(random.random() * EVERY)  # not all at the same second
        for number in count():
            begun = time.perf_counter()
            if begun > until:
                return
            self.answer(self.items[number % len(self.items)], number)
            time.sleep(max(0, EVERY - (time.perf_counter() - begun)))

    def answer(self, item: int, number: int) -> None:
        key, begun = str(uuid4()), time.perf_counter()
        said = {"verdict": "met", "explanation": f"answer {number}", "base": self.bases[item], "key": key}
        try:
            self.line.request("POST", f"{self.address}items/{item}/", urlencode(said), self.headers)
            answer = self.line.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as failure:
            self.refused[type(failure).__name__] += 1
            self.line.close()
            return
        self.waited.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            self.refused[str(answer.status)] += 1
            return
        self.bases[item] = json.loads(body)["version"]
        self.kept.add(key)


def people(port: int) -> list[Person]:
    place = generate_register(PEOPLE * 2, seed=6)[0]
    seed.make_agencies(place, 1)
    open_round(first_round(place), at=timezone.now())
    found = []
    for report in SelfInspection.objects.select_related("round", "institution__party")[:PEOPLE]:
        user = User.objects.create(username=f"filler{report.pk}", name="Filler", region_path=report.region_path)
        Membership.objects.create(
            user=user, party=report.institution.party, role=Role.PRINCIPAL, valid_from=date(2020, 1, 1)
        )
        found.append(Person(report, user, port))
    settle()
    return found


def answers(database_url: str) -> list[Figure]:
    port = free_port()
    all_of_them = people(port)
    env = os.environ | {"DATABASE_URL": database_url, "DATABASE_ROLE": "app", "ALLOWED_HOSTS": "127.0.0.1"}
    web = [sys.executable, "-m", "gunicorn", "oversight.wsgi", "-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", "2",
           "--threads", "4", "--keep-alive", "30"]  # fmt: skip
    with running(web, env):
        wait_for(port)
        until = time.perf_counter() + SECONDS
        threads = [threading.Thread(target=one.fill_in, args=[until], daemon=True) for one in all_of_them]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS + 60)
    waited = sorted(ms for one in all_of_them for ms in one.waited)
    kept = {key for one in all_of_them for key in one.kept}
    there = {str(key) for key in AnswerChange.objects.values_list("key", flat=True)}
    refused = sum((one.refused for one in all_of_them), Counter())
    beside = (
        f"{len(waited) / SECONDS:.0f} a second of {len(all_of_them)} people, median {waited[len(waited) // 2]:.0f} ms"
    )
    return [
        Figure("saving an answer, the 95th of 100", waited[int(len(waited) * 0.95)], 300, "ms", beside),
        Figure(f"answers that are lost, of {len(kept):,} kept", len(kept - there), 0, "answers"),
        Figure("answers that were not taken", sum(refused.values()), 0, "answers", str(dict(refused) or "")),
    ]


if __name__ == "__main__":
    with own_database() as url:
        print(HEADING)
        figures = answers(url)
        for figure in figures:
            print(figure, flush=True)
    sys.exit(0 if all(figure.is_met for figure in figures) else 1)
