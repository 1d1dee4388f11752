"""The ledger of events at its size: recording in bulk, a table that a department sends, the timeline of a party."""

import io
from collections.abc import Iterator
from datetime import timedelta

import openpyxl
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from agencies.models import Membership, Party
from benchmarks import seed
from benchmarks.measure import Figure, browser_of, cost, queries
from benchmarks.obligations import make_place, run, timed, undone
from benchmarks.place import settle
from events.importers import COLUMNS, read_events
from events.services import Facts, record_events, record_events_of

PARTIES, ROUNDS = 1_000_000, 3  # at BENCH_SCALE=1; events for each party
ROWS = 10_000  # of the table
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
KIND = "self_inspection_missed"


def events(scale: float) -> Iterator[Figure]:
    commission, parties = make_place(int(PARTIES * scale))
    by = seed.make_reader(commission).memberships.select_related("party__agency", "user").get()
    institutions = Party.objects.filter(kind="institution", region_path__startswith=by.region_path)
    yield from recording(by, institutions, parties)
    yield table(by, institutions)
    yield from pages(by, institutions)


def recording(by: Membership, institutions, parties: int) -> Iterator[Figure]:
    facts = {"day": TODAY, "source": "by hand", "agency": by.party_id, "by": by.pk, "at": NOW}
    by_hand, ours = [], []
    for _ in range(2):  # the better of two, each undone
        by_hand.append(undone(lambda: run("record_by_hand", city=f"{by.region_path}%", **facts)))
        ours.append(undone(lambda: record_all(by, institutions, source="bench")))
        settle()
    beside = f"{min(ours):.1f} s, by hand {min(by_hand):.1f} s"
    yield Figure(f"recording {parties:,} events, to it by hand", min(ours) / min(by_hand), 3, "times", beside)
    for n in range(ROUNDS):
        record_all(by, institutions, source=f"round {n}", day=TODAY - timedelta(days=n))
    settle()


def record_all(by: Membership, institutions, *, source: str, day=TODAY) -> None:
    facts = {"kind": KIND, "occurred_on": day, "source": source}
    record_events_of(institutions, facts, each={"source_id": F("pk")}, by=by, at=NOW)


def table(by: Membership, institutions) -> Figure:
    """From the bytes of a spreadsheet to committed rows."""
    names = institutions.order_by("pk").values_list("name", flat=True)[:ROWS]
    data = spreadsheet(list(names))

    def work() -> None:
        found = read_events(data, by=by, at=NOW, expect=int, advance=int)
        if len(found.good) != len(names):
            raise SystemExit(f"{found.faults[:3]} in the table")
        record_events(found.good, by=by, at=NOW)

    return Figure(f"an XLSX table of {len(names):,} penalties", timed(work), 6, "s")


def spreadsheet(names: list[str]) -> bytes:
    row = {
        "kind": "penalty", "occurred_on": TODAY, "title": "Sold expired goods", "level": "general", "fine": 12_000.5,
        "document_number": "示市监罚〔2026〕12号", "penalties": "fine, confiscate_gains", "confiscated": 300,
    }  # fmt: skip
    book = openpyxl.Workbook(write_only=True)
    sheet, out = book.create_sheet(), io.BytesIO()
    sheet.append(list(COLUMNS))
    for n, name in enumerate(names):
        told = row | {"party": name, "own_number": str(n)}
        sheet.append([told.get(column) for column in COLUMNS])
    book.save(out)
    return out.getvalue()


def pages(by: Membership, institutions) -> Iterator[Figure]:
    """A party with fifty events and more, and the lists of all, in a table of millions."""
    few, many = institutions.order_by("-pk")[:2]
    record_events([Facts(kind=KIND, subject=many, occurred_on=TODAY) for _ in range(60)], by=by, at=NOW)
    client = browser_of(by.user)
    one, fifty = (reverse("events:timeline", args=[party.public_id]) for party in (few, many))
    yield Figure("timeline of a party: queries (as with few)", queries(client, fifty), queries(client, one), "queries")
    for what, url, goal in (
        ("timeline of a party, 50 events", fifty, 300),
        ("events of the territory, 50 of all", reverse("events:ledger"), 300),
        ("events recorded by the unit, 50 of all", reverse("events:ledger") + "?tab=mine", 300),
        ("api:event-list, 50 of all", reverse("api:event-list"), 100),
        ("api:event-shared, none of all", reverse("api:event-shared"), 100),
    ):
        spent = cost(client, url)
        beside = f"CPU {spent.cpu:.0f} ms, {queries(client, url)} queries"
        yield Figure(what, spent.wall, goal, "ms", beside)
