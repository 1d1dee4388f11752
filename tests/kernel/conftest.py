"""Connections beside that of the test: another session, or the owner of the tables."""

import pytest
from django.utils import translation

from tests.conftest import connected


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
def owner(transactional_db):
    """A session of the owner, whom triggers do not stop when he switches them off."""
    with connected("portal_owner") as cursor:
        yield cursor
