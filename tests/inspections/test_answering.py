"""Answers are shared, come from any device in any order, and none is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.enums import Role
from inspections.models import AnswerChange, SelfInspection
from inspections.services.answering import (
    Said,
    add_evidence,
    remove_evidence,
    rivals_in,
    said_by,
    save_answer,
    settle_answer,
)
from kernel.errors import Refused, Stale, WrongDay
from tests.factories import make_checklist, make_institution, make_principal, make_report

MET, NOT_MET = Said("met"), Said("not_met", "The licence is not shown")


@pytest.fixture
def report(hospital):
    return make_report(hospital)


@pytest.fixture
def item(report):
    return report.round.checklist.items.get(code="A1")


def save(report, item, said, *, by, base=0, **more):
    facts = {"key": uuid4(), "base": base, "by": by, "at": timezone.now()}
    return save_answer(report, item, said, **facts | more).answer


def test_the_first_answer_begins_the_report(report, item, principal):
    answer = save(report, item, MET, by=principal)

    report.refresh_from_db()
    assert (said_by(answer), answer.version, answer.by, report.state) == (MET, 1, principal, "in_progress")


def test_the_same_request_sent_five_times_counts_once(report, item, principal):
    key = uuid4()

    versions = [save(report, item, MET, by=principal, key=key).version for _ in range(5)]

    assert (versions, AnswerChange.objects.count()) == ([1, 1, 1, 1, 1], 1)


def test_a_key_of_another_answer_is_refused(report, item, principal):
    key, other = uuid4(), report.round.checklist.items.get(code="A2")
    save(report, item, MET, by=principal, key=key)

    with pytest.raises(Refused, match="belongs to another answer"):
        save(report, other, MET, by=principal, key=key)


def test_a_key_that_comes_again_with_other_words_is_refused(report, item, principal):
    key = uuid4()
    save(report, item, MET, by=principal, key=key)

    with pytest.raises(Refused, match="belongs to another answer"):
        save(report, item, NOT_MET, by=principal, key=key)


def test_what_comes_again_is_told_no_version_that_was_never_seen(report, item, principal):
    key, facts = uuid4(), {"base": 0, "by": principal, "at": timezone.now()}
    save_answer(report, item, MET, key=key, **facts)
    save(report, item, NOT_MET, by=principal, base=1)

    again = save_answer(report, item, MET, key=key, **facts)

    assert (again.version, again.is_rival, again.answer.version) == (1, False, 2)


def test_who_settles_on_an_older_answer_is_told(report, item, principal):
    shown = save(report, item, MET, by=principal)
    save(report, item, NOT_MET, by=principal, base=0)
    [beside] = rivals_in(report)[item.pk]
    save(report, item, Said("met", "Seen again"), by=principal, base=1)

    with pytest.raises(Stale):
        settle_answer(shown, rival=beside, seen=beside.pk, by=principal, at=timezone.now())


def test_two_who_have_not_seen_each_other_stand_side_by_side(report, item, principal, hospital):
    staff = make_principal(hospital.party, role=Role.STAFF)
    save(report, item, MET, by=principal)

    answer = save(report, item, NOT_MET, by=staff, base=0)

    assert (said_by(answer), answer.version) == (MET, 1)
    [beside] = rivals_in(report)[item.pk]
    assert (beside.facts["verdict"], beside.by) == ("not_met", staff)


def test_two_who_say_the_same_agree(report, item, principal, hospital):
    save(report, item, MET, by=principal)

    answer = save(report, item, MET, by=make_principal(hospital.party, role=Role.STAFF), base=0)

    assert (answer.version, rivals_in(report)) == (2, {})


@pytest.mark.parametrize("takes_other", [True, False])
def test_somebody_settles_which_answer_counts(report, item, principal, takes_other):
    save(report, item, MET, by=principal)
    answer = save(report, item, NOT_MET, by=principal, base=0)
    [beside] = rivals_in(report)[item.pk]

    answer = settle_answer(
        answer, rival=beside if takes_other else None, seen=beside.pk, by=principal, at=timezone.now()
    )

    assert (said_by(answer), rivals_in(report)) == (NOT_MET if takes_other else MET, {})


def test_what_came_in_after_the_page_was_shown_stays_to_be_settled(report, item, principal):
    save(report, item, MET, by=principal)
    save(report, item, NOT_MET, by=principal, base=0)
    [seen] = rivals_in(report)[item.pk]
    answer = save(report, item, Said("not_applicable", "No such thing"), by=principal, base=0)

    settle_answer(answer, rival=seen, seen=seen.pk, by=principal, at=timezone.now())

    assert [one.facts["verdict"] for one in rivals_in(report)[item.pk]] == ["not_applicable"]


def test_an_answer_after_the_signature_takes_it_back(report, item, principal):
    SelfInspection.objects.filter(pk=report.pk).update(filled_by=principal, filled_name="X", filled_at=timezone.now())

    save(report, item, MET, by=principal)

    report.refresh_from_db()
    assert (report.filled_by, report.filled_name, report.filled_at) == (None, "", None)


def test_a_day_to_come_is_refused(report, item, principal):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(WrongDay, match="A1: this day lies in the future"):
        save(report, item, Said("not_met", found_on=tomorrow), by=principal)


def test_what_is_handed_in_stays_as_it_is(hospital, principal):
    report = make_report(hospital, state="submitted")

    with pytest.raises(Refused, match="its answers stay as they are"):
        save(report, report.round.checklist.items.first(), MET, by=principal)


def test_an_item_of_another_checklist_is_refused(report, principal):
    with pytest.raises(Refused, match="not in the checklist"):
        save(report, make_checklist().items.first(), MET, by=principal)


def test_nobody_answers_for_another_institution(report, item, district, handler):
    other = make_principal(make_institution(region=district).party)

    for by in (other, handler):
        with pytest.raises(PermissionDenied):
            save(report, item, MET, by=by)


@pytest.mark.usefixtures("files_folder")
def test_a_photo_sent_twice_is_kept_once_and_can_be_taken_away(report, item, principal):
    key, now = uuid4(), timezone.now()
    facts = {"key": key, "by": principal, "at": now}

    rows = [add_evidence(report, item, _pdf(), **facts) for _ in range(2)]
    gone = remove_evidence(rows[0], by=principal, at=now)

    assert (rows[0].pk, gone.removed_at, report.evidence.count()) == (rows[1].pk, now, 1)


@pytest.mark.usefixtures("files_folder")
def test_an_answer_has_nine_files_at_most(report, item, principal):
    for _ in range(9):
        add_evidence(report, item, _pdf(), key=uuid4(), by=principal, at=timezone.now())

    with pytest.raises(Refused, match="At most 9 files"):
        add_evidence(report, item, _pdf(), key=uuid4(), by=principal, at=timezone.now())


def _pdf():
    return SimpleUploadedFile("proof.pdf", b"%PDF-1.4 proof")
