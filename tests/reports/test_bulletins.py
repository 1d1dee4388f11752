"""Bulletins: made of the figures of a moment, which are the same a month later; worded, and signed by another."""

import io
from dataclasses import replace
from datetime import timedelta

import docx
import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from agencies.services.hand_over import hand_over
from kernel.errors import Refused, Stale
from kernel.models import Job
from kernel.services import run_job
from obligations.services import waive_duty
from reports.drawing.files import as_pdf, as_word
from reports.enums import BulletinState, Section
from reports.figures import SETTLED
from reports.models import Bulletin
from reports.services import bulletins as services
from reports.services.bulletins import (
    discard_bulletin,
    keep_template,
    make_bulletin,
    recompiled,
    sign_bulletin,
    word_bulletin,
)
from reports.services.compiling import compiled
from reports.services.wording import wrong_places
from tasks.models import Task
from tasks.periods import span_named
from tasks.services import judging, reporting
from tests.factories import make_agency, make_membership, make_responsibility, make_task
from tests.reports.conftest import LATER, NOON, QUARTER, asked

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def busy(town):
    """One in difficulty and confirmed, one missing."""
    entry = town.handed_in(town.police, work="difficult", needs="鉴定意见", text="开展联合检查 3 次 #[x] *y* <b>")
    judging.confirm_progress(entry, by=town.commission.leader, at=NOON)
    return town


def made(city, *, at=LATER, by=None, **facts) -> Bulletin:
    return make_bulletin(city.plan, span=span_named(QUARTER), by=by or city.commission.handler, at=at, **facts)


def test_a_draft_tells_how_the_plan_stood(busy):
    found = made(busy)

    assert (found.state, found.as_of, found.number) == (BulletinState.DRAFT, LATER - SETTLED, "")
    assert found.figures["rate"] == 50.0
    assert [(row["name"], row["rank"], row["rate"]) for row in found.figures["agencies"]] == [
        ("Police", 1, 100.0), ("Tax bureau", 2, 0.0),
    ]  # fmt: skip
    assert [(row["agency"], row["days"]) for row in found.figures["overdue"]] == [("Tax bureau", 4)]
    assert [row["needs"] for row in found.figures["difficult"]] == ["鉴定意见"]
    assert [row["text"] for row in found.figures["done"]] == ["开展联合检查 3 次 #[x] *y* <b>"]
    assert "50.0%" in found.words[Section.OPENING] and "Tax bureau" in found.words[Section.OVERDUE]


def test_the_same_bulletin_comes_out_a_month_later(busy):
    """Whatever is handed in, confirmed, sent back or waived since."""
    found = made(busy)
    entry = busy.handed_in(busy.tax, at=LATER + timedelta(hours=1), text="Late")
    judging.return_to_participant(entry, by=busy.police.leader, at=LATER + MONTH, reason="More")
    waive_duty(busy.duty(busy.tax), by=busy.commission.leader, at=LATER + MONTH, reason="Not needed any more")

    assert recompiled(Bulletin.objects.get(pk=found.pk)) == found.figures
    later = make_bulletin(
        busy.plan, span=span_named("2026"), by=busy.commission.handler, at=LATER + 2 * MONTH, as_of=LATER
    )
    assert later.figures["total"] == found.figures["total"]


def test_what_was_said_outlives_a_hand_over(town):
    """The giver's words stay in the figures of the duty that has passed, and in a bulletin of before."""
    town.handed_in(town.police, work="difficult", needs="Experts", text="Three raids")
    found = made(town)
    keeper = make_membership(agency=town.commission.agency, role="business_admin")
    taker = make_agency(region=town.region, kind=town.police.agency.kind, name="New police")
    at = LATER + timedelta(days=1)
    hand_over(town.police.agency, taker, on=at.date(), reason="Reform", by=keeper, at=at)

    assert recompiled(found) == found.figures
    after = compiled(replace(asked(town), at=at + timedelta(days=1)))
    assert [(row["agency"], row["text"]) for row in after["done"]] == [("New police", "Three raids")]
    assert after["total"]["difficult"] == 1


def test_a_step_that_is_kept_after_the_count_changes_nothing(busy):
    """Its request came before the bulletin was made, and was slower."""
    found = made(busy)
    busy.handed_in(busy.tax, at=LATER - timedelta(seconds=20))

    assert recompiled(found) == found.figures


def test_an_agency_that_comes_to_owe_something_during_the_count_is_no_fault(busy):
    def open_another():
        if not Task.objects.filter(title="New").exists():
            late = make_agency(name="Late agency")
            make_responsibility(task=make_task(plan=busy.plan, title="New"), agency=late)
            reporting.open_reports(day=NOON.date(), at=NOON)

    found = make_bulletin(
        busy.plan, span=span_named(QUARTER), by=busy.commission.handler, at=LATER, advance=open_another
    )
    assert {row["agency"] for row in found.figures["overdue"]} == {"Tax bureau", "Late agency"}


def test_one_a_period_until_its_draft_is_discarded(busy):
    found = made(busy)
    with pytest.raises(Refused):
        made(busy)

    discard_bulletin(found, by=busy.commission.handler, at=LATER)
    assert made(busy).pk != found.pk


def test_another_makes_one_while_it_is_counted(busy):
    meanwhile = iter([made])
    with translation.override("en"), pytest.raises(Refused, match="Discard its draft"):
        made(busy, advance=lambda: [make(busy) for make in meanwhile])


def test_of_nothing_and_of_the_future_there_is_none(town):
    with pytest.raises(Refused):
        make_bulletin(town.plan, span=span_named("2025Q1"), by=town.commission.handler, at=NOON)
    with pytest.raises(Refused):
        made(town, at=NOON, as_of=NOON + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        made(town, by=town.police.leader)


def test_another_person_signs_and_it_gets_a_number(busy):
    found = made(busy, by=busy.commission.leader)
    with pytest.raises(PermissionDenied):
        sign_bulletin(found, by=busy.commission.leader, at=LATER)
    with pytest.raises(PermissionDenied):
        sign_bulletin(found, by=busy.commission.handler, at=LATER)

    found = sign_bulletin(found, by=busy.commission.reviewer, at=LATER)
    assert (found.state, found.signed_at) == (BulletinState.FINAL, LATER)
    assert found.number.endswith("通报〔2026〕1号")


def test_who_has_changed_the_words_signs_in_no_hat(busy):
    found = made(busy)
    words = found.words | {Section.CLOSING: "Do better."}
    found = word_bulletin(found, by=busy.commission.reviewer, title="New", words=words)
    other_hat = make_membership(agency=busy.commission.agency, user=busy.commission.reviewer.user, role="leader")

    for by in (busy.commission.reviewer, other_hat):
        with pytest.raises(PermissionDenied):
            sign_bulletin(found, by=by, at=LATER)
    found = sign_bulletin(found, by=busy.commission.leader, at=LATER)
    assert (found.title, found.words[Section.CLOSING]) == ("New", "Do better.")
    with pytest.raises(Refused):
        word_bulletin(found, by=busy.commission.handler, title="Newer", words=words)


def test_an_earlier_writer_does_not_sign_either(busy):
    """Whoever has changed it since."""
    found = made(busy)
    second = make_membership(agency=busy.commission.agency, role="leader")
    for by in (busy.commission.reviewer, second):
        found = word_bulletin(found, by=by, title=found.title, words=found.words)

    for by in (busy.commission.handler, busy.commission.reviewer, second):
        with pytest.raises(PermissionDenied):
            sign_bulletin(found, by=by, at=LATER)
    assert sign_bulletin(found, by=busy.commission.leader, at=LATER).signed_by == busy.commission.leader


def test_a_stale_form_changes_nothing(busy):
    found = made(busy)
    word_bulletin(found, by=busy.commission.handler, title="First", words=found.words)
    with pytest.raises(Stale):
        word_bulletin(found, by=busy.commission.handler, title="Second", words=found.words)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{owed} of {plan}", set()), ("{owed.__class__}", {"owed.__class__"}), ("{nobody}", {"nobody"}), ("{", {"{ }"}),
        ("{}", {"{ }"}), ("{owed!r}", {"owed"}), ("{owed:>9}", {"owed"}), ("{{owed}}", set()),
    ],
)  # fmt: skip
def test_places_are_plain_names_of_figures(text, wrong):
    assert wrong_places(text) == wrong


def test_the_territorys_own_words_begin_its_bulletins(busy):
    by = busy.commission.leader
    words = dict.fromkeys(Section.values, "") | {Section.OPENING: "{reported} of {owed}"}
    template = keep_template(words, by=by, at=NOON)

    assert made(busy).words[Section.OPENING] == "1 of 2"
    with pytest.raises(Refused):
        keep_template(words | {Section.CLOSING: "{nothing}"}, by=by, at=NOON, shown=template)
    with pytest.raises(PermissionDenied):
        keep_template(words, by=busy.police.leader, at=NOON)


def test_word_and_pdf_say_what_the_page_says(busy):
    found = sign_bulletin(made(busy), by=busy.commission.leader, at=LATER)
    page_text = "开展联合检查 3 次 #[x] *y* <b>"

    document = docx.Document(io.BytesIO(as_word(found)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert page_text in cells and found.number in [paragraph.text for paragraph in document.paragraphs]

    pdf = pypdf.PdfReader(io.BytesIO(as_pdf(found)))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "鉴定意见" in text and "#[x]" in text
    fonts = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert inner and all({"/FontFile2", "/FontFile3"} & set(font) for font in inner)  # the reader needs no font


def test_what_no_xml_may_hold_is_left_out_of_the_files(town):
    """A vertical tab pasted from Word, in a title, in a report and in the words."""
    Task.objects.filter(pk=town.task.pk).update(title="Drugs\x0bprices")
    town.handed_in(town.police, work="difficult", needs="Expert\x01opinions\uffff", text="Three\x1fraids")
    found = made(town)
    words = found.words | {Section.CLOSING: "Do\x02better."}
    found = word_bulletin(found, by=town.commission.handler, title="Bulletin\x0bof all", words=words)

    document = docx.Document(io.BytesIO(as_word(found)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"Bulletin of all", "Do better."} <= set(lines)
    assert {"Expert opinions ", "Three raids"} <= cells
    assert as_pdf(found).startswith(b"%PDF")


def test_the_pages_from_making_to_signing(busy, as_):
    client = as_(busy.commission.handler)
    form = client.get(reverse("reports:make_bulletin")).context["form"]
    key = form["form_key"].value()
    answer = client.post(
        reverse("reports:make_bulletin"), {"form_key": key, "plan": busy.plan.pk, "period": QUARTER, "until": ""}
    )
    found = Bulletin.objects.get()
    assert answer.url == found.get_absolute_url()

    said = {f"{section}": "Said" for section in Section} | {"title": "T", "version": found.version}
    assert client.post(reverse("reports:word_bulletin", args=[found.public_id]), said).status_code == 302
    assert client.post(reverse("reports:word_bulletin", args=[found.public_id]), said).status_code == 409
    assert client.get(reverse("reports:sign_bulletin", args=[found.public_id])).status_code == 403

    found.refresh_from_db()
    client = as_(busy.commission.leader)
    client.post(reverse("reports:sign_bulletin", args=[found.public_id]), {"version": found.version})
    found.refresh_from_db()
    assert (found.state, found.signed_by) == (BulletinState.FINAL, busy.commission.leader)


def test_a_department_reads_what_is_signed_and_no_draft(busy, as_):
    found = made(busy)
    client = as_(busy.tax.handler)
    assert client.get(found.get_absolute_url()).status_code == 404

    sign_bulletin(found, by=busy.commission.leader, at=LATER)
    assert found.title in client.get(reverse("reports:bulletins")).content.decode()
    assert client.get(found.get_absolute_url()).status_code == 200
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(reverse("reports:download_bulletin", args=[found.public_id, kind]))
        assert answer.content.startswith(start)
    assert [row["id"] for row in client.get("/api/v1/bulletins/shared/").json()["results"]] == [str(found.public_id)]


def test_a_long_one_is_made_by_a_worker(busy, as_, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services, "LONG", 1)
    client = as_(busy.commission.handler)
    key = client.get(reverse("reports:make_bulletin")).context["form"]["form_key"].value()
    answer = client.post(
        reverse("reports:make_bulletin"), {"form_key": key, "plan": busy.plan.pk, "period": QUARTER, "until": ""}
    )
    job = Job.objects.get()
    assert (answer.url, Bulletin.objects.count()) == (job.get_absolute_url(), 0)

    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, Bulletin.objects.count()) == ("done", job.total, 1)
