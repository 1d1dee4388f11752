"""Tests run on real PostgreSQL and Valkey, as the restricted database role: the owner only makes the database."""

import secrets

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client

from agencies.logins import SECOND_FACTOR_KEY
from agencies.models import Region
from tests.districts import District, make_district
from tests.factories import make_region

for cache in settings.CACHES.values():  # this process's own: others, and a running portal, use the same server
    cache["KEY_PREFIX"] += f"-{secrets.token_hex(4)}"
PBKDF2PasswordHasher.iterations = 20_000  # more than a first password has (agencies/passwords.py), and soon done


def pytest_collection_modifyitems(config, items):
    """Where workers share the tests, the longest begin: those with a browser or servers of their own."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not (item.get_closest_marker("browser") or item.get_closest_marker("slow")))


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


class BothFactors(Client):
    """A browser whose `force_login` stands for a log-in with password and second factor."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        session = self.session
        session[SECOND_FACTOR_KEY] = True
        session.save()


@pytest.fixture
def client() -> Client:
    return BothFactors()


@pytest.fixture
def city(db) -> Region:
    return make_region(name="City")


@pytest.fixture
def here(city) -> District:
    return make_district(city, "HERE", "330106")


@pytest.fixture
def there(city) -> District:
    """What is of this district must not be seen from `here`."""
    return make_district(city, "THERE", "330108")
