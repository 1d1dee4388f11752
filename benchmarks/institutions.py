"""The register at full size: lists, search, records and the deep page, for units of every width."""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from agencies.models import Region, User
from benchmarks import seed
from benchmarks.measure import Figure, browser_of, cost, queries
from benchmarks.place import no_institutions, settle
from institutions.models import Institution
from institutions.services.generating import generate_register
from kernel.keyset import slice_of

INSTITUTIONS, FEW = 1_100_000, 10_000  # at BENCH_SCALE=1; what growth is measured against
API, PAGE = "/api/v1/institutions/", "/institutions/"
DEPTH = 500_000


def institutions(scale: float) -> Iterator[Figure]:
    """By the clock, one request after another: no less than the processor's time of application and database."""
    few = list_of_50(browser_of(reader_above(*generate_register(FEW, seed=2))))
    no_institutions()
    count = int(INSTITUTIONS * scale)
    begun = time.perf_counter()
    provinces = generate_register(count, seed=1)
    yield Figure(f"an invented register of {count:,}", time.perf_counter() - begun, 180 * scale, "s")
    settle()
    province = provinces[0]
    client = browser_of(reader_above(province))
    many = list_of_50(client)
    yield Figure("register, 50 rows: API", many, 18, "ms")
    yield Figure("the same: queries", queries(client, API), 6, "queries")
    yield Figure("the same, to a register of 10,000", many / few, 1.3, "times")
    yield from records(client, province)
    yield from pages(client)
    yield from searches(client, "province")
    yield from widths(province, many)
    yield deep(province, count)


def reader_above(*regions: Region) -> User:
    """Staff of a commission of the first of these places."""
    return seed.make_reader(seed.make_agencies(regions[0], 1)[0])


def list_of_50(client: Client) -> float:
    return cost(client, API).wall


def records(client: Client, province: Region) -> Iterator[Figure]:
    row = Institution.objects.filter(region_path__startswith=province.path).order_by("region_path", "pk")[999]
    yield Figure("one institution: API", cost(client, f"{API}{row.party.public_id}/").wall, 17, "ms")
    yield Figure("adding one: API", adding(client, province), 14, "ms")


def adding(client: Client, province: Region, *, times: int = 20) -> float:
    """The median of requests that each make another one."""
    waited = []
    for n in range(times):
        said = {"name": f"新办诊所{n}", "region": province.pk, "category": "clinic", "licence_number": f"X{n}"}
        begun = time.perf_counter()
        answer = client.post(API, said, content_type="application/json", headers={"Idempotency-Key": str(uuid4())})
        waited.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 201:
            raise SystemExit(f"adding answered {answer.status_code}: {answer.content[:300]!r}")
    return statistics.median(waited)


def pages(client: Client) -> Iterator[Figure]:
    found = cost(client, PAGE)
    yield Figure("register, 50 rows: page", found.wall, 28, "ms", f"{found.cpu:.1f} of it Python's")
    yield Figure("the same: size", len(client.get(PAGE).content) / 1000, 60, "KB")
    yield Figure("the same: queries", queries(client, PAGE), 15, "queries")


def searches(client: Client, width: str) -> Iterator[Figure]:
    for what, words in (("common", "诊所"), ("rare", "血液透析"), ("two signs", "岚溪"), ("no hit", "龘龘")):
        yield Figure(f"search, {what}, {width}", cost(client, f"{API}?q={quote(words)}").wall, 35, "ms")


def widths(province: Region, wide: float) -> Iterator[Figure]:
    """A narrower unit never pays more than 1.2 times what the whole province does."""
    place = province
    while child := Region.objects.filter(parent=place).order_by("path").first():
        place = child
        client = browser_of(reader_above(place))
        yield Figure(f"register, 50 rows: {place.kind}, to its province", list_of_50(client) / wide, 1.2, "times")
        yield from searches(client, place.kind)


def deep(province: Region, count: int) -> Figure:
    """A page far behind the beginning, of somebody who sees all of it."""
    user = reader_above(province)
    user.emergency_until = timezone.now() + timedelta(hours=1)
    user.save()
    client = browser_of(user)
    rows = Institution.objects.order_by("region_path", "pk")
    begin = min(DEPTH, count // 2)
    keys = list(rows.values_list("pk", flat=True)[begin : begin + 2])
    place = slice_of(rows.filter(pk__in=keys), ("region_path", "pk"), size=1).after
    what = f"register, the 50 rows behind {begin:,} others: API"
    return Figure(what, cost(client, f"{API}?cursor=after-{place}").wall, 12, "ms")
