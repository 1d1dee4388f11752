"""Tests run on real PostgreSQL and Valkey, as the restricted database role: the owner only makes the database."""

import secrets
from collections.abc import Callable
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client

from agencies.logins import SECOND_FACTOR_KEY
from agencies.middleware import SESSION_KEY
from agencies.models import Membership, Region
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


@contextmanager
def connected(user: str, *, to: str = ""):
    """A cursor of another session, in the test's database unless named; rolled back at its end unless committed."""
    facts = connection.get_connection_params()
    parameters = {name: facts[name] for name in ("host", "port", "password") if name in facts}
    session = psycopg2.connect(**parameters, dbname=to or connection.settings_dict["NAME"], user=user)
    with closing(session), session.cursor() as cursor:
        try:
            yield cursor
        finally:
            session.rollback()  # waits until the server has let go of everything, which close() does not


def maintain(statement: str) -> None:
    with connected("portal_owner", to="postgres") as cursor:
        cursor.connection.autocommit = True
        cursor.execute(statement)


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """For a test that commits, in whatever thread or process: a copy of the database, thrown away as a whole.

    Named as pytest-django's, which makes the database for tests that ask for it.
    """
    name = connection.settings_dict["NAME"]
    copy = f"{name}_{secrets.token_hex(4)}"
    with django_db_blocker.unblock():
        connection.close()  # a database in use cannot be copied
        maintain(f"CREATE DATABASE {copy} TEMPLATE {name}")
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            try:
                maintain(f"DROP DATABASE {copy} WITH (FORCE)")
            except psycopg2.errors.InsufficientPrivilege:  # the server is vacuuming it, which only a plain DROP ends
                maintain(f"DROP DATABASE {copy}")


class BothFactors(Client):
    """A browser whose `force_login` stands for a log-in with password and second factor."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        session = self.session
        session[SECOND_FACTOR_KEY] = True
        session.save()

    def act(self, by: Membership) -> None:
        """Log in, in one role of the person's."""
        self.force_login(by.user)
        session = self.session
        session[SESSION_KEY] = by.pk
        session.save()


@pytest.fixture
def client() -> Client:
    return BothFactors()


@pytest.fixture
def as_() -> Callable[[Membership], Client]:
    """A browser in English for each role, logged in."""

    def browser_of(by: Membership) -> Client:
        client = BothFactors()
        client.cookies["django_language"] = "en"
        client.act(by)
        return client

    return browser_of


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
