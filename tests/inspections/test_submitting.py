"""From the answers to the receipt, and what the supervisors do then."""

from datetime import date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from inspections.models import SelfInspection
from inspections.services.answering import Said, add_evidence, save_answer
from inspections.services.opening import open_round
from inspections.services.reports import cancel_of_closed, cancel_of_waived, cancel_report
from inspections.services.reviewing import accept_report, accept_reports, ask_for_return, return_report
from inspections.services.submitting import (
    Incomplete,
    check_report,
    digest_of,
    items_of,
    sign_as_filled,
    submit_report,
)
from institutions.models import Institution
from kernel.errors import Refused, Stale
from notices.models import Notice
from obligations.models import Obligation
from obligations.services import waive_duty
from tests.factories import (
    make_agency,
    make_membership,
    make_principal,
    make_programme,
    make_report,
    make_round,
)


@pytest.fixture
def staff(hospital):
    return make_principal(hospital.party, role=Role.STAFF)


@pytest.fixture
def report(hospital):
    open_round(make_round(make_programme(region=hospital.party.region)), at=timezone.now())
    return SelfInspection.objects.get()


def answer_all(report, *, by):
    for item in items_of(report):
        save_answer(report, item, Said("met"), key=uuid4(), base=0, by=by, at=timezone.now())
    return SelfInspection.objects.get(pk=report.pk)


def handed_in(report, *, staff, principal, at=None):
    at = at or timezone.now()
    report = answer_all(report, by=staff)
    report = sign_as_filled(report, by=staff, at=at)
    return submit_report(report, name="陈示例", by=principal, at=at)


def test_two_sign_and_the_receipt_has_number_time_and_digest(report, staff, principal):
    now = timezone.now()

    done = handed_in(report, staff=staff, principal=principal, at=now)

    assert (done.state, done.filled_by, done.submitted_by, done.submitted_at) == ("submitted", staff, principal, now)
    assert done.number == f"ZC-2026Q4-{done.pk:08d}"
    assert done.digest == digest_of(SelfInspection.objects.get(pk=done.pk)) != ""
    assert Obligation.objects.get().state == "submitted"
    assert [step.verb for step in done.steps.all()] == ["fill", "submit"]


def test_the_digest_tells_of_any_answer_that_was_altered(report, staff, principal):
    done = handed_in(report, staff=staff, principal=principal)

    done.answers.filter(item__code="A1").update(verdict="not_met")

    assert digest_of(done) != done.digest


def test_what_is_missing_is_named_item_by_item(report, staff):
    save_answer(report, items_of(report)[0], Said("not_met", "Short"), key=uuid4(), base=0, by=staff, at=timezone.now())

    found = [(one.item.code, one.words) for one in check_report(report)]

    assert found == [
        ("A1", "Say what is not met, in at least 10 characters."),
        ("A1", "Add at least one photo or document."),
        ("A1", "Say on which day it was found."),
        ("A1", "Name who sees to it."),
        ("A2", "Answer this item."),
        ("B1", "Answer this item."),
    ]


def test_an_incomplete_report_is_neither_signed_nor_submitted(report, staff, principal):
    save_answer(report, items_of(report)[0], Said("met"), key=uuid4(), base=0, by=staff, at=timezone.now())

    with pytest.raises(Incomplete) as refusal:
        sign_as_filled(report, by=staff, at=timezone.now())
    assert [one.item.code for one in refusal.value.problems] == ["A2", "B1"]

    SelfInspection.objects.filter(pk=report.pk).update(filled_at=timezone.now())
    report = SelfInspection.objects.get(pk=report.pk)
    with pytest.raises(Incomplete):
        submit_report(report, name="陈示例", by=principal, at=timezone.now())


def test_the_principal_signs_after_who_has_filled_it_in(report, staff, principal):
    report = answer_all(report, by=staff)

    with pytest.raises(Refused, match="First who has filled it in"):
        submit_report(report, name="陈示例", by=principal, at=timezone.now())


def test_nobody_submits_in_the_place_of_the_principal(report, staff, principal):
    report = sign_as_filled(answer_all(report, by=staff), by=staff, at=timezone.now())

    with pytest.raises(PermissionDenied):
        submit_report(report, name="陈示例", by=staff, at=timezone.now())
    with pytest.raises(Refused, match="not the name of the principal"):
        submit_report(report, name="Somebody else", by=principal, at=timezone.now())


def test_an_answer_that_came_in_meanwhile_stops_the_principal(report, staff, principal):
    shown = sign_as_filled(answer_all(report, by=staff), by=staff, at=timezone.now())
    save_answer(shown, items_of(shown)[0], Said("met", "Seen"), key=uuid4(), base=1, by=staff, at=timezone.now())

    with pytest.raises(Stale):
        submit_report(shown, name="陈示例", by=principal, at=timezone.now())


def local(*parts) -> datetime:
    return datetime(*parts, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(("minute", "is_late"), [(local(2026, 12, 31, 23, 59), False), (local(2027, 1, 1, 0, 0), True)])
def test_late_is_a_minute_after_local_midnight(hospital, staff, principal, minute, is_late):
    due = {"starts_on": date(2026, 10, 1), "opens_on": date(2026, 10, 1), "due_on": date(2026, 12, 31)}
    with time_machine.travel(local(2026, 12, 1, 9), tick=False):
        open_round(make_round(make_programme(region=hospital.party.region), **due), at=timezone.now())

    with time_machine.travel(minute, tick=False):
        done = handed_in(SelfInspection.objects.get(), staff=staff, principal=principal)
        accept_report(done, by=_officer(hospital), at=timezone.now())

    assert (done.is_late, Obligation.objects.get().state) == (is_late, "met_late" if is_late else "met")


def _officer(hospital):
    agency = make_agency(region=hospital.party.region, kind=AgencyKind.HEALTH_SUPERVISION)
    return make_membership(agency=agency, role=Role.OFFICER)


def test_a_report_sent_back_keeps_its_address_number_and_answers(report, staff, principal, handler):
    done = handed_in(report, staff=staff, principal=principal)

    back = return_report(done, reason="The photo is blurred", by=handler, at=timezone.now())

    duty = Obligation.objects.get()
    assert (back.public_id, back.number, back.state, back.filled_at) == (done.public_id, done.number, "returned", None)
    assert (duty.state, back.answers.count(), back.steps.last().note) == ("returned", 3, "The photo is blurred")
    again = submit_report(
        sign_as_filled(back, by=staff, at=timezone.now()), name="陈示例", by=principal, at=timezone.now()
    )
    assert (again.state, again.number) == ("submitted", done.number)


def test_a_report_needs_a_reason_to_be_sent_back(report, staff, principal, handler):
    done = handed_in(report, staff=staff, principal=principal)

    with pytest.raises(Refused, match="Say why"):
        return_report(done, reason=" ", by=handler, at=timezone.now())


def test_who_works_there_under_another_hat_does_not_review_it(report, staff, principal, handler):
    done = handed_in(report, staff=staff, principal=principal)
    make_principal(done.institution.party, user=handler.user)

    with pytest.raises(PermissionDenied):
        accept_report(done, by=handler, at=timezone.now())


def test_many_are_accepted_at_once_and_others_left(hospital, handler, district):
    rows = [
        make_report(hospital, of=make_round(region=district, period=f"S-{n}"), state=state)
        for n, state in enumerate(["submitted", "submitted", "in_progress", "accepted"])
    ]

    count = accept_reports(rows, by=handler, at=timezone.now())

    states = list(SelfInspection.objects.order_by("pk").values_list("state", flat=True))
    assert (count, states) == (2, ["accepted", "accepted", "in_progress", "accepted"])


def test_the_institution_asks_once_for_its_return(report, staff, principal, handler):
    done = handed_in(report, staff=staff, principal=principal)

    ask_for_return(done, reason="A wrong photo", by=staff, at=timezone.now())

    assert Notice.objects.get(kind="inspections.report_return_asked").params == {"institution": "河东医院"}
    with pytest.raises(Refused, match="asked for already"):
        ask_for_return(done, reason="A wrong photo", by=staff, at=timezone.now())


@pytest.mark.parametrize(("covers", "state"), [(True, "covered"), (False, "planned")])
def test_the_full_one_of_the_fourth_quarter_covers_the_daily_one_where_the_programme_says_so(
    hospital, staff, principal, covers, state
):
    with time_machine.travel(local(2026, 11, 20, 9), tick=False):
        programme = make_programme(region=hospital.party.region, full_covers=covers)
        daily, full = make_round(programme), make_round(programme, kind="full", period="2026")
        for row in (daily, full):
            open_round(row, at=timezone.now())

        handed_in(SelfInspection.objects.get(kind="full"), staff=staff, principal=principal)

    assert SelfInspection.objects.get(kind="daily").state == state
    assert Obligation.objects.get(kind="selfcheck.daily").state == ("met" if covers else "open")


def test_what_a_closed_institution_owed_is_owed_no_more(report, hospital):
    Institution.objects.filter(pk=hospital.pk).update(state="closed", closed_on=timezone.localdate())

    count = cancel_of_closed(at=timezone.now())

    assert (count, SelfInspection.objects.get().state, Obligation.objects.get().state) == (1, "cancelled", "cancelled")


def test_who_was_released_from_the_duty_owes_no_report(report, leader, hospital, district):
    waive_duty(Obligation.objects.get(), by=leader, at=timezone.now(), reason="Under repair")

    counts = [cancel_of_waived(at=timezone.now()) for _ in range(2)]

    step = report.steps.get()
    assert (counts, SelfInspection.objects.get().state) == ([1, 0], "cancelled")
    assert (step.note, step.by) == ("Under repair", leader)
    assert open_round(report.round, at=timezone.now()) == 0  # nor tomorrow


def test_who_is_reopened_owes_it_again(report, hospital):
    Institution.objects.filter(pk=hospital.pk).update(state="closed", closed_on=timezone.localdate())
    cancel_of_closed(at=timezone.now())
    Institution.objects.filter(pk=hospital.pk).update(state="practising", closed_on=None)

    assert open_round(report.round, at=timezone.now()) == 1


def test_last_years_full_one_covers_no_quarter_of_this_year(hospital, staff, principal):
    with time_machine.travel(local(2026, 11, 20, 9), tick=False):
        programme = make_programme(region=hospital.party.region, full_covers=True)
        for row in (make_round(programme), make_round(programme, kind="full", period="2025")):
            open_round(row, at=timezone.now())

        handed_in(SelfInspection.objects.get(kind="full"), staff=staff, principal=principal)

    assert SelfInspection.objects.get(kind="daily").state == "planned"


def test_the_commission_releases_an_institution_with_a_reason(report, leader, handler):
    with pytest.raises(PermissionDenied):
        cancel_report(report, reason="Rebuilding", by=handler, at=timezone.now())

    cancel_report(report, reason="Rebuilding", by=leader, at=timezone.now())

    assert (SelfInspection.objects.get().state, Obligation.objects.get().state) == ("cancelled", "cancelled")


@pytest.mark.usefixtures("files_folder")
def test_a_point_that_is_not_met_is_handed_in_with_its_evidence(report, staff, principal):
    first, *others = items_of(report)
    said = Said("not_met", "Two doctors are not filed", date(2026, 11, 1), "Li")
    save_answer(report, first, said, key=uuid4(), base=0, by=staff, at=timezone.now())
    add_evidence(report, first, SimpleUploadedFile("a.pdf", b"%PDF-1.4 a"), key=uuid4(), by=staff, at=timezone.now())
    for item in others:
        save_answer(report, item, Said("met"), key=uuid4(), base=0, by=staff, at=timezone.now())

    done = sign_as_filled(report, by=staff, at=timezone.now())

    assert submit_report(done, name="陈示例", by=principal, at=timezone.now()).state == "submitted"
