"""Finished days are sealed into a chain; whatever is changed afterwards, even by the owner, shows."""

import threading
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from kernel import audit
from kernel.models import AuditSeal
from tests.conftest import connected

DAYS = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 5)]
TODAY = date(2024, 1, 6)
TABLES = ("kernel_auditrow", "kernel_auditseal")
ADD = """
INSERT INTO kernel_auditrow (at, action, table_name, row_id, changes, region_path, request_id, database_user)
VALUES (%s, 'I', 'agencies_user', %s, '{"name": "x"}', '', '', 'portal_app')
"""


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def tamper(owner, *statements: str) -> None:
    """As the owner, who can switch the triggers off."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for statement in statements:
        owner.execute(statement)
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    owner.connection.commit()


@pytest.fixture
def trail(owner):
    """Two entries on each of three days; the days between them have none."""
    for day in DAYS:
        owner.executemany(ADD, [(at(day, 0), "1"), (at(day, 23), "2")])
    owner.connection.commit()
    return owner


def test_each_day_with_entries_is_sealed_once(trail):
    assert (audit.seal(today=TODAY), audit.seal(today=TODAY)) == (3, 0)

    assert list(AuditSeal.objects.order_by("day").values_list("day", "row_count")) == [(day, 2) for day in DAYS]
    assert audit.verify() == [(day, True) for day in DAYS]


def test_the_day_that_has_not_ended_is_not_sealed(trail):
    assert audit.seal(today=DAYS[2]) == 2


def test_nothing_is_sealed_beforehand(trail):
    assert audit.seal(today=date(2999, 1, 1)) == 3  # the clock of the database decides


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE kernel_auditrow SET user_id = 5 WHERE row_id = '1' AND at < '2024-01-02 00:00+08'", {DAYS[0]}),
        ("UPDATE kernel_auditrow SET region_path = 'x' WHERE row_id = '2' AND at > '2024-01-05 00:00+08'", {DAYS[2]}),
        ("UPDATE kernel_auditrow SET row_id = '', request_id = '2' WHERE row_id = '2'", set(DAYS)),
        ("DELETE FROM kernel_auditrow WHERE row_id = '2' AND at < '2024-01-02 00:00+08'", {DAYS[0]}),
        ("DELETE FROM kernel_auditrow WHERE at < '2024-01-02 00:00+08'", {DAYS[0]}),
        ("UPDATE kernel_auditrow SET at = at + interval '1 second' WHERE at < '2024-01-01 12:00+08'", {DAYS[0]}),
        (ADD.replace("%s", "'2024-01-03 12:00+08'", 1).replace("%s", "'3'"), {date(2024, 1, 3)}),
        (ADD.replace("%s", "'2024-01-02 12:00+08'", 1).replace("%s", "'3'"), {DAYS[1]}),
        ("DELETE FROM kernel_auditseal WHERE day = '2024-01-02'", {DAYS[1], DAYS[2]}),
        ("UPDATE kernel_auditseal SET digest = repeat('0', 64) WHERE day = '2024-01-01'", {DAYS[0], DAYS[1]}),
    ],
)
def test_whatever_is_changed_afterwards_shows(trail, statement, broken):
    audit.seal(today=TODAY)

    tamper(trail, statement)

    assert {day for day, is_whole in audit.verify() if not is_whole} == broken


def test_the_command_names_each_day_and_fails_when_one_is_broken(trail, capsys):
    audit.seal(today=TODAY)
    call_command("verify_audit")
    assert capsys.readouterr().out == "2024-01-01 ok\n2024-01-02 ok\n2024-01-05 ok\n"

    tamper(trail, "DELETE FROM kernel_auditrow WHERE at > '2024-01-05' AND at < '2024-02-01'")

    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert (ended.value.code, "2024-01-05 BROKEN" in capsys.readouterr().out) == (1, True)


def test_a_transaction_that_wrote_before_midnight_is_waited_for_and_nobody_else_is(trail):
    """Its entry belongs to the day that is being sealed, though it is not visible yet."""
    trail.execute(ADD, (at(DAYS[2], 23), "late"))
    sealed = []

    def seal():
        sealed.append(audit.seal(today=TODAY))
        connection.close()

    sealer = threading.Thread(target=seal)
    sealer.start()
    time.sleep(0.3)
    with connected("portal_app") as somebody:
        somebody.execute("SET lock_timeout = '1s'; SELECT kernel_audit_note('test', '1', '{}')")
    waiting = not sealed
    trail.connection.commit()
    sealer.join(timeout=20)

    assert (waiting, sealed) == (True, [3])
    assert AuditSeal.objects.get(day=DAYS[2]).row_count == 3
    assert audit.verify() == [(day, True) for day in DAYS]
