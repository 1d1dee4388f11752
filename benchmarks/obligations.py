"""The ledger of obligations at its size: opening, the scan of the ladder, counts and lists of what is owed."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from agencies.models import Party
from benchmarks import seed
from benchmarks.measure import Figure, browser_of, cost
from benchmarks.place import settle
from obligations.reminders import remind
from obligations.services import open_duties

LEDGER, PARTIES = 5_000_000, 1_000_000  # at BENCH_SCALE=1
SMALL = 50_000
STEPS = 1_500  # duties whose next step comes in one scan, whatever the size of the ledger
TODAY = timezone.localdate()
NOW = timezone.make_aware(datetime.combine(TODAY, datetime.min.time())) + timedelta(hours=8)
SQL = Path(__file__).with_name("sql")


def ledger(scale: float) -> Iterator[Figure]:
    """Figures of performance.md: 12 to 15, opening in bulk, and the growth of the scan."""
    commission, parties = make_place(int(PARTIES * scale))
    fill(commission, first=0, rows=SMALL, parties=parties)
    small = scan_of_steps(first=0)
    fill(commission, first=SMALL, rows=int(LEDGER * scale) - SMALL, parties=parties)
    large = scan_of_steps(first=SMALL)
    beside = f"{small * 1000:.0f} ms of {SMALL:,} duties, {large * 1000:.0f} ms of {int(LEDGER * scale):,}"
    yield Figure(f"scan of {STEPS:,} steps, large ledger to small", large / small, 1.3, "times", beside)
    yield from endpoints(commission)
    yield from whole_scan()
    yield from opening(commission, parties)  # last: what is rolled back leaves room in the indexes that is never used


def make_place(parties: int):
    """A city of 20 districts with 12 streets each, and its institutions; (commission, how many)."""
    city = seed.make_place()
    commission = seed.make_agencies(city, 1)[0]
    for _ in range(20):
        district = seed.make_place(parent=city)
        for _ in range(12):
            seed.make_place(parent=district)
    run("parties", parties=parties, city=f"{city.path}%")
    settle()
    return commission, parties


def opening(commission, parties: int) -> Iterator[Figure]:
    rows = institutions().annotate(bearer_id=F("pk"), subject_id=F("pk"), title=F("name"))
    rows = rows.values("bearer_id", "subject_id", "title", "region_path")
    facts = {"supervisor": commission.pk, "at": NOW, "today": TODAY}
    by_hand, ours = [], []
    for _ in range(2):  # the better of two, each undone
        by_hand.append(undone(lambda: run("open_by_hand", **facts)))
        ours.append(undone(lambda: open_duties("selfcheck.daily", rows, subject_kind="agencies.party", at=NOW)))
        settle()
    beside = f"{min(ours):.1f} s, by hand {min(by_hand):.1f} s"
    yield Figure(f"opening {parties:,} duties, to it by hand", min(ours) / min(by_hand), 3, "times", beside)


def institutions():
    return Party.objects.filter(kind="institution")


def fill(commission, *, first: int, rows: int, parties: int) -> None:
    """Rows of a ledger that has run for three years; of what is owed each has a step of its own second to come."""
    low = institutions().order_by("pk").values_list("pk", flat=True)[0]
    facts = {"first": first, "rows": rows, "parties": parties, "low": low, "today": TODAY, "next": coming(first)}
    run("ledger", supervisor=commission.pk, **facts)
    settle()


def coming(first: int) -> datetime:
    """When the steps of the rows from `first` on begin to come."""
    return NOW + timedelta(days=1 if first else 0)


def scan_of_steps(*, first: int) -> float:
    """The median time of three scans that take about STEPS steps each."""
    spent = []
    for _ in range(3):
        upto = nth_step(coming(first), STEPS)
        spent.append(timed(partial(remind, at=upto)))
    return sorted(spent)[1]


def nth_step(after: datetime, n: int) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM obligations_nextstep WHERE at >= %s ORDER BY at OFFSET %s LIMIT 1", [after, n])
        return cursor.fetchone()[0]


def endpoints(commission) -> Iterator[Figure]:
    client = browser_of(seed.make_reader(commission))
    for name, most in (("api:duty-summary", 155), ("api:duty-by-unit", 155)):
        cold = []
        for _ in range(5):
            cache.clear()
            client.get(reverse("api:region-list"))  # the session and the rest are warm
            cold.append(timed(partial(client.get, reverse(name))) * 1000)
        yield Figure(f"{name}: cold", sorted(cold)[2], most, "ms")
        yield Figure(f"{name}: cached", cost(client, reverse(name)).wall, 15, "ms")
    spent = cost(client, reverse("api:duty-list") + "?overdue=true")
    yield Figure("api:duty-list, 50 overdue", spent.wall, 12, "ms", f"CPU {spent.cpu:.0f} ms")


def whole_scan() -> Iterator[Figure]:
    """Every duty that is overdue gets its reminder at once, as after a long outage; then there is nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE obligations_nextstep n SET at = %s FROM obligations_obligation o "
                       "WHERE o.id = n.obligation_id AND o.due_on < %s", [NOW, TODAY])  # fmt: skip
    settle()
    count: list[int] = []
    first = timed(lambda: count.append(remind(at=NOW)))
    yield Figure(f"scan of {count[0]:,} overdue duties", first, 4, "s", f"{count[0] / first:,.0f} a second")
    yield Figure("the same again", timed(lambda: remind(at=NOW)), 0.5, "s")


def run(name: str, **facts) -> None:
    with connection.cursor() as cursor:
        cursor.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"), facts)


def timed(work: Callable) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def undone(work: Callable) -> float:
    """The time of a piece of work with its constraints checked; then it is rolled back."""

    def checked() -> None:
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with transaction.atomic():
        spent = timed(checked)
        transaction.set_rollback(True)
    return spent
