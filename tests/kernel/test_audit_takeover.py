"""The functions of the trail run with the owner's rights: a caller must not make them work on something of his own."""

import pytest
from django.db import connection

from agencies.models import User
from kernel.models import AuditRow
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_temporary_table_is_not_taken_for_the_trail():
    user = make_user()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kernel_auditrow (LIKE public.kernel_auditrow)")
        cursor.execute("SELECT count(*) FROM public.kernel_auditrow")
        before = cursor.fetchone()[0]
        User.objects.filter(pk=user.pk).update(name="Somebody")
        cursor.execute("SELECT count(*) FROM public.kernel_auditrow")
        after = cursor.fetchone()[0]
        cursor.execute("DROP TABLE pg_temp.kernel_auditrow")

    assert after == before + 1


def test_a_trigger_on_a_temporary_table_does_not_run_as_the_owner():
    user = make_user()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kernel_auditrow (LIKE public.kernel_auditrow)")
        cursor.execute("CREATE TEMP TABLE ran_as (name text)")
        cursor.execute(
            "CREATE FUNCTION pg_temp.take_over() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO pg_temp.ran_as VALUES (current_user); RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER take_over BEFORE INSERT ON pg_temp.kernel_auditrow "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.take_over()"
        )
        User.objects.filter(pk=user.pk).update(name="Somebody")
        cursor.execute("SELECT name FROM ran_as")
        ran_as = cursor.fetchall()
        cursor.execute("DROP TABLE pg_temp.kernel_auditrow")

    assert ran_as == []
    assert AuditRow.objects.filter(table_name="agencies_user", row_id=str(user.pk), action="U").count() == 1


def test_every_function_of_the_trail_names_the_temporary_schema_last():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND proname LIKE 'kernel%' "
            "AND NOT 'search_path=pg_catalog, public, pg_temp' = ANY (proconfig)"
        )
        assert cursor.fetchall() == []
