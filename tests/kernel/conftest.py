"""Connections beside that of the test: another session, or the owner of the tables."""

from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection


@contextmanager
def connected(user: str):
    facts = connection.get_connection_params()
    parameters = {name: facts[name] for name in ("dbname", "host", "port", "password") if name in facts}
    session = psycopg2.connect(**parameters, user=user)
    try:
        with session.cursor() as cursor:
            yield cursor
    finally:
        session.rollback()
        session.close()


@pytest.fixture
def other_connection(db):
    """Another session of the application; rolled back at its end unless the test commits."""
    return lambda: connected("portal_app")


@pytest.fixture
def owner(db):
    """A session of the owner, whom the triggers do not stop when he switches them off."""
    return lambda: connected("portal_owner")
