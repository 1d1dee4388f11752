"""A copy of the test database, in which a test may really commit: it is thrown away as a whole."""

from contextlib import closing

import psycopg2
import pytest
from django.db import connection


def maintain(statement: str) -> None:
    facts = connection.get_connection_params()
    parameters = {name: facts[name] for name in ("host", "port", "password") if name in facts}
    with closing(psycopg2.connect(**parameters, dbname="postgres", user="portal_owner")) as session:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """Everything of the test, in whatever thread, happens in the copy.

    Named as pytest-django's, which makes the database for tests that ask for it.
    """
    name = connection.settings_dict["NAME"]
    copy = f"{name}_copy"
    with django_db_blocker.unblock():
        connection.close()  # a database in use cannot be copied
        maintain(f"CREATE DATABASE {copy} TEMPLATE {name}")
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            maintain(f"DROP DATABASE {copy} WITH (FORCE)")
