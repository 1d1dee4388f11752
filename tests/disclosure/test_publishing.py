"""Public from a day until a day, met and withdrawn in time, and never longer."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction

from agencies.enums import Role
from disclosure import jobs, services
from disclosure.enums import PublicationState as S
from disclosure.models import Original, Publication
from kernel.errors import Refused
from obligations.enums import DutyState
from obligations.models import Obligation
from tests.factories import make_membership, make_publication

from .conftest import NOON, fresh

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def states(row) -> list[tuple]:
    return list(Obligation.objects.about(row).order_by("pk").values_list("kind", "state"))


def test_publishing_meets_the_duty_and_forgets_what_was_recorded(office):
    row = office.published()

    assert (row.state, row.public_from, row.published_by, row.published_at) == (
        S.PUBLISHED, date(2026, 9, 21), office.leader, NOON,
    )  # fmt: skip
    assert states(row) == [("penalty.publish", DutyState.MET)]
    assert not Original.objects.filter(publication=row).exists()


def test_publishing_late_is_met_late(office):
    row = office.published(at=datetime(2026, 10, 9, 9, tzinfo=SHANGHAI))

    assert states(row) == [("penalty.publish", DutyState.MET_LATE)]


def test_a_handler_does_not_publish(office):
    row = office.approved()

    with pytest.raises(PermissionDenied):
        services.publish(row, by=office.writer, at=NOON)


def test_what_is_over_is_not_published(office):
    row = office.approved(public_until=NOON.date())

    with pytest.raises(Refused, match="last day"):
        services.publish(row, by=office.leader, at=NOON + timedelta(days=1))


def test_nothing_is_public_in_the_database_without_both_checks(office):
    row = office.draft()

    nothing_public = pytest.raises(IntegrityError, match="publication_checked_before_public")
    with pgtrigger.ignore("disclosure.Publication:state_moves"), nothing_public, transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(state=S.PUBLISHED)


def test_the_database_guards_the_way(office):
    row = office.published()

    with pytest.raises(InternalError), transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(state=S.DRAFT)


def test_a_revoked_penalty_is_withdrawn_within_three_working_days(office):
    row = office.published()
    revoked = datetime(2026, 9, 28, 15, tzinfo=SHANGHAI)

    duty = services.ask_withdrawal(row, by=office.writer, at=revoked, on=revoked.date())
    again = services.ask_withdrawal(fresh(row), by=office.writer, at=revoked, on=revoked.date())

    assert (duty.kind, duty.due_on, duty.bearer) == ("penalty.withdraw", date(2026, 10, 8), office.agency.party)
    assert again == duty

    row = services.withdraw(
        fresh(row), by=office.leader, at=revoked, ground="revoked", reason="The court has annulled it"
    )

    assert (row.state, row.withdrawn_by, row.withdrawn_at) == (S.WITHDRAWN, office.leader, revoked)
    assert states(row)[-1] == ("penalty.withdraw", DutyState.MET)


def test_only_what_is_public_is_asked_back(office):
    with pytest.raises(Refused, match="Only what is public"):
        services.ask_withdrawal(office.approved(), by=office.writer, at=NOON, on=NOON.date())


@pytest.mark.parametrize("days", [-400, 1])
def test_a_revocation_is_neither_before_the_decision_nor_to_come(office, days):
    with pytest.raises(Refused, match="in the future, or before"):
        services.ask_withdrawal(office.published(), by=office.writer, at=NOON, on=NOON.date() + timedelta(days=days))


def test_after_a_withdrawal_the_record_can_be_published_anew(office):
    services.withdraw(
        office.published(record=office.clinic), by=office.leader, at=NOON, ground="revoked", reason="Wrong amount"
    )

    assert office.published(record=office.clinic).state == S.PUBLISHED


@pytest.mark.parametrize(
    ("at", "is_public"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), True),
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=ZoneInfo("UTC")), True),
        (datetime(2026, 12, 31, 16, 0, tzinfo=ZoneInfo("UTC")), False),  # midnight in Shanghai
        (datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI), False),
    ],
)
def test_it_ends_at_midnight_without_any_job(office, time_machine, client, at, is_public):
    row = office.published(public_until=date(2026, 12, 31))
    time_machine.move_to(at, tick=False)

    page = client.get(row.public_url)

    assert (page.status_code, fresh(row).state) == (200 if is_public else 410, S.PUBLISHED)
    assert bool(client.get("/open/publications.json").json()["publications"]) is is_public
    assert ("无证执业案" in client.get(f"/open/p/{row.party.public_id}/").content.decode()) is is_public


def test_the_job_records_the_end_once(office):
    over = make_publication(by=office.writer, public_from=date(2026, 1, 1), public_until=date(2026, 9, 20))
    last_day = make_publication(by=office.writer, public_from=date(2026, 1, 1), public_until=date(2026, 9, 21))
    endless = make_publication(by=office.writer)

    assert (jobs.expire(day="2026-09-21"), jobs.expire(day="2026-09-21")) == (1, 0)
    assert [fresh(row).state for row in (over, last_day, endless)] == [S.EXPIRED, S.PUBLISHED, S.PUBLISHED]
    assert fresh(over).version == over.version + 1


def test_the_job_asks_as_much_for_many_as_for_one(office, django_assert_num_queries):
    for _ in range(5):
        make_publication(by=office.writer, public_from=date(2026, 1, 1), public_until=date(2026, 9, 20))

    with django_assert_num_queries(4):  # with its savepoint
        assert services.expire(today=date(2026, 9, 21)) == 5


def test_what_ends_by_itself_need_not_be_withdrawn(office):
    row = office.published()
    duty = services.ask_withdrawal(row, by=office.writer, at=NOON, on=NOON.date())

    services.expire(today=row.public_until + timedelta(days=1))

    assert fresh(row).state == S.EXPIRED
    assert Obligation.objects.get(pk=duty.pk).state == DutyState.CANCELLED


def test_a_writer_withdraws_alone_only_what_another_has_asked_back(office):
    row = office.published()
    hasty = make_membership(agency=office.agency, role=Role.LEADER, user=office.writer.user)
    deed = {"at": NOON, "ground": "revoked", "reason": "Annulled"}

    with pytest.raises(PermissionDenied):
        services.withdraw(row, by=hasty, **deed)
    services.ask_withdrawal(row, by=hasty, at=NOON, on=NOON.date())
    with pytest.raises(PermissionDenied):
        services.withdraw(fresh(row), by=hasty, **deed)

    assert services.withdraw(fresh(row), by=office.leader, **deed).state == S.WITHDRAWN


def test_what_another_asks_back_its_writer_may_withdraw(office):
    row = office.published()
    hasty = make_membership(agency=office.agency, role=Role.LEADER, user=office.writer.user)
    services.ask_withdrawal(row, by=office.leader, at=NOON, on=NOON.date())

    row = services.withdraw(fresh(row), by=hasty, at=NOON, ground="revoked", reason="Annulled")

    assert row.state == S.WITHDRAWN
