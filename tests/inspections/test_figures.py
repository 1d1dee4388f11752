"""What a round has come to: completion, points that are not met, peers, samples, and the list as a file."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inspections.digests import drawn
from inspections.enums import Verdict
from inspections.figures import peers_of
from inspections.models import Answer, Sample
from inspections.services.sampling import is_repeatable
from institutions.enums import Category
from kernel import files
from kernel.models import AuditRow, Job
from tests.factories import make_institution, make_programme, make_region, make_report, make_round
from tests.institutions.tables import work

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def daily(district):
    return make_round(make_programme(region=district))


def answer(report, verdicts, *, by):
    items = report.round.checklist.items.all()
    for item, verdict in zip(items, verdicts, strict=False):
        Answer.objects.create(report=report, item=item, verdict=verdict, by=by, at=timezone.now(), version=1)


def test_completion_counts_by_place_and_category_and_leads_to_the_lists(as_, handler, daily, district):
    first, second = (make_region(parent=district, name=name) for name in ("First", "Second"))
    rows = [
        (first, Category.CLINIC, {}),
        (first, Category.CLINIC, {"state": "returned"}),
        (first, Category.HOSPITAL_GENERAL, {"state": "submitted"}),
        (make_region(parent=second), Category.CLINIC, {"state": "accepted", "is_late": True}),
        (second, Category.CLINIC, {"state": "cancelled"}),
        (district, Category.CLINIC, {"state": "accepted"}),
    ]
    for place, category, facts in rows:
        make_report(make_institution(region=place, category=category), of=daily, **facts)
    make_report(make_institution(), of=daily)
    browser = as_(handler)

    page = browser.get("/self-inspections/completion/")

    def counts(name):
        return {share.label: [number for _words, number, _url in cells] for share, cells in page.context[name]}

    # owed, handed in, on time, late, missing, accepted
    assert counts("places") == {
        district.name: [1, 1, 1, 0, 0, 1],
        "First": [3, 1, 1, 0, 2, 0],
        "Second": [1, 1, 0, 1, 0, 1],
    }
    assert sorted(counts("categories").values()) == [[1, 1, 1, 0, 0, 0], [4, 2, 1, 1, 2, 2]]
    total, cells = page.context["total"]
    assert ([number for _words, number, _url in cells], total.rate) == ([5, 3, 2, 1, 2, 2], 60.0)
    for _share, shown in [page.context["total"], *page.context["places"], *page.context["categories"]]:
        for _words, number, url in shown:
            assert not url or len(browser.get(url).context["lines"]) == number


def test_points_are_listed_by_how_often_they_are_not_met(as_, handler, daily, district):
    met, failed, without = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE
    for verdicts in ([met, failed, without], [failed, failed, met]):
        answer(make_report(make_institution(region=district), of=daily, state="submitted"), verdicts, by=handler)
    answer(make_report(make_institution(region=district), of=daily, state="in_progress"), [failed], by=handler)
    answer(make_report(make_institution(), of=daily, state="submitted"), [failed], by=handler)
    browser = as_(handler)

    page = browser.get("/self-inspections/points/")

    told = [(row["code"], row["answered"], row["not_met"], row["not_applicable"]) for row in page.context["points"]]
    assert told == [("A2", 2, 2, 0), ("A1", 2, 1, 0), ("B1", 2, 0, 1)]
    assert [row["share"] for row in page.context["points"]] == [100.0, 50.0, 0.0]
    assert len(browser.get("/self-inspections/", {"occasion": "daily:2026Q4", "item": "A2"}).context["lines"]) == 2


def test_a_report_is_compared_with_five_others_or_more(as_, handler, principal, hospital, daily, district):
    met, failed = Verdict.MET, Verdict.NOT_MET
    own = make_report(hospital, of=daily, state="submitted")
    answer(own, [met, met, failed], by=handler)

    def peer(**facts):
        said = {"category": hospital.category, "level": hospital.level, "region": district} | facts
        row = make_report(make_institution(**said), of=daily, state="submitted")
        answer(row, [met, failed], by=handler)

    for _n in range(4):
        peer()
    peer(region=make_region())
    other = Category.CLINIC if hospital.category != Category.CLINIC else Category.HOSPITAL_GENERAL
    peer(category=other)
    assert peers_of(own) is None

    peer()

    found = peers_of(own)
    assert found and (found.count, found.own, found.lower, found.median, found.upper) == (5, 66.7, 50.0, 50.0, 50.0)
    page = reverse("inspections:peers", args=[own.public_id])
    assert "66.7 %" in as_(principal).get(page).content.decode()
    assert "median 50.0 %" in as_(handler).get(reverse("inspections:accept", args=[own.public_id])).content.decode()


def test_no_institution_reads_figures_of_others(as_, principal, daily):
    for page in ("completion/", "points/", "samples/", "samples/new/"):
        assert as_(principal).get(f"/self-inspections/{page}").status_code == 403
    assert as_(principal).post("/self-inspections/export/").status_code == 403


def draw(browser, **said):
    form = browser.get("/self-inspections/samples/new/").context["form"]
    return browser.post(
        "/self-inspections/samples/new/",
        {"form_key": form["form_key"].value(), "occasion": "daily:2026Q4", "number": "", "percent": ""} | said,
    )


def test_a_sample_is_drawn_among_what_waits_and_can_be_drawn_again(as_, handler, daily, district):
    waiting = [make_report(make_institution(region=district), of=daily, state="submitted") for _n in range(5)]
    make_report(make_institution(region=district), of=daily)
    make_report(make_institution(), of=daily, state="submitted")
    browser = as_(handler)

    assert draw(browser).status_code == draw(browser, number="1", percent="5").status_code == 422
    answered = draw(browser, percent="50")

    sample = Sample.objects.get()
    assert (answered["Location"], sample.size, sample.pool) == (
        sample.get_absolute_url(), 3, sorted(row.pk for row in waiting),
    )  # fmt: skip
    chosen = list(sample.drawn.values_list("report", flat=True))
    assert chosen == drawn(sample.pool, seed=sample.seed, count=3) and is_repeatable(sample)
    browser.post("/self-inspections/accept/", {"report": [sample.drawn.first().report.public_id]})
    page = browser.get(sample.get_absolute_url())
    assert [line.row.pk for line in page.context["lines"]] == chosen
    assert (
        page.context["reviewed"],
        browser.get("/self-inspections/samples/").context["page_obj"].object_list[0].reviewed,
    ) == (1, 1)


def test_a_draw_differs_by_its_seed_and_never_by_the_order_of_the_pool():
    pool = list(range(1000))

    assert drawn(pool, seed="a", count=20) == drawn(reversed(pool), seed="a", count=20)
    assert drawn(pool, seed="a", count=20) != drawn(pool, seed="b", count=20)
    assert drawn(pool, seed="a", count=5) == drawn(pool, seed="a", count=20)[:5]


def test_none_waits_then_none_is_drawn(as_, handler, daily, district):
    make_report(make_institution(region=district), of=daily)

    answered = draw(as_(handler), number="3")

    assert answered.status_code == 422 and "No report of this round waits" in answered.content.decode()


@pytest.mark.parametrize("page", ["completion/", "points/", "samples/"])
def test_the_figures_take_the_same_number_of_queries_for_few_and_many_rows(as_, handler, daily, district, page):
    browser = as_(handler)

    def more():
        for _n in range(3):
            region = make_region(parent=district)
            answer(
                make_report(make_institution(region=region), of=daily, state="submitted"), [Verdict.NOT_MET], by=handler
            )
        draw(browser, number="1")

    def queries():
        browser.get(f"/self-inspections/{page}")
        with CaptureQueriesContext(connection) as taken:
            browser.get(f"/self-inspections/{page}")
        return len(taken)

    more()
    few = queries()
    more()
    more()

    assert queries() == few


def test_the_list_is_exported_as_it_is_filtered_and_that_is_noted(as_, handler, daily, district, files_folder):
    report = make_report(make_institution(region=district, name="=In time"), of=daily, state="submitted")
    answer(report, [Verdict.NOT_MET], by=handler)
    make_report(make_institution(region=district, name="Waiting"), of=daily)
    make_report(make_institution(name="Elsewhere"), of=daily, state="submitted")

    as_(handler).post("/self-inspections/export/?figure=handed_in", {"form": "csv"})

    job = work(Job.objects.get())
    lines = list(csv.reader(files.path_of(job.result).read_text("utf-8-sig").splitlines()))
    header = next(n for n, line in enumerate(lines) if line and line[0] == "Institution")
    assert [(line[0], line[5], line[10]) for line in lines[header + 1 :]] == [("'=In time", "submitted", "1")]
    assert AuditRow.objects.get(table_name="export").changes["rows"] == 1


def test_a_sample_is_not_larger_than_what_is_looked_at_one_by_one(as_, handler, daily, district, monkeypatch):
    monkeypatch.setattr("inspections.services.sampling.MOST_DRAWN", 1)
    for _n in range(2):
        make_report(
            make_institution(region=district), of=daily, state="submitted", opened_at=timezone.now() - timedelta(1)
        )

    answered = draw(as_(handler), percent="100")

    assert answered.status_code == 422 and "At most 1 reports are drawn at once." in answered.content.decode()
