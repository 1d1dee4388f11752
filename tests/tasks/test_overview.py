"""The page of a task: each agency's part with its reports, what it said, its evidence, reminders, and what was done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.models import StoredFile
from obligations.models import Reminder
from obligations.services.urging import urge_duties
from tasks import overview
from tasks.models import EntryFile
from tasks.services import judging, progress
from tasks.services.assigning import assign_parts
from tasks.services.receiving import receive_parts
from tasks.services.reporting import open_reports
from tests.factories import (
    make_agency,
    make_assignment,
    make_entry,
    make_membership,
    make_milestone,
    make_notice,
    make_phase,
    make_reach,
    make_receipt,
    make_recurrence,
    make_responsibility,
)
from tests.front.markup import words

from .progress.conftest import NOON, QUARTER, quiet_city, town
from .test_assigning import parts_of

__all__ = ["quiet_city", "town"]
pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(days=100)


def make_file(name: str) -> StoredFile:
    return StoredFile.objects.create(
        name=name, size=2048, sha256="0" * 64, created_at=NOON, purpose="tasks.evidence", region_path="0001"
    )


def shown(client, town) -> str:
    return words(client.get(town.task.get_absolute_url()).content.decode())


def line_of(town, office, by, at=NOON) -> overview.PartLine:
    found = overview.read(town.task, by, at=at)
    return next(line for line in found.parts if line.part.agency_id == office.agency.pk)


def test_each_agency_with_what_it_said_and_shows(town, as_):
    entry = town.handed_in(town.police, text="Three raids, 12 touts.")
    EntryFile.objects.create(entry=entry, file=make_file("raids.pdf"))

    line = line_of(town, town.police, town.commission.handler)
    page = shown(as_(town.commission.handler), town)

    assert (line.said, line.said_at, len(line.said.evidence)) == (entry, entry.handed_in_at, 1)
    assert "Three raids, 12 touts." in page and "raids.pdf" in page and QUARTER in page


def test_what_is_with_the_unit_is_its_own(town):
    entry = progress.begin_entry(town.task, QUARTER, by=town.police.handler)
    said = progress.Progress(text="Not yet for others", work="normal", needs="")
    progress.submit_progress(entry, said, by=town.police.handler, at=NOON)

    assert line_of(town, town.police, town.commission.handler).said is None
    assert overview.read(town.task, town.tax.handler, at=NOON).steps == []
    assert line_of(town, town.police, town.police.leader).said == entry


def test_what_its_own_reviewer_sent_back_stays_in_the_unit(town, as_):
    entry = progress.begin_entry(town.task, QUARTER, by=town.police.handler)
    said = progress.Progress(text="Half of it", work="normal", needs="")
    entry = progress.submit_progress(entry, said, by=town.police.handler, at=NOON)
    entry = progress.send_back_in_unit(entry, by=town.police.leader, at=NOON, reason="Names are missing")

    for by in (town.commission.leader, town.tax.handler):
        assert line_of(town, town.police, by).said is None
        assert as_(by).get(entry.get_absolute_url()).status_code == 404
    assert "Names are missing" in shown(as_(town.police.handler), town)

    said = progress.Progress(text="All of it", work="normal", needs="")
    entry = progress.submit_progress(entry, said, by=town.police.handler, at=NOON)
    progress.hand_in_progress(entry, by=town.police.leader, at=NOON)
    told = shown(as_(town.tax.handler), town) + words(
        as_(town.tax.handler).get(entry.get_absolute_url()).content.decode()
    )
    assert "All of it" in told and "Half of it" not in told and "Names are missing" not in told


def test_a_change_is_shown_as_a_difference(town, as_):
    entry = town.handed_in(town.police, text="Two raids")
    entry = judging.return_progress(entry, by=town.commission.leader, at=NOON, reason="How many?")
    said = progress.Progress(text="Three raids", work="normal", needs="")
    progress.submit_progress(entry, said, by=town.police.handler, at=NOON)

    page = shown(as_(town.police.handler), town)

    assert "How many?" in page and "Removed: Two raids Changed to: Three raids" in page


def test_who_was_reminded_and_urged(town, as_):
    duty = town.duty(town.police)
    notices = [make_notice(to_party=party) for party in (duty.bearer, duty.bearer, duty.supervisor)]
    for notice, stage, offset in zip(notices, ("remind", "assigned", "leader"), (-7, 0, 1), strict=True):
        Reminder.objects.create(
            obligation=duty, due_on=duty.due_on, stage=stage, offset=offset, sent_at=NOON, notice=notice
        )
    urge_duties(type(duty).objects.filter(pk=duty.pk), by=town.commission.leader, at=LATE)

    found = overview.read(town.task, town.commission.leader, at=LATE)

    assert [(row.at, row.unit, row.is_urging) for row in found.reminders] == [
        (LATE, town.police.agency.party, True), (NOON, town.police.agency.party, False)
    ]  # fmt: skip
    assert line_of(town, town.police, town.commission.leader, LATE).urged == [LATE]
    assert overview.read(town.task, town.tax.handler, at=LATE).reminders == []
    assert line_of(town, town.police, town.tax.handler, LATE).urged == []
    assert len(overview.read(town.task, town.police.handler, at=LATE).reminders) == 2


def test_it_says_how_many_reports_are_left_out(town, as_, monkeypatch):
    town.handed_in(town.police)
    for period in ("2026Q2", "2026Q3"):
        make_entry(task=town.task, agency=town.police.agency, period=period)
    client = as_(town.police.handler)
    assert "left out here" not in shown(client, town)

    monkeypatch.setattr(overview, "ENTRIES", 1)

    assert "and 2 older reports that are left out here" in shown(client, town)


def test_overdue_reports_are_urged_from_here_by_who_watches_over_them(town):
    def overdue(by) -> set[int]:
        return {duty.bearer_id for duty in overview.read(town.task, by, at=LATE).overdue}

    assert overdue(town.commission.leader) == {town.police.agency.pk, town.tax.agency.pk}
    duty = town.duty(town.tax)
    urge_duties(type(duty).objects.filter(pk=duty.pk), by=town.commission.leader, at=LATE)
    assert overdue(town.commission.leader) == {town.police.agency.pk}
    assert overdue(town.police.leader) == set()
    assert overview.read(town.task, town.commission.leader, at=NOON).overdue == []


def test_who_does_it_is_read_in_the_territory_and_by_the_agency(town):
    assign_parts(parts_of(town.police), {"handler": town.police.handler}, by=town.police.leader, at=NOON)
    receive_parts(parts_of(town.police), by=town.police.handler, at=NOON)

    elsewhere = make_responsibility(task=town.task, agency=make_agency(), role="participant").agency
    stranger = make_membership(agency=elsewhere)
    for by, is_told in ((town.police.leader, True), (town.commission.handler, True), (stranger, False)):
        line = line_of(town, town.police, by)
        assert (bool(line.assignment), bool(line.receipt)) == (is_told, True)
    line = line_of(town, town.police, town.police.leader)
    assert line.assignment["handler"] == town.police.handler.user.name and line.receipt["at"] == NOON


@pytest.mark.parametrize("agencies", [0, 12])
def test_at_most_fifteen_queries(town, as_, agencies):
    """The goal of the page, for one agency and for many with all that they keep."""
    for number in range(agencies):
        agency = make_agency(region=town.region)
        make_responsibility(task=town.task, agency=agency, role="participant")
        make_receipt(task=town.task, agency=agency)
        make_assignment(task=town.task, agency=agency, handler=make_membership(agency=agency))
        entry = make_entry(task=town.task, agency=agency)
        EntryFile.objects.create(entry=entry, file=make_file(f"{number}.pdf"))
    open_reports(day=NOON.date(), at=NOON)
    entry = town.handed_in(town.police)
    EntryFile.objects.create(entry=entry, file=make_file("own.pdf"))
    make_reach(milestone=make_milestone(task=town.task), agency=town.police.agency)
    make_recurrence(task=town.task)
    make_phase(plan=town.plan)
    client = as_(town.commission.handler)
    client.get(town.task.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        assert client.get(town.task.get_absolute_url()).status_code == 200

    assert len(asked) <= 15, "\n".join(query["sql"][:90] for query in asked)
