"""Tests run on real PostgreSQL and Valkey, as the restricted database role: the owner only makes the database."""

import pytest
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The migrated database, handed to the application's role for every test."""
    with django_db_blocker.unblock():
        owner = connection.settings_dict["USER"]
        connection.close()
        connection.settings_dict["USER"] = "portal_app"
        yield
        connection.close()
        connection.settings_dict["USER"] = owner
