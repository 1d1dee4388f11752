"""Connections beside that of the test: another session, or the owner of the tables."""

from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection
from django.utils import translation


@contextmanager
def connected(user: str):
    facts = connection.get_connection_params()
    parameters = {name: facts[name] for name in ("host", "port", "password") if name in facts}
    session = psycopg2.connect(**parameters, dbname=connection.settings_dict["NAME"], user=user)
    try:
        with session.cursor() as cursor:
            yield cursor
    finally:
        session.rollback()
        session.close()


@pytest.fixture(autouse=True)
def english(settings):
    """Sentences are compared as they stand in the code."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def other_connection(django_db_setup):
    """Another session of the application; rolled back at its end unless the test commits."""
    return lambda: connected("portal_app")


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """The test's changes stay, and it takes them back itself: the application may not empty tables.

    Named as pytest-django's, which makes the database for tests that ask for it.
    """
    assert connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture
def owner(transactional_db):
    """A session of the owner, whom triggers do not stop when he switches them off."""
    with connected("portal_owner") as cursor:
        yield cursor
