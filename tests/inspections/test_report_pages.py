"""The page of a report: filled in with and without script, read, signed, asked back; never another's."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from inspections.models import Answer, Checklist, SelfInspection
from inspections.services.answering import Said, rivals_in, save_answer
from inspections.services.opening import open_round
from inspections.services.reviewing import return_report
from inspections.services.submitting import items_of, sign_as_filled, submit_report
from tests.factories import (
    make_agency,
    make_institution,
    make_membership,
    make_principal,
    make_programme,
    make_report,
    make_round,
)


@pytest.fixture
def report(hospital):
    open_round(make_round(make_programme(region=hospital.party.region)), at=timezone.now())
    return SelfInspection.objects.get()


@pytest.fixture
def item(report):
    return items_of(report)[0]


def answer_url(report, item):
    return f"{report.get_absolute_url()}items/{item.pk}/"


def test_one_answer_is_kept_as_it_is_given(as_, principal, report, item):
    sent = {"verdict": "met", "base": "0", "key": str(uuid4()), "device_at": "2026-11-01T08:00:00.000Z"}

    answers = [as_(principal).post(answer_url(report, item), sent) for _ in range(5)]

    assert [(one.status_code, one.json()["version"], one.json()["beside"]) for one in answers] == [(200, 1, False)] * 5
    change = report.changes.get()
    assert (Answer.objects.get().verdict, change.device_at.isoformat()) == ("met", "2026-11-01T08:00:00+00:00")


def test_an_answer_beside_another_one_is_said_and_settled(as_, principal, report, item):
    save_answer(report, item, Said("met"), key=uuid4(), base=0, by=principal, at=timezone.now())

    said = as_(principal).post(answer_url(report, item), {"verdict": "not_met", "base": "0"}).json()
    page = as_(principal).get(report.get_absolute_url()).content.decode()

    assert said["beside"] is True
    assert "without having seen the answer below" in page
    [rival] = rivals_in(report)[item.pk]
    as_(principal).post(f"{answer_url(report, item)}settle/?seen={rival.pk}&version=1", {"choice": rival.pk})
    assert (Answer.objects.get().verdict, rivals_in(report)) == ("not_met", {})


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"verdict": "perhaps", "base": "0"}, 422, "perhaps"),
        ({"verdict": "met"}, 422, "required"),
        ({"verdict": "not_met", "base": "0", "found_on": "2090-01-01"}, 409, "lies in the future"),
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence(as_, principal, report, item, sent, status, words):
    answer = as_(principal).post(answer_url(report, item), sent)

    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_what_is_handed_in_takes_no_late_answer(as_, principal, hospital):
    report = make_report(hospital, state="submitted")

    answer = as_(principal).post(answer_url(report, items_of(report)[0]), {"verdict": "met", "base": "0"})

    assert (answer.status_code, "its answers stay" in answer.json()["error"]) == (409, True)


@pytest.mark.usefixtures("files_folder")
def test_a_photo_is_kept_shown_and_taken_away(as_, principal, report, item):
    sent = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 a"), "key": str(uuid4())}

    answer = as_(principal).post(answer_url(report, item) + "evidence/", sent)

    assert (answer.status_code, "a.pdf" in answer.json()["html"]) == (200, True)
    row = report.evidence.get()
    as_(principal).post(f"{report.get_absolute_url()}evidence/{row.key}/remove/")
    row.refresh_from_db()
    assert row.removed_at is not None


@pytest.mark.usefixtures("files_folder")
def test_a_wrong_file_is_refused_in_a_sentence(as_, principal, report, item):
    sent = {"file": SimpleUploadedFile("a.exe", b"MZ\x90\x00 not a document"), "key": str(uuid4())}

    answer = as_(principal).post(answer_url(report, item) + "evidence/", sent)

    assert (answer.status_code, bool(answer.json()["error"]), report.evidence.count()) == (415, True, 0)


@pytest.mark.usefixtures("files_folder")
def test_without_script_the_whole_page_is_sent_at_once(as_, principal, report):
    first, second, third = items_of(report)
    sent = {
        f"i{first.pk}-base": "0", f"i{first.pk}-verdict": "met",
        f"i{second.pk}-base": "0", f"i{second.pk}-verdict": "not_met", f"i{second.pk}-explanation": "Two are missing",
        f"i{second.pk}-files": SimpleUploadedFile("a.pdf", b"%PDF-1.4 a"),
        f"i{third.pk}-base": "0", "go": "check",
    }  # fmt: skip

    answer = as_(principal).post(f"{report.get_absolute_url()}save/", sent)

    assert (answer.status_code, answer.url) == (302, report.get_absolute_url() + "?check=1")
    assert sorted(Answer.objects.values_list("item__code", "verdict")) == [("A1", "met"), ("A2", "not_met")]
    page = as_(principal).get(answer.url).content.decode()
    assert "1 item is not answered yet: B1" in page
    assert "A2 Say on which day it was found." in page
    assert (report.evidence.count(), "A2 Add at least one photo" in page) == (1, False)


def test_without_script_what_cannot_be_kept_stays_in_its_field(as_, principal, report):
    first, second, _third = items_of(report)
    sent = {
        f"i{first.pk}-base": "0", f"i{first.pk}-verdict": "not_met", f"i{first.pk}-found_on": "2090-01-01",
        f"i{first.pk}-explanation": "Typed at length", f"i{second.pk}-base": "0", f"i{second.pk}-verdict": "met",
    }  # fmt: skip

    answer = as_(principal).post(f"{report.get_absolute_url()}save/", sent)

    assert answer.status_code == 422
    assert "Typed at length" in answer.content.decode()
    assert [row.item for row in Answer.objects.all()] == [second]


def fill(report, *, by):
    for item in items_of(report):
        save_answer(report, item, Said("met"), key=uuid4(), base=0, by=by, at=timezone.now())
    return SelfInspection.objects.get(pk=report.pk)


def test_it_is_signed_twice_and_has_its_receipt(as_, hospital, principal, report, handler):
    staff = make_principal(hospital.party, role=Role.STAFF)
    report = fill(report, by=staff)

    as_(staff).post(f"{report.get_absolute_url()}sign/")
    report.refresh_from_db()
    sent = {"name": "陈示例", "version": report.version}
    answer = as_(principal).post(f"{report.get_absolute_url()}submit/", sent)

    assert (answer.status_code, answer.url) == (302, report.get_absolute_url())
    report.refresh_from_db()
    for by in (principal, handler):
        page = as_(by).get(report.get_absolute_url()).content.decode()
        assert report.number in page
        assert report.digest in page
    pdf = as_(principal).get(f"{report.get_absolute_url()}pdf/")
    assert pdf.content.startswith(b"%PDF")


def test_an_incomplete_one_leads_to_what_is_open(as_, principal, report):
    fill(report, by=principal)
    Answer.objects.filter(item__code="A2").update(verdict="")

    answer = as_(principal).post(f"{report.get_absolute_url()}sign/")

    assert answer.url == report.get_absolute_url() + "?check=1"


def test_why_it_was_sent_back_stands_above_it(as_, principal, report, handler):
    report = sign_as_filled(fill(report, by=principal), by=principal, at=timezone.now())
    report = submit_report(report, name="陈示例", by=principal, at=timezone.now())
    return_report(report, reason="The photo is blurred", by=handler, at=timezone.now())

    for _ in range(3):  # also when it has been signed and changed again and again
        sign_as_filled(report, by=principal, at=timezone.now())

    assert "The photo is blurred" in as_(principal).get(report.get_absolute_url()).content.decode()


def test_its_return_is_asked_for(as_, hospital, principal, report):
    report = sign_as_filled(fill(report, by=principal), by=principal, at=timezone.now())
    report = submit_report(report, name="陈示例", by=principal, at=timezone.now())

    answer = as_(principal).post(
        f"{report.get_absolute_url()}ask/", {"reason": "A wrong photo", "version": report.version}
    )

    assert (answer.status_code, report.steps.last().verb) == (302, "ask")


PATHS = ["", "pdf/", "submit/", "ask/", "save/", "sign/"]


@pytest.mark.parametrize("path", PATHS)
def test_another_institution_finds_nothing(as_, district, report, path):
    other = make_principal(make_institution(region=district).party)
    address = report.get_absolute_url() + path

    answers = {as_(other).get(address).status_code, as_(other).post(address).status_code}

    assert answers <= {404, 405}


def test_other_agencies_see_no_report(as_, district, report):
    police = make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))

    assert as_(police).get(report.get_absolute_url()).status_code == 403


def test_what_is_being_filled_in_is_seen_by_nobody_else(as_, principal, report, item, handler):
    said = Said("not_met", "A private remark")
    save_answer(report, item, said, key=uuid4(), base=0, by=principal, at=timezone.now())

    pages = [as_(by).get(report.get_absolute_url()).content.decode() for by in (handler, principal)]
    answers = as_(handler).get(f"/api/v1/self-inspections/{report.public_id}/answers/")

    assert ["A private remark" in page for page in pages] == [False, True]
    assert answers.status_code == 403


def test_without_script_what_a_colleague_changed_meanwhile_is_left(as_, principal, report):
    first = items_of(report)[0]
    for base, verdict in enumerate(["met", "not_met"]):
        save_answer(report, first, Said(verdict), key=uuid4(), base=base, by=principal, at=timezone.now())

    as_(principal).post(f"{report.get_absolute_url()}save/", {f"i{first.pk}-base": "1", f"i{first.pk}-verdict": "met"})

    assert (Answer.objects.get().verdict, rivals_in(report)) == ("not_met", {})


def test_who_supervises_reads_but_does_not_answer(as_, report, item, handler):
    page = as_(handler).get(report.get_absolute_url()).content.decode()

    assert "Not handed in yet" in page
    assert as_(handler).post(answer_url(report, item), {"verdict": "met", "base": "0"}).status_code == 403


@pytest.mark.usefixtures("files_folder")
def test_the_page_takes_ten_queries_and_120_kb_with_all_items(as_, hospital, principal, django_assert_max_num_queries):
    usual = Checklist.objects.get(region=None, title="医疗机构依法执业自查清单")
    row = make_round(make_programme(region=hospital.party.region), checklist=usual)
    open_round(row, at=timezone.now())
    report = fill(SelfInspection.objects.get(), by=principal)
    client = as_(principal)
    client.get(report.get_absolute_url())

    with django_assert_max_num_queries(10):
        page = client.get(report.get_absolute_url())

    assert len(items_of(report)) >= 30
    assert len(page.content) < 120_000
