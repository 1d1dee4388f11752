"""The matrix of 200 × 60, and lists that cost the same number of queries for one row and for fifty."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from benchmarks import seed
from benchmarks.measure import Figure, browser_of, cost, queries
from kernel.access import OPERATOR
from tasks.services.reporting import start_reporting

LISTS = ["agencies:agencies", "tasks:tasks", "api:region-list", "api:agency-list", "api:plan-list", "api:task-list",
         "api:responsibility-list"]  # fmt: skip


def matrix() -> Iterator[Figure]:
    region = seed.make_place()
    agencies = seed.make_agencies(region, 60)
    plan = seed.make_plan(region, agencies, 200)
    client = browser_of(seed.make_reader(agencies[0]))
    yield from drawn(client, "matrix 200 × 60", most=60)
    now = timezone.now()
    start_reporting(plan, on=timezone.localdate(now), by=OPERATOR, at=now)
    yield from drawn(client, "matrix 200 × 60 with lights", most=80)


def drawn(client, matrix: str, *, most: int) -> Iterator[Figure]:
    """most: milliseconds of CPU."""
    url = reverse("tasks:matrix")
    for what, headers in ((f"{matrix}, page", None), (f"{matrix}, part", {"HX-Request": "true"})):
        yield Figure(f"{what}: queries", queries(client, url, headers), 12, "queries")
        spent = cost(client, url, headers)
        beside = f"lowest {spent.lowest:.0f}, wall {spent.wall:.0f}"
        yield Figure(f"{what}: CPU", spent.cpu, most, "ms", beside)


def lists() -> Iterator[Figure]:
    """The goal of each list with fifty rows is what it took with one."""
    readers = []
    for rows in (1, 50):
        region = seed.make_place()
        for _ in range(rows - 1):
            seed.make_place(parent=region)
        agencies = seed.make_agencies(region, rows)
        for _ in range(rows):
            seed.make_plan(region, agencies, 1, participants=3)
        readers.append(browser_of(seed.make_reader(agencies[0])))
    one, fifty = readers
    for name in LISTS:
        url = reverse(name)
        asked, spent = queries(one, url), cost(fifty, url)
        beside = f"CPU {spent.cpu:.0f} ms, lowest {spent.lowest:.0f}, wall {spent.wall:.0f}"
        yield Figure(f"{name}, 50 rows: queries (as with 1)", queries(fifty, url), asked, "queries", beside)
