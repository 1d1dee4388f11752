"""An entry on its way: written, reviewed in the unit, accepted by the lead, confirmed; sent back and withdrawn."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from kernel.errors import Refused
from notices.models import Notice
from obligations.enums import DutyState
from tasks.enums import EntryState as E
from tasks.enums import TaskRole, Work
from tasks.models import ProgressEntry
from tasks.services import judging, progress, reporting
from tasks.services.progress import Progress
from tests.factories import make_membership, make_responsibility, make_task

from .conftest import NOON, QUARTER, SHANGHAI, fresh

SAID = Progress(text="Three raids", quantity=3, percent=40)
HOUR = timedelta(hours=1)


def verbs(entry) -> list[str]:
    return list(entry.steps.order_by("pk").values_list("verb", flat=True))


def told(kind: str) -> set[tuple]:
    return set(Notice.objects.filter(kind=kind).values_list("to_party__name", "audience"))


def test_from_draft_to_confirmed(town):
    police, tax = town.police, town.tax
    part = town.handed_in(tax)
    part = judging.accept_progress(part, by=police.handler, at=NOON)
    entry = town.handed_in(police, quantity=3)
    assert (town.duty(police).state, town.duty(tax).state) == ("submitted", "submitted")

    entry = judging.confirm_progress(entry, by=town.commission.reviewer, at=NOON)

    assert (entry.state, fresh(part).state) == (E.CONFIRMED, E.CONFIRMED)
    assert (town.duty(police).state, town.duty(tax).state) == (DutyState.MET, DutyState.MET)
    assert verbs(entry) == ["submit", "hand_in", "confirm"]
    assert verbs(part) == ["submit", "hand_in", "accept", "confirm"]
    assert entry.steps.last().content["text"] == "Three raids"
    assert told("tasks.confirmed") == {("Police", "handlers"), ("Tax bureau", "handlers")}


def test_who_is_told_that_something_waits(town):
    town.handed_in(town.tax)
    town.handed_in(town.police)

    assert told("tasks.to_review") == {(n, a) for n in ("Police", "Tax bureau") for a in ("reviewers", "leaders")}
    assert told("tasks.handed_in") == {(n, a) for n in ("Police", "Commission") for a in ("reviewers", "leaders")}


@pytest.mark.parametrize(("at", "is_late"), [("2026-12-25 23:59:59", False), ("2026-12-26 00:00:00", True)])
def test_the_unit_is_late_from_midnight_on(town, at, is_late):
    at = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)

    town.handed_in(town.police, at=at)

    assert town.duty(town.police).was_late is is_late


def test_a_half_entry_is_kept_and_not_submitted(town):
    entry = progress.write_progress(town.entry(town.police), Progress(work=Work.DIFFICULT), by=town.police.handler)

    for said, sentence in (
        (Progress(text=" "), "Say what was done"),
        (Progress(text="x", work="difficult"), "coordin"),
    ):
        with pytest.raises(Refused, match=sentence):
            progress.submit_progress(fresh(entry), said, by=town.police.handler, at=NOON)
    assert (fresh(entry).state, fresh(entry).work) == (E.DRAFT, Work.DIFFICULT)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentage_is_one(town, percent):
    with pytest.raises(Refused, match="0 to 100"):
        progress.write_progress(town.entry(town.police), Progress(percent=percent), by=town.police.handler)


def test_a_draft_is_read_by_its_own_unit_alone(town):
    entry = town.submitted(town.police)
    readers = {
        "own": (town.police.handler, True), "lead": (town.tax.handler, False), "above": (town.commission.leader, False)
    }  # fmt: skip

    for name, (by, sees) in readers.items():
        rows = ProgressEntry.objects
        found = rows.visible_to(by).union(rows.shared_with(by))
        assert (name, entry in found) == (name, sees)
    entry = progress.hand_in_progress(entry, by=town.police.reviewer, at=NOON)
    assert entry in ProgressEntry.objects.visible_to(town.commission.leader)
    assert entry in ProgressEntry.objects.shared_with(town.tax.handler)


def test_nobody_reviews_or_confirms_what_he_wrote_in_whatever_hat(town):
    writer = town.police.handler.user
    hats = {
        "reviewer": make_membership(agency=town.police.agency, role=Role.REVIEWER, user=writer),
        "commission": make_membership(agency=town.commission.agency, role=Role.LEADER, user=writer),
    }
    entry = town.submitted(town.police)
    with pytest.raises(PermissionDenied):
        progress.hand_in_progress(entry, by=hats["reviewer"], at=NOON)
    entry = progress.hand_in_progress(entry, by=town.police.reviewer, at=NOON)

    for deed in (judging.confirm_progress, judging.return_progress):
        with pytest.raises(PermissionDenied):
            deed(entry, by=hats["commission"], at=NOON, **({} if deed is judging.confirm_progress else {"reason": "R"}))
    with pytest.raises(PermissionDenied):
        judging.confirm_progress(entry, by=town.police.leader, at=NOON)


def test_the_commission_does_not_confirm_itself(town):
    own = make_task(plan=town.plan)
    make_responsibility(task=own, agency=town.commission.agency)
    reporting.open_reports(day=NOON.date(), at=NOON)
    office = town.commission
    entry = progress.begin_entry(own, QUARTER, by=office.handler)
    entry = progress.submit_progress(entry, SAID, by=office.handler, at=NOON)
    entry = progress.hand_in_progress(entry, by=office.reviewer, at=NOON)

    for by in (office.leader, town.body.reviewer):
        with pytest.raises(PermissionDenied):
            judging.confirm_progress(entry, by=by, at=NOON)
    assert judging.confirm_progress(entry, by=town.body.leader, at=NOON).state == E.CONFIRMED


def test_what_is_sent_back_has_days_of_its_own(town):
    late = datetime(2026, 12, 28, 9, tzinfo=SHANGHAI)
    entry = town.handed_in(town.police, at=datetime(2026, 12, 24, 9, tzinfo=SHANGHAI))

    entry = judging.return_progress(entry, by=town.commission.leader, at=late, reason="How many clinics?")

    duty = town.duty(town.police)
    assert (entry.state, entry.return_reason, duty.state) == (E.RETURNED, "How many clinics?", "returned")
    assert duty.due_on == date(2026, 12, 31)
    again = progress.submit_progress(entry, SAID, by=town.police.handler, at=late)
    again = progress.hand_in_progress(again, by=town.police.reviewer, at=late)
    judging.confirm_progress(again, by=town.commission.leader, at=late)
    duty = town.duty(town.police)
    assert (duty.state, duty.was_late) == ("met", False)
    assert (duty.first_submitted_at.day, duty.submitted_at.day) == (24, 28)


def test_the_lead_sends_a_participants_entry_back(town):
    part = town.handed_in(town.tax)

    with pytest.raises(PermissionDenied):
        judging.return_to_participant(part, by=town.commission.handler, at=NOON, reason="R")
    part = judging.return_to_participant(part, by=town.police.handler, at=NOON, reason="Which firms?")

    assert (part.state, town.duty(town.tax).state) == (E.RETURNED, "returned")
    with pytest.raises(PermissionDenied):
        judging.accept_progress(town.handed_in(town.police), by=town.police.leader, at=NOON)


def test_in_the_unit_an_entry_goes_back_without_touching_the_duty(town):
    entry = town.submitted(town.police)

    entry = progress.send_back_in_unit(entry, by=town.police.leader, at=NOON, reason="Add figures")

    assert (entry.state, town.duty(town.police).state) == (E.RETURNED, "open")
    assert told("tasks.sent_back") == {("Police", "handlers")}


@pytest.mark.parametrize("deed", [None, "hand_in", "accept"])
def test_within_a_day_it_is_taken_back_and_the_duty_stands_as_before(town, deed):
    entry = town.submitted(town.tax)
    if deed:
        entry = progress.hand_in_progress(entry, by=town.tax.reviewer, at=NOON)
    if deed == "accept":
        entry = judging.accept_progress(entry, by=town.police.handler, at=NOON)

    entry = progress.recall_progress(entry, by=town.tax.handler, at=NOON + 24 * HOUR)

    duty = town.duty(town.tax)
    assert (entry.state, duty.state, duty.due_on, duty.first_submitted_at) == (
        E.DRAFT,
        "open",
        date(2026, 12, 25),
        None,
    )
    assert verbs(entry)[-1] == "recall"


def test_what_is_not_taken_back(town):
    entry = town.handed_in(town.police)

    with pytest.raises(PermissionDenied):
        progress.recall_progress(entry, by=town.police.reviewer, at=NOON)
    with pytest.raises(Refused, match="within 24 hours"):
        progress.recall_progress(entry, by=town.police.handler, at=NOON + timedelta(hours=24, seconds=1))
    entry = judging.confirm_progress(fresh(entry), by=town.commission.leader, at=NOON)
    with pytest.raises(Refused):
        progress.recall_progress(entry, by=town.police.handler, at=NOON)
    assert town.duty(town.police).state == "met"


def test_a_withdrawn_entry_that_comes_again_too_late_is_late(town):
    entry = town.handed_in(town.police, at=datetime(2026, 12, 25, 9, tzinfo=SHANGHAI))
    entry = progress.recall_progress(entry, by=town.police.handler, at=datetime(2026, 12, 25, 10, tzinfo=SHANGHAI))

    town.handed_in(town.police, at=datetime(2026, 12, 26, 9, tzinfo=SHANGHAI))

    assert town.duty(town.police).was_late


def test_what_was_sent_back_is_read_until_it_is_written_anew(town):
    entry = town.handed_in(town.police)
    entry = judging.return_progress(entry, by=town.commission.leader, at=NOON, reason="How many?")
    assert entry in ProgressEntry.objects.visible_to(town.commission.leader)

    entry = progress.write_progress(entry, Progress(text="Half a"), by=town.police.handler)

    assert (entry.state, entry.return_reason) == (E.DRAFT, "How many?")
    assert entry not in ProgressEntry.objects.visible_to(town.commission.leader)
    assert town.duty(town.police).state == "returned"


def test_who_has_accepted_it_for_the_lead_does_not_confirm_it(town):
    led = make_task(plan=town.plan)
    make_responsibility(task=led, agency=town.commission.agency)
    make_responsibility(task=led, agency=town.tax.agency, role=TaskRole.PARTICIPANT)
    reporting.open_reports(day=NOON.date(), at=NOON)
    entry = progress.begin_entry(led, QUARTER, by=town.tax.handler)
    entry = progress.submit_progress(entry, SAID, by=town.tax.handler, at=NOON)
    entry = progress.hand_in_progress(entry, by=town.tax.reviewer, at=NOON)
    entry = judging.accept_progress(entry, by=town.commission.leader, at=NOON)

    with pytest.raises(PermissionDenied):
        judging.confirm_progress(entry, by=town.commission.leader, at=NOON)
    assert judging.confirm_progress(entry, by=town.commission.reviewer, at=NOON).state == E.CONFIRMED


def test_what_was_sent_back_and_is_withdrawn_stands_as_sent_back(town):
    entry = town.handed_in(town.police)
    entry = judging.return_progress(entry, by=town.commission.leader, at=NOON, reason="How many?")
    entry = progress.submit_progress(entry, SAID, by=town.police.handler, at=NOON + HOUR)
    entry = progress.hand_in_progress(entry, by=town.police.reviewer, at=NOON + HOUR)

    progress.recall_progress(entry, by=town.police.handler, at=NOON + 2 * HOUR)

    duty = town.duty(town.police)
    assert (duty.state, duty.first_submitted_at) == ("returned", NOON)
