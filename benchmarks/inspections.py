"""Self-inspections of a city: what a round has come to, and the list of its reports.

`python -m benchmarks.inspections` measures these alone.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.place import no_institutions, own_database, settle  # first: it sets up Django

# isort: split
from django.utils import timezone

from agencies.models import Membership, Region
from benchmarks import seed
from benchmarks.measure import HEADING, Figure, browser_of, cost, queries
from benchmarks.obligations import run, undone
from inspections.enums import Newcomers, ReportState
from inspections.figures import completion
from inspections.models import Checklist, Programme, Round, SelfInspection
from inspections.services.opening import open_round
from institutions.models import Institution
from institutions.services.generating import generate_register

EVERYWHERE = 1_100_000  # institutions at BENCH_SCALE=1
INSTITUTIONS, PERIODS = 20_000, ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
STATES = [ReportState.PLANNED, ReportState.IN_PROGRESS, ReportState.SUBMITTED, ReportState.ACCEPTED]
LIST, COMPLETION = "/self-inspections/", "/self-inspections/completion/"


def inspections(scale: float) -> Iterator[Figure]:
    """By the clock, one request after another: no less than the processor's time of application and database."""
    yield opening(int(EVERYWHERE * scale))
    place = generate_register(INSTITUTIONS, seed=4)[0]
    client = browser_of(seed.make_reader(seed.make_agencies(place, 1)[0]))
    make_rounds(place)
    settle()
    count = Institution.objects.filter(region_path__startswith=place.path).count()
    yield Figure("completion of a round, the statement", statement(place), 50, "ms")
    found = cost(client, COMPLETION)
    yield Figure(
        f"completion of a round, {count:,} institutions: page", found.wall, 100, "ms", f"{found.cpu:.1f} Python"
    )
    yield Figure("the same: queries", queries(client, COMPLETION), 12, "queries")
    for what, page in (("list of its reports, 50 rows", LIST), ("the same, missing", f"{LIST}?figure=missing")):
        found = cost(client, page)
        yield Figure(f"{what}: page", found.wall, 80, "ms", f"{found.cpu:.1f} Python")
    no_institutions()


def opening(count: int) -> Figure:
    """A quarter for everybody, province by province; the better of two, each undone, with its constraints checked."""
    provinces = generate_register(count, seed=3)
    agencies = [seed.make_agencies(place, 1)[0] for place in provinces]
    rounds = [first_round(place) for place in provinces]
    now, today = timezone.now(), timezone.localdate()
    settle()

    def by_hand() -> None:
        for row, agency in zip(rounds, agencies, strict=True):
            run(
                "open_reports_by_hand", round=row.pk, below=f"{row.region_path}%", supervisor=agency.pk, at=now,
                today=today, due=row.due_on,
            )  # fmt: skip

    opened: list[int] = []

    def ours() -> None:
        opened.append(sum(open_round(row, at=now) for row in rounds))

    hand, own = [], []
    for _ in range(2):
        hand.append(undone(by_hand))
        own.append(undone(ours))
        settle()
    no_institutions()
    beside = f"{min(own):.1f} s, by hand {min(hand):.1f} s"
    return Figure(f"opening a quarter for {opened[0]:,}, to it by hand", min(own) / min(hand), 3, "times", beside)


def first_round(place: Region) -> Round:
    today = timezone.localdate()
    programme = Programme.objects.create(
        region=place, region_path=place.path, year=today.year, title="自查", state="published",
        published_at=timezone.now(), newcomers=Newcomers.AT_ONCE,
    )  # fmt: skip
    return Round.objects.create(
        programme=programme, region=place, region_path=place.path, kind="daily", period="2026Q4", title="Round",
        checklist=Checklist.objects.published().first(), starts_on=today, opens_on=today,
        due_on=today + timedelta(days=38),
    )  # fmt: skip


def statement(place: Region) -> float:
    """The median of 15, of the latest round."""
    by = Membership.objects.filter(party__region=place).latest("pk")
    latest, waited = Round.objects.latest("pk"), []
    for _ in range(15):
        begun = time.perf_counter()
        completion(SelfInspection.objects.visible_to(by).filter(round__in=[latest.pk]), by=by, labels={})
        waited.append((time.perf_counter() - begun) * 1000)
    return statistics.median(waited)


def make_rounds(place: Region) -> None:
    """A round each quarter, with reports in every state."""
    now, chance = timezone.now(), random.Random(5)
    programme = Programme.objects.create(
        region=place, region_path=place.path, year=2026, title="自查", state="published", published_at=now
    )
    checklist = Checklist.objects.published().first()
    rows = list(Institution.objects.filter(region_path__startswith=place.path).defer("pieces"))
    for number, period in enumerate(PERIODS):
        begins = date(2026, 3 * number + 1, 1)
        of = Round.objects.create(
            programme=programme, region=place, region_path=place.path, kind="daily", period=period, title=period,
            checklist=checklist, starts_on=begins, opens_on=begins, due_on=begins + timedelta(days=80),
        )  # fmt: skip
        SelfInspection.objects.bulk_create([report(row, of, chance, now) for row in rows], batch_size=2000)


def report(row: Institution, of: Round, chance: random.Random, now) -> SelfInspection:
    state = chance.choice(STATES)
    facts = {
        "round": of, "kind": of.kind, "period": of.period, "institution": row, "name": row.name,
        "region_path": row.region_path, "opened_at": now, "state": state,
    }  # fmt: skip
    if state in {ReportState.SUBMITTED, ReportState.ACCEPTED}:
        facts |= {"filled_at": now, "submitted_at": now, "digest": "0" * 64, "number": f"{of.pk}-{row.pk}"}
        facts["is_late"] = chance.random() < 0.1
    return SelfInspection(**facts)


if __name__ == "__main__":
    with own_database():
        print(HEADING)
        for figure in inspections(float(os.environ.get("BENCH_SCALE", "0.1"))):
            print(figure, flush=True)
