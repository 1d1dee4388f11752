"""The dashboard and a bulletin of a plan of 200 tasks × 60 agencies that has reported for four quarters."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agencies.models import Membership
from benchmarks import seed
from benchmarks.measure import Figure, browser_of, cost, queries
from benchmarks.place import settle
from kernel.access import OPERATOR
from obligations.models import Obligation
from reports.drawing.files import as_pdf, as_word
from reports.services.bulletins import make_bulletin
from tasks.enums import EntryState, EntryVerb, Period, TaskRole, Work
from tasks.models import EntryStep, Plan, ProgressEntry
from tasks.periods import Span, span_of
from tasks.services.reporting import open_reports_of, start_reporting

TASKS, AGENCIES, QUARTERS = 200, 60, 4
HANDED_IN = """
    INSERT INTO obligations_obligationstep (obligation_id, verb, at, "on", reason, basis)
    SELECT id, step.verb, at.at, (at.at AT TIME ZONE 'Asia/Shanghai')::date, '', ''
    FROM obligations_obligation o CROSS JOIN (VALUES (1, 'submit'), (2, 'meet')) AS step (n, verb)
        CROSS JOIN LATERAL (SELECT o.opened_at + (o.id % 100 + step.n) * interval '1 day' AS at) AS at
    WHERE o.kind = 'task.report' AND o.id % 5 <> 0 AND (o.id % 5 + step.n < 5)
    ORDER BY o.id, step.n"""


def bulletins() -> Iterator[Figure]:
    by, plan, span = make_reporting_plan()
    size = f"{TASKS * AGENCIES:,} reports a quarter, {QUARTERS} quarters"
    client, url = browser_of(by.user), reverse("reports:dashboard")
    yield Figure("dashboard 200 × 60: queries", queries(client, url), 25, "queries")
    cold, warm = dashboard(client, url)
    yield Figure("the same, counted anew", cold, 1500, "ms", size)
    yield Figure("the same within the minute", warm, 500, "ms")
    took, bulletin = timed(lambda: make_bulletin(plan, span=span, by=by, at=timezone.now()))
    drawn, _files = timed(lambda: (as_word(bulletin), as_pdf(bulletin)))
    yield Figure("bulletin 200 × 60: figures and words", took, 5, "s", size)
    yield Figure("the same as Word and PDF", drawn, 5, "s")


def dashboard(client, url: str) -> tuple[float, float]:
    """ms by the clock, the cache emptied before; and out of the cache."""
    times = []
    for _ in range(3):
        cache.clear()
        times.append(timed(lambda: client.get(url))[0] * 1000)
    return sorted(times)[1], cost(client, url, times=9).wall


def timed(work: Callable):
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def make_reporting_plan() -> tuple[Membership, Plan, Span]:
    region = seed.make_place()
    agencies = seed.make_agencies(region, AGENCIES)
    plan = seed.make_plan(region, agencies, TASKS, participants=AGENCIES - 1)
    span = span_of(timezone.localdate(), Period.QUARTER)
    spans = [span]
    while len(spans) < QUARTERS:
        spans.append(spans[-1].before)
    start_reporting(plan, on=spans[-1].first, by=OPERATOR, at=morning(span))
    for before in spans[1:]:
        open_reports_of(Plan.objects.get(pk=plan.pk), day=before.first, at=morning(before))
    with connection.cursor() as cursor:
        cursor.execute(HANDED_IN)
    by = seed.make_reader(agencies[0]).memberships.get()
    write_entries(span, by)
    settle()
    return by, plan, span


def morning(span: Span) -> datetime:
    return timezone.make_aware(datetime.combine(span.first, datetime.min.time())) + timedelta(hours=8)


def write_entries(span: Span, by: Membership) -> None:
    """An entry for each report of the present quarter that was handed in, one in ten of them in difficulty."""
    at = morning(span)
    duties = Obligation.objects.filter(kind="task.report", period=span.key, steps__verb="submit")
    entries = ProgressEntry.objects.bulk_create(
        ProgressEntry(
            task_id=duty.subject_id, agency_id=duty.bearer_id, role=TaskRole.LEAD, period=span.key,
            region_path=duty.region_path, state=EntryState.HANDED_IN, text="开展联合检查，移送线索。" * 20,
            work=Work.NORMAL if duty.pk % 10 else Work.DIFFICULT, needs="需协调鉴定意见",
            handed_in_by=by, handed_in_at=at, submitted_at=at, handled_by=by,
        )
        for duty in duties.distinct()
    )  # fmt: skip
    EntryStep.objects.bulk_create(
        EntryStep(
            entry=entry, verb=EntryVerb.HAND_IN, at=at, by=by,
            content={"text": entry.text, "work": entry.work, "needs": entry.needs, "needs_from": ""},
        )
        for entry in entries
    )  # fmt: skip
