"""Long work is started once, watched, cancelled, and survives the worker that did it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.enums import Role
from kernel import files, services
from kernel.errors import Refused
from kernel.models import AuditRow, Job, JobState, StoredFile
from kernel.services import RESULT, Result, job_kind
from tests.factories import make_membership, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)


@job_kind("test.count", title="Counting", perm="kernel.view_job")
def count(run, *, rows):
    run.expect(rows)
    for _ in range(rows):
        run.advance()
    return Result(f"{rows} rows", files.store(b"done", name="x.txt", purpose=RESULT, by=run.by, at=AT))


@job_kind("test.refuse", title="Refusing", perm="kernel.view_job")
def refuse(run):
    raise Refused("Nothing to do here.")


@job_kind("test.break", title="Breaking", perm="kernel.view_job")
def break_off(run):
    raise ZeroDivisionError


@job_kind("test.cancelled", title="Cancelled half-way", perm="kernel.view_job")
def cancelled_half_way(run):
    run.expect(10)
    services.cancel_job(run.job, by=run.by, at=AT)
    run.report()
    raise AssertionError("went on after it was cancelled")


@job_kind("test.guarded", title="Guarded", perm="kernel.view_audit")
def guarded(run):
    return None


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def start(kind="test.count", *, by=None, **arguments) -> Job:
    return services.start_job(kind, by=by or make_membership(), at=AT, **arguments)


def fresh(job: Job) -> Job:
    return Job.objects.select_related("result").get(pk=job.pk)


def test_the_work_is_done_and_leaves_a_sentence_and_a_file():
    job = start(rows=3)

    services.run_job(job.pk)

    job = fresh(job)
    assert (job.state, job.done, job.total, job.message) == (JobState.DONE, 3, 3, "3 rows")
    assert files.path_of(job.result).read_bytes() == b"done"


def test_start_and_end_are_noted():
    by = make_membership()
    job = start(by=by, rows=1)
    services.run_job(job.pk)

    noted = AuditRow.objects.filter(row_id=str(job.public_id)).order_by("pk")
    assert list(noted.values_list("table_name", flat=True)) == ["job_started", "job_done"]


def test_the_work_is_handed_over_when_the_start_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        start(rows=1)

    assert len(callbacks) == 1


def test_the_same_work_is_not_started_twice_while_it_is_open():
    by = make_membership()
    first, second, other = start(by=by, rows=3), start(by=by, rows=3), start(by=by, rows=4)

    assert (first.pk == second.pk, first.pk == other.pk) == (True, False)
    services.run_job(first.pk)
    assert start(by=by, rows=3).pk != first.pk


def test_who_has_not_the_right_of_the_kind_cannot_start_it():
    with pytest.raises(PermissionDenied):
        start("test.guarded", by=make_membership(role=Role.HANDLER))


@pytest.mark.parametrize(
    ("kind", "sentence"), [("test.refuse", "Nothing to do here."), ("test.break", "Something went wrong on our side")]
)
def test_a_failure_is_said_in_a_sentence(kind, sentence):
    job = start(kind)

    services.run_job(job.pk)

    assert fresh(job).state == JobState.FAILED
    assert sentence in fresh(job).message


def test_a_cancelled_job_stops_at_its_next_report():
    job = start("test.cancelled")

    services.run_job(job.pk)

    assert (fresh(job).state, fresh(job).result) == (JobState.CANCELLED, None)


def test_a_waiting_job_that_is_cancelled_does_not_run():
    by = make_membership()
    job = start(by=by, rows=1)
    services.cancel_job(job, by=by, at=AT)

    services.run_job(job.pk)

    assert (fresh(job).state, fresh(job).attempts) == (JobState.CANCELLED, 0)
    with pytest.raises(Refused):
        services.cancel_job(job, by=by, at=AT)


def test_nobody_else_cancels_it():
    job = start(rows=1)

    with pytest.raises(PermissionDenied):
        services.cancel_job(job, by=make_membership(user=job.user), at=AT)


def test_it_does_not_run_for_a_role_that_has_ended():
    by = make_membership()
    job = start(by=by, rows=1)
    by.valid_to = by.valid_from
    by.save()

    services.run_job(job.pk)

    assert (fresh(job).state, fresh(job).done) == (JobState.FAILED, 0)


def test_a_job_whose_worker_was_killed_begins_anew():
    job = start(rows=2)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=1, done=1, started_at=AT)

    services.run_job(job.pk)

    assert (fresh(job).state, fresh(job).done, fresh(job).attempts) == (JobState.DONE, 2, 2)


def test_a_job_that_kills_its_workers_is_given_up():
    job = start(rows=2)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=3, started_at=AT)

    services.run_job(job.pk)

    assert (fresh(job).state, StoredFile.objects.count()) == (JobState.FAILED, 0)


def test_two_workers_do_not_run_the_same_job(other_connection):
    job = start(rows=1)

    with other_connection() as cursor:
        cursor.execute("SELECT pg_advisory_lock('kernel_job'::regclass::integer, %s)", [job.pk])
        services.run_job(job.pk)

    assert fresh(job).state == JobState.QUEUED


def test_a_run_that_was_taken_over_cannot_report_or_end():
    job = start(rows=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=2, started_at=AT)
    job.attempts = 1
    run = services.Run(job, job.membership)

    with pytest.raises(services.jobs.Cancelled):
        run.report()
    services.jobs.end_job(job, "finish", at=AT)

    assert fresh(job).state == JobState.RUNNING


@pytest.mark.parametrize(
    ("state", "silent_for", "revived"),
    [
        (JobState.QUEUED, timedelta(minutes=9), 0),
        (JobState.QUEUED, timedelta(minutes=11), 1),
        (JobState.RUNNING, timedelta(minutes=1), 0),
        (JobState.RUNNING, timedelta(minutes=3), 1),
    ],
)
def test_what_is_silent_is_handed_to_a_worker_again_and_only_once(state, silent_for, revived):
    job = start(rows=1)
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=state, alive_at=now - silent_for, started_at=now)

    assert (services.revive(at=now), services.revive(at=now)) == (revived, 0)


def test_the_database_refuses_a_step_that_is_not_in_the_table():
    job = start(rows=1)
    services.run_job(job.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)


def test_what_has_had_its_time_goes():
    done, lost = start(rows=1), start(rows=2)
    services.run_job(done.pk)
    Job.objects.filter(pk=lost.pk).update(state=JobState.RUNNING, started_at=AT)
    StoredFile.objects.update(created_at=AT)

    cleared = services.clear_expired(at=AT + timedelta(days=7, seconds=1))

    assert (cleared["results"], cleared["jobs"]) == (1, 1)
    assert (fresh(done).state, fresh(done).result) == (JobState.DONE, None)
    assert fresh(lost).state == JobState.FAILED


@pytest.fixture
def by(client):
    membership = make_membership()
    client.force_login(membership.user)
    return membership


def test_the_page_shows_progress_and_offers_to_cancel(client, by):
    job = start(by=by, rows=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=1, total=4, started_at=timezone.now())

    page = client.get(job.get_absolute_url())
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})

    for answer in (page, part):
        assert b'max="4" value="1"' in answer.content
        assert f"/jobs/{job.public_id}/cancel/".encode() in answer.content
        assert b"every 2s" in answer.content
    assert (b'http-equiv="refresh"' in page.content, b"<html" in part.content) == (True, False)


def test_it_is_cancelled_by_post_and_the_page_shows_it(client, by):
    job = start(by=by, rows=1)
    address = f"{job.get_absolute_url()}cancel/"

    assert client.get(address).status_code == 405
    assert client.post(address).url == job.get_absolute_url()
    assert fresh(job).state == JobState.CANCELLED
    assert client.post(address).status_code == 409


def test_the_result_is_for_whoever_started_it(client, by):
    job = start(by=by, rows=1)
    services.run_job(job.pk)
    address = fresh(job).result.get_absolute_url()

    assert address.encode() in client.get(job.get_absolute_url()).content
    assert b"".join(client.get(address).streaming_content) == b"done"
    client.force_login(make_membership(agency=by.party.agency).user)
    assert (client.get(job.get_absolute_url()).status_code, client.get(address).status_code) == (404, 403)


def test_the_list_shows_ones_own_in_as_many_queries_for_one_as_for_five(client, by, django_assert_max_num_queries):
    others = start(by=make_membership(user=make_user()), rows=1)
    start(by=by, rows=1)
    with django_assert_max_num_queries(50) as one:
        client.get("/jobs/")
    for rows in range(2, 6):
        start(by=by, rows=rows)

    with django_assert_max_num_queries(len(one)):
        page = client.get("/jobs/")

    assert (page.content.count(b"/jobs/") >= 5, str(others.public_id).encode() in page.content) == (True, False)
