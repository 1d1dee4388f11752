"""Every step of an entry from every state; what the database guards; entries on behalf, and files."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction

from agencies.enums import Role
from kernel import files
from kernel.errors import Refused, Stale
from notices.models import Notice
from obligations.services import waive_duty
from tasks.enums import EntryState as E
from tasks.enums import TaskRole
from tasks.models import ProgressEntry
from tasks.services import judging, progress
from tasks.services.progress import Progress
from tasks.sources import EVIDENCE
from tasks.workflow import PROGRESS
from tests.factories import make_membership

from .conftest import NOON, QUARTER, fresh

SAID = Progress(text="Three raids", quantity=3, percent=40)


def told(kind: str) -> set[tuple]:
    return set(Notice.objects.filter(kind=kind).values_list("to_party__name", "audience"))


@pytest.mark.parametrize("state", E.values)
@pytest.mark.parametrize("verb", [step.name for step in PROGRESS if step.name != "rewrite"])
def test_every_step_from_every_state(town, verb, state):
    """By the table: allowed where the state is a source, else refused, and nothing is changed."""
    office, is_lead = (town.tax, False) if verb in {"accept", "return_to_participant"} else (town.police, True)
    entry = town.entry(office)
    who = {"handled_by": office.handler, "handed_in_by": office.reviewer, "handed_in_at": NOON, "submitted_at": NOON}
    with transaction.atomic():
        import pgtrigger

        with pgtrigger.ignore("tasks.ProgressEntry:state_moves"):
            who |= {"confirmed_by": town.commission.leader, "confirmed_at": NOON} if state == "confirmed" else {}
            ProgressEntry.objects.filter(pk=entry.pk).update(state=state, text="Three raids", **who)
    scan = files.store(b"%PDF-1.4 scan", name="s.pdf", purpose=EVIDENCE, by=town.commission.handler, at=NOON)
    deeds = {
        "submit": lambda row: progress.submit_progress(row, SAID, by=office.handler, at=NOON),
        "recall": lambda row: progress.recall_progress(row, by=office.handler, at=NOON),
        "hand_in": lambda row: progress.hand_in_progress(row, by=office.reviewer, at=NOON),
        "send_back": lambda row: progress.send_back_in_unit(row, by=office.reviewer, at=NOON, reason="R"),
        "accept": lambda row: judging.accept_progress(row, by=town.police.handler, at=NOON),
        "return_to_participant": lambda row: judging.return_to_participant(
            row, by=town.police.handler, at=NOON, reason="R"
        ),
        "confirm": lambda row: judging.confirm_progress(row, by=town.commission.leader, at=NOON),
        "return": lambda row: judging.return_progress(row, by=town.commission.leader, at=NOON, reason="R"),
        "enter": lambda row: judging.enter_for(
            town.task, office.agency, QUARTER, SAID, scans=[scan], by=town.commission.handler, at=NOON
        ),
    }
    assert (entry.role == TaskRole.LEAD) is is_lead

    if state in PROGRESS[verb].sources:
        assert deeds[verb](fresh(entry)).state == PROGRESS[verb].target
    else:
        with pytest.raises(Refused):
            deeds[verb](fresh(entry))
        assert fresh(entry).state == state


def test_the_database_guards_the_way(town):
    entry = town.entry(town.police)

    with pytest.raises(InternalError), transaction.atomic():
        ProgressEntry.objects.filter(pk=entry.pk).update(state=E.ACCEPTED)


def test_a_stale_form_is_told_so(town):
    entry = town.entry(town.police)
    progress.write_progress(fresh(entry), SAID, by=town.police.handler)

    with pytest.raises(Stale):
        progress.write_progress(entry, Progress(text="Older"), by=town.police.handler)
    assert fresh(entry).text == "Three raids"


def test_on_behalf_of_a_unit_that_answers_on_paper(town, files_folder):
    by = town.commission.handler
    how = {"scans": [], "by": by, "at": NOON}
    with pytest.raises(Refused, match="scan"):
        judging.enter_for(town.task, town.tax.agency, QUARTER, SAID, **how)
    scan = files.store(b"%PDF-1.4 scan", name="reply.pdf", purpose=EVIDENCE, by=by, at=NOON)

    entry = judging.enter_for(town.task, town.tax.agency, QUARTER, SAID, **how | {"scans": [scan]})

    assert (entry.state, entry.is_on_behalf, entry.handed_in_by, entry.agency) == (
        E.HANDED_IN, True, by, town.tax.agency
    )  # fmt: skip
    assert town.duty(town.tax).state == "submitted"
    assert told("tasks.entered") == {("Tax bureau", "handlers"), ("Tax bureau", "leaders")}
    second_hat = make_membership(agency=town.commission.agency, role=Role.LEADER, user=by.user)
    with pytest.raises(PermissionDenied):
        judging.confirm_progress(entry, by=second_hat, at=NOON)
    assert judging.confirm_progress(entry, by=town.commission.leader, at=NOON).state == E.CONFIRMED


def test_only_who_has_a_part_and_a_duty_reports(town):
    with pytest.raises(Refused, match="has no part"):
        progress.begin_entry(town.task, QUARTER, by=town.commission.handler)
    for period in ("2026Q1", "2026Q9", "soon"):
        with pytest.raises(Refused):
            progress.begin_entry(town.task, period, by=town.police.handler)
    waive_duty(town.duty(town.police), at=NOON, by=town.commission.leader, reason="Merged")
    with pytest.raises(Refused, match="Nothing is to be reported"):
        progress.begin_entry(town.task, QUARTER, by=town.police.handler)


def test_files_are_the_writers_own_and_in_one_entry(town, files_folder):
    def kept(by):
        return files.store(b"%PDF-1.4 x", name="x.pdf", purpose=EVIDENCE, by=by, at=NOON)

    entry = town.entry(town.police)
    own = kept(town.police.handler)
    progress.attach_evidence(entry, own, by=town.police.handler)

    for file in (own, kept(town.tax.handler)):
        with pytest.raises(Refused, match="belongs to another"):
            progress.attach_evidence(entry, file, by=town.police.handler)
    assert files.may_read(town.police.reviewer, own)
    assert not files.may_read(town.commission.leader, own)
    entry = progress.submit_progress(fresh(entry), SAID, by=town.police.handler, at=NOON)
    with pytest.raises(Refused, match="submitted"):
        progress.attach_evidence(entry, kept(town.police.handler), by=town.police.handler)
    progress.hand_in_progress(entry, by=town.police.reviewer, at=NOON)
    assert files.may_read(town.commission.leader, own)
