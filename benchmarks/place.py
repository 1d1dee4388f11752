"""A database of its own for a run, made by the owner, used as the application, removed at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
os.environ.setdefault("SECRET_KEY", "for-the-benchmarks-only")
os.environ.setdefault("STATIC_ROOT", str(Path(__file__).parents[1] / "oversight" / "static"))  # one that exists
os.environ |= {"DATABASE_ROLE": "owner", "TEST_DATABASE": "bench_portal", "SSL_REDIRECT": "0", "DEBUG": "1"}

import django

django.setup()

from django.conf import settings
from django.db import connection

FROZEN = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'kernel_frozen()'::regprocedure
"""
OWNER = connection.settings_dict["USER"]
settings.DEBUG = False  # it chose the plain static files; from here on requests run as in production
settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]


@contextmanager
def own_database() -> Iterator[str]:
    """Yields the URL of the database for processes of their own."""
    owner = connection.settings_dict["USER"]
    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    connection.settings_dict["USER"] = "portal_app"
    facts = {name: quote(str(connection.settings_dict[name]), safe="") for name in ("PASSWORD", "NAME", "HOST", "PORT")}
    place = "@:{PORT}/{NAME}?host={HOST}" if facts["PORT"] else "@/{NAME}?host={HOST}"
    try:
        yield "postgresql://portal_app:{PASSWORD}".format(**facts) + place.format(**facts)
    finally:
        connection.close()
        connection.settings_dict["USER"] = owner
        connection.creation.destroy_test_db(kept, verbosity=0)


@contextmanager
def as_owner():
    """A cursor of the role that may do everything with the tables."""
    app = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = OWNER
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
        connection.settings_dict["USER"] = app


def no_institutions() -> None:
    """None, and nothing that hangs on them; append-only tables may, and are empty here."""
    with as_owner() as cursor:
        cursor.execute(FROZEN)
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE institutions_institution CASCADE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def settle() -> None:
    """After rows were made in bulk: statistics and visibility as autovacuum leaves them, and no plan from before."""
    with as_owner() as cursor:
        cursor.execute("VACUUM ANALYZE")
