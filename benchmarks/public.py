"""The public pages beside a million parties with publications: cold, from the cache, and searched."""

import statistics
import time
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django.core.cache import cache
from django.db import connection
from django.db.models.functions import Mod
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import Party
from benchmarks import seed
from benchmarks.measure import Figure, queries
from benchmarks.obligations import make_place, run
from benchmarks.place import settle

PARTIES = 1_000_000  # at BENCH_SCALE=1
READ = 100  # pages for a p95
COLD_MS, MOST_QUERIES, MOST_BYTES = 200, 8, 100_000


def register(scale: float) -> Iterator[Figure]:
    commission, parties = make_place(int(PARTIES * scale))
    by = seed.make_reader(commission).memberships.get()
    now, place = timezone.now(), f"{commission.region_path}%"
    run("publications", agency=commission.pk, by=by.pk, at=now, today=timezone.localdate(now), city=place)
    settle()
    rows = Party.objects.filter(kind="institution", region_path__startswith=commission.region_path)
    spread = rows.order_by("pk")[: parties : max(1, parties // READ)]
    thousandth = rows.alias(rest=Mod("pk", 1000)).filter(rest=0).order_by("pk")
    yield from pages("party page", addresses(spread[:READ]))
    yield from pages("party page of 60 publications", addresses(thousandth[:READ]))
    yield from searches(rows)
    yield from lists()


def addresses(parties: Iterable[Party]) -> list[str]:
    return [reverse("open:party", kwargs={"public_id": party.public_id}) for party in parties]


def pages(what: str, urls: list[str]) -> Iterator[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(reverse("open:definitions"))  # templates and the like, read once a process
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(urls[0])
    yield Figure(f"{what}, cold: queries", len(asked), MOST_QUERIES, "queries")
    yield Figure(f"{what}: size", len(answer.content), MOST_BYTES, "bytes")
    cache.clear()
    yield slowest(f"{what}, cold: p95", client, urls, goal=COLD_MS)
    yield slowest(f"{what}, from the cache: p95", client, urls, goal=COLD_MS / 2)


def slowest(what: str, client: Client, urls: list[str], *, goal: float) -> Figure:
    """The time within which 95 of 100 are answered; each address is asked for once."""
    waited = []
    for url in urls:
        started = time.perf_counter()
        if client.get(url).status_code != 200:
            raise SystemExit(f"{url} was not answered")
        waited.append((time.perf_counter() - started) * 1000)
    waited.sort()
    return Figure(what, waited[int(len(waited) * 0.95) - 1], goal, "ms", f"median {statistics.median(waited):.1f}")


def searches(rows) -> Iterator[Figure]:
    """By a word that every name has, and by whole names, of which there is one each."""
    client = Client(SERVER_NAME="127.0.0.1")
    names = list(rows.order_by("-pk").values_list("name", flat=True)[:READ])
    for what, texts in (("a common word", ["医院"] * READ), ("a whole name", names)):
        urls = [f"{reverse('open:search')}?q={quote(text)}" for text in texts]
        yield Figure(f"search by {what}: queries", queries(client, urls[0]), MOST_QUERIES, "queries")
        yield slowest(f"search by {what}: p95", client, urls, goal=COLD_MS)


def lists() -> Iterator[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    for name in ("open:search", "open:json", "open:csv", "open:feed"):
        client.get(reverse(name))
        yield slowest(f"{name}: p95", client, [reverse(name)] * READ, goal=COLD_MS)
