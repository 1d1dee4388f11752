"""The trail is written by the database, whatever way a row is changed, and cannot be written by anybody else."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.models import User
from kernel import audit
from kernel.models import AuditRow
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def last() -> AuditRow:
    return AuditRow.objects.order_by("-pk").first()


def test_a_change_is_kept_with_both_values_and_who_acted():
    user = make_user(name="Old")

    with audit.acting(user_id=user.pk, membership_id=7, request_id="r1"):
        User.objects.filter(pk=user.pk).update(name="50% new's")

    row = last()
    assert (row.action, row.table_name, row.row_id) == ("U", "agencies_user", str(user.pk))
    assert row.changes == {"name": ["Old", "50% new's"]}
    assert (row.user_id, row.membership_id, row.request_id, row.database_user) == (user.pk, 7, "r1", "portal_app")


def test_nobody_is_named_outside_the_block():
    user = make_user()
    with audit.acting(user_id=user.pk):
        pass

    User.objects.filter(pk=user.pk).update(name="x")

    assert last().user_id is None


def test_secret_columns_are_noticed_but_not_shown():
    user = make_user()

    user.set_password("Another-Word-77")
    user.save()

    assert last().changes["password"] == ["•••", "•••"]


def test_an_update_that_changes_nothing_leaves_no_entry():
    user = make_user()
    before = AuditRow.objects.count()

    user.save()

    assert AuditRow.objects.count() == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO kernel_auditrow (at, action, table_name, row_id, changes, request_id, database_user) "
        "VALUES (now(), 'I', 'x', '1', '{}', '', 'x')",
        "UPDATE kernel_auditrow SET user_id = 1",
        "DELETE FROM kernel_auditrow",
        "TRUNCATE kernel_auditrow",
        "ALTER TABLE agencies_user DISABLE TRIGGER audit",
        "DROP TRIGGER audit ON agencies_user",
        "SELECT kernel_audit_write('I', 'x', '1', '{}')",
        "DELETE FROM kernel_auditseal",
    ],
)
def test_the_application_cannot_touch_the_trail(statement):
    make_user()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
