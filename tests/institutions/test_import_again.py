"""Imports that are broken off, cancelled, or run at the wrong moment."""

import pytest
from django.utils import timezone

from institutions import jobs
from institutions.models import Institution, StagedRow
from institutions.services.importing import apply, clear_old, run_import, weigh
from kernel import services
from kernel.errors import Refused
from kernel.models import Job
from tests.factories import make_institution, make_uscc
from tests.institutions.tables import NOON, as_csv, checked, sent, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
ROWS = [{"name": f"第{n}诊所", "region": "河东区", "category": "clinic"} for n in range(10)]


class Killed(BaseException):
    """As a kill ends a worker: nothing of ours runs any more."""


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 3)


def broken_off(monkeypatch, target, name: str, *, at_call: int):
    """The named function dies at its n-th call."""
    calls, real = [], getattr(target, name)

    def dies(*args, **kwargs):
        calls.append(args)
        if len(calls) == at_call:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(target, name, dies)
    return calls, real


def test_a_dry_run_goes_on_behind_the_last_staged_row(monkeypatch, small, keeper):
    table = sent(as_csv(*ROWS), by=keeper)
    _calls, real = broken_off(monkeypatch, jobs.services, "stage", at_call=3)
    with pytest.raises(Killed):
        services.run_job(table.check_job.pk)
    assert StagedRow.objects.count() == 6

    staged = []
    monkeypatch.setattr(jobs.services, "stage", lambda table, rows: (staged.extend(rows), real(table, rows)))
    job = work(table.check_job)

    assert (job.state, job.message) == ("done", "10 new, 0 changed, 0 as in the register, 0 faulty.")
    assert [row.number for row in staged] == [8, 9, 10, 11]


def test_an_import_that_dies_before_its_end_leaves_nothing_and_is_done_anew(monkeypatch, keeper):
    table = run_import(checked(as_csv(*ROWS), by=keeper), skip_faulty=False, by=keeper, at=NOON)
    _calls, real = broken_off(monkeypatch, jobs.services.audit, "note", at_call=1)
    with pytest.raises(Killed):
        services.run_job(table.run_job.pk)
    assert not Institution.objects.exists()

    monkeypatch.setattr(jobs.services.audit, "note", real)
    StagedRow.objects.all().delete()  # as the end of the database server would, too
    assert work(table.run_job).message == "10 added, 0 changed, 0 were as in the register, 0 skipped."
    assert Institution.objects.count() == 10


def test_an_import_that_dies_after_its_end_is_not_done_twice(monkeypatch, keeper):
    table = run_import(checked(as_csv(*ROWS), by=keeper), skip_faulty=False, by=keeper, at=NOON)
    _calls, real = broken_off(monkeypatch, jobs, "write_report", at_call=1)
    with pytest.raises(Killed):
        services.run_job(table.run_job.pk)
    assert Institution.objects.count() == 10

    monkeypatch.setattr(jobs, "write_report", real)
    assert work(table.run_job).message == "10 added, 0 changed, 0 were as in the register, 0 skipped."
    assert set(Institution.objects.values_list("version", flat=True)) == {1}
    table.refresh_from_db()
    with pytest.raises(Refused, match="already"):
        run_import(table, skip_faulty=False, by=keeper, at=NOON)


def test_who_cancels_leaves_nothing(monkeypatch, small, keeper):
    table = sent(as_csv(*ROWS), by=keeper)
    monkeypatch.setattr(services.jobs, "REPORT_EVERY", 0)
    real = jobs.services.stage

    def stage_and_cancel(table, rows):
        real(table, rows)
        services.cancel_job(Job.objects.get(pk=table.check_job_id), by=keeper, at=NOON)

    monkeypatch.setattr(jobs.services, "stage", stage_and_cancel)
    assert work(table.check_job).state == "cancelled"
    assert not StagedRow.objects.exists()

    monkeypatch.setattr(jobs.services, "stage", real)
    table = checked(as_csv(*ROWS), by=keeper)

    def cancel():
        raise services.jobs.Cancelled

    with pytest.raises(services.jobs.Cancelled):
        apply(table, skip_faulty=False, by=keeper, at=NOON, before_end=cancel)
    assert not Institution.objects.exists()


def test_what_the_register_has_got_meanwhile_is_seen(keeper, district):
    code = make_uscc(60)
    table = checked(as_csv(ROWS[0] | {"uscc": code}), by=keeper)
    assert table.counts["new"] == 1

    make_institution(region=district, uscc=code, name="先到诊所")

    assert weigh(table, by=keeper)["changed"] == 1


def test_staged_rows_go_after_a_week(keeper):
    checked(as_csv(*ROWS), by=keeper)

    assert clear_old(at=NOON) == 0
    assert clear_old(at=timezone.now().replace(year=2030)) == 10
