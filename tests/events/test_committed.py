"""What other sessions do to committed rows: the owner of the tables, and eight who counter at once."""

from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from django.db import connection

from events.enums import StandingKind
from events.services import counter_event, record_event
from kernel.errors import Refused
from tests.conftest import connected
from tests.events.conftest import NOW
from tests.factories import make_standing

LEDGERS = ("events_standing", "events_event")
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.mark.parametrize("table", LEDGERS)
def test_the_owner_does_not_change_the_ledger_either(by, check, table):
    make_standing(record_event(check(), by=by, at=NOW), StandingKind.REVOKED)

    for statement in ("UPDATE {} SET kind = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(psycopg2.Error, match="append-only"), connected("portal_owner") as cursor:
            cursor.execute(statement.format(table))


def test_of_eight_who_counter_at_once_one_does(by, check):
    event = record_event(check(), by=by, at=NOW)

    def counter(_n) -> bool:
        try:
            counter_event(event, reason="Wrong", by=by, at=NOW)
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(counter, range(8)))

    assert sorted(done) == [False] * 7 + [True]


def test_of_eight_who_record_the_same_source_record_one_does(by, check):
    facts = check(source="OA", source_id="7")

    def record(_n) -> tuple[int, bool]:
        try:
            event = record_event(facts, by=by, at=NOW)
            return event.pk, event.is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(record, range(8)))

    assert len({key for key, _is_new in done}) == 1
    assert sum(is_new for _key, is_new in done) == 1
