"""What may happen to a duty in which state, and who may release a unit from it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InternalError, connection, transaction

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused, Stale
from kernel.models import AuditRow
from notices.models import Notice
from obligations.enums import DutyState, Stage, Verb
from obligations.models import NextStep, Obligation, ObligationStep, Reminder
from obligations.reminders import remind
from obligations.services import (
    cancel_duty,
    extend_duty,
    meet_duty,
    open_duty,
    pause_duty,
    resume_duty,
    return_duty,
    submit_duty,
    waive_duty,
)
from obligations.workflow import DUTY
from tests.factories import make_agency, make_duty, make_membership, make_region, make_task

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
WHY = {"reason": "Reason"}
LATER = {"reason": "Reason", "basis": "Approval 3", "until": date(2026, 12, 15)}
STEPS = {  # the verb of history → service, what it is told, whether it asks who acts
    Verb.SUBMIT: (submit_duty, {}, False),
    Verb.RETURN: (return_duty, WHY, False),
    Verb.PAUSE: (pause_duty, WHY, False),
    Verb.RESUME: (resume_duty, {}, False),
    Verb.MEET: (meet_duty, {}, False),
    Verb.CANCEL: (cancel_duty, WHY, False),
    Verb.WAIVE: (waive_duty, WHY, True),
    Verb.EXTEND: (extend_duty, LATER, True),
}
IN_STATE = {
    "open": {},
    "submitted": {"submitted_at": NOON, "first_submitted_at": NOON},
    "returned": {"submitted_at": NOON, "first_submitted_at": NOON},
    "paused": {"paused_at": NOON, "left": 7},
    "met": {"submitted_at": NOON, "first_submitted_at": NOON, "closed_at": NOON},
    "met_late": {"submitted_at": NOON, "first_submitted_at": NOON, "closed_at": NOON, "was_late": True},
    "waived": {"closed_at": NOON},
    "cancelled": {"closed_at": NOON},
}


def leads_to(verb: Verb, state: str) -> str | None:
    """The state that a step leads to from another, by the table; None where it is refused."""
    if verb == Verb.EXTEND:
        return state if state in DUTY["submit"].sources else None
    name = str(verb)
    return DUTY[name].target if state in DUTY[name].sources else None


@pytest.fixture
def commission():
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION)


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX)


@pytest.fixture
def leader(commission):
    return make_membership(agency=commission, role=Role.LEADER)


def duty_in(state: str, *, bearer, supervisor, **facts) -> Obligation:
    facts = {"due_on": date(2026, 11, 27), "state": state} | IN_STATE[state] | facts
    return make_duty("fine.pay", bearer=bearer.party, supervisor=supervisor.party, **facts)


@pytest.mark.parametrize("state", DutyState.values)
@pytest.mark.parametrize("verb", STEPS)
def test_from_every_state(verb, state, commission, tax, leader):
    duty = duty_in(state, bearer=tax, supervisor=commission)
    before = Obligation.objects.filter(pk=duty.pk).values().get()
    service, facts, _asks = STEPS[verb]

    if target := leads_to(verb, state):
        duty = service(duty, at=NOON, by=leader, **facts)
        duty.refresh_from_db()
        assert (duty.state, duty.version) == (target, 2)
        assert list(duty.steps.values_list("verb", "at", "on", "by", "reason")) == [
            (verb, NOON, NOON.date(), leader.pk, facts.get("reason", ""))
        ]
        assert (duty.closed_at is None) == (target in {"open", "submitted", "returned", "paused"})
    else:
        with pytest.raises(Refused):
            service(duty, at=NOON, by=leader, **facts)
        assert Obligation.objects.filter(pk=duty.pk).values().get() == before
        assert not (ObligationStep.objects.exists() or Notice.objects.exists() or NextStep.objects.exists())


def test_what_was_sent_back_stands_as_sent_back_after_a_pause(commission, tax):
    duty = duty_in("returned", bearer=tax, supervisor=commission)

    duty = resume_duty(pause_duty(duty, at=NOON, reason="Expert opinion"), at=NOON)

    assert duty.state == "returned"


def test_nothing_is_sent_back_to_a_unit_that_has_ended(commission, tax):
    duty = duty_in("met", bearer=tax, supervisor=commission)
    tax.party.valid_to = NOON.date() - timedelta(days=1)
    tax.party.save()

    with pytest.raises(Refused, match="已撤销"):
        return_duty(duty, at=NOON, reason="A page is missing")
    assert Obligation.objects.get(pk=duty.pk).state == "met"


def test_the_database_refuses_every_other_move(commission, tax):
    legal = {(source, step.target) for step in DUTY for source in step.sources}
    refused = set()

    for source in DutyState.values:
        duty = duty_in(source, bearer=tax, supervisor=commission)
        for target in set(DutyState.values) - {source}:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE obligations_obligation SET state = %s, closed_at = now() WHERE id = %s",
                        [target, duty.pk],
                    )
                    transaction.set_rollback(True)
            except InternalError:
                refused.add((source, target))
            except DatabaseError:  # the move is legal, and the row lacks what belongs to the state
                assert (source, target) in legal

    assert refused == {
        (source, target) for source in DutyState.values for target in DutyState.values if source != target
    } - legal  # fmt: skip


# Who may release a unit, or give it more time: rules 9a, nobody supervises himself


def release(duty, by):
    return waive_duty(duty, at=NOON, by=by, reason="Merged with another")


def give_time(duty, by):
    return extend_duty(duty, at=NOON, by=by, basis="§ 9", reason="Reason", until=date(2026, 12, 15))


@pytest.mark.parametrize("act", [release, give_time])
@pytest.mark.parametrize("role", Role.values)
def test_roles_of_the_supervising_unit(act, role, commission, tax):
    duty = duty_in("open", bearer=tax, supervisor=commission)
    by = make_membership(agency=commission, role=role)

    if role in {Role.LEADER, Role.REVIEWER}:
        assert act(duty, by).version == 2
    else:
        with pytest.raises(PermissionDenied):
            act(duty, by)


def test_the_handlers_are_told_what_the_supervisor_has_done(commission, tax, leader):
    duty = duty_in("open", bearer=tax, supervisor=commission)

    release(give_time(duty, leader), leader)

    found = Notice.objects.order_by("pk").values_list("kind", "to_party", "audience", "lane", "params", "url")
    assert list(found) == [
        ("obligations.extended", tax.pk, "handlers", "digest",
         {"title": duty.title, "reason": "Reason", "day": "2026-12-15"}, duty.get_absolute_url()),
        ("obligations.waived", tax.pk, "handlers", "digest",
         {"title": duty.title, "reason": "Merged with another"}, duty.get_absolute_url()),
    ]  # fmt: skip


@pytest.mark.parametrize("act", [release, give_time])
def test_leaders_of_other_units_may_not(act, commission, tax):
    duty = duty_in("open", bearer=tax, supervisor=commission)
    region = commission.party.region
    below = make_agency(region=make_region(parent=region), kind=AgencyKind.HEALTH_COMMISSION)
    beside = make_agency(region=region, kind=AgencyKind.COORDINATION)

    for agency in (tax, below, beside, make_agency(kind=AgencyKind.HEALTH_COMMISSION)):
        with pytest.raises(PermissionDenied):
            act(duty, make_membership(agency=agency, role=Role.LEADER))
    assert Obligation.objects.get(pk=duty.pk).state == "open"


@pytest.mark.parametrize("act", [release, give_time])
def test_nobody_supervises_himself_with_a_second_hat(act, commission, tax):
    duty = duty_in("open", bearer=tax, supervisor=commission)
    leader = make_membership(agency=commission, role=Role.LEADER)
    make_membership(agency=tax, user=leader.user, role=Role.HANDLER)

    with pytest.raises(PermissionDenied):
        act(duty, leader)


@pytest.mark.parametrize("act", [release, give_time])
def test_of_two_who_decide_the_second_is_told(act, commission, tax, leader):
    duty = duty_in("open", bearer=tax, supervisor=commission)
    give_time(duty, leader)

    with pytest.raises(Stale):
        act(duty, leader)


def test_without_a_supervisor_nobody_may(commission, tax, leader):
    duty = make_duty("fine.pay", bearer=tax.party, supervisor=None)

    with pytest.raises(PermissionDenied):
        release(duty, leader)


# What the database keeps


@pytest.fixture
def ledger(commission, tax):
    duty = duty_in("open", bearer=tax, supervisor=commission)
    step = ObligationStep.objects.create(obligation=duty, verb=Verb.URGE, at=NOON, on=NOON.date())
    reminder = Reminder.objects.create(
        obligation=duty, due_on=duty.due_on, stage=Stage.LEADER, offset=1, sent_at=NOON
    )  # fmt: skip
    return {"obligations_obligationstep": step, "obligations_reminder": reminder}


@pytest.mark.parametrize("table", ["obligations_obligationstep", "obligations_reminder"])
def test_history_is_only_added_to(ledger, table):
    row = ledger[table]
    ways = {
        "save": row.save,
        "update": lambda: type(row).objects.filter(pk=row.pk).update(obligation=row.obligation),
        "delete": row.delete,
        "raw": lambda: connection.cursor().execute(f"UPDATE {table} SET obligation_id = obligation_id"),
        "raw delete": lambda: connection.cursor().execute(f"DELETE FROM {table}"),
        "raw truncate": lambda: connection.cursor().execute(f"TRUNCATE {table}"),
    }

    for name, act in ways.items():
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
            pytest.fail(name)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_duty_that_has_a_history_is_not_deleted(ledger):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM obligations_obligation")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Obligation.objects.exists()


def test_what_the_trail_tells_of_a_duty(commission, tax, leader):
    """Its opening is a note of many or the row itself; the ladder leaves no entry; what people do leaves one."""
    duty = open_duty(
        "fine.pay", bearer=tax.party, subject=make_task(), at=NOON, region_path=tax.party.region_path
    )  # fmt: skip
    last = AuditRow.objects.latest("pk").pk

    assert remind(at=NOON) == 1
    remind(at=duty_time(duty.due_on))
    assert not AuditRow.objects.filter(pk__gt=last).exists()

    release(duty, leader)
    (entry,) = AuditRow.objects.filter(pk__gt=last)
    assert (entry.table_name, entry.row_id, entry.changes["state"]) == (
        "obligations_obligation", str(duty.pk), ["open", "waived"]
    )  # fmt: skip


def duty_time(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=SHANGHAI) + timedelta(days=1)
