"""Who keeps accounts in a city, and a browser that reads English."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from agencies.enums import Role
from agencies.models import Agency, Membership
from kernel.models import AuditRow
from tests.factories import PASSWORD, make_agency, make_membership

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # noon in Shanghai


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser(client) -> Client:
    """A browser in English; `force_login` stands for both factors."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def log_in(browser) -> Callable:
    """Fill in the log-in page."""

    def fill_in(username: str, password: str = PASSWORD, **more):
        return browser.post("/account/login/", {"login": username, "password": password}, **more)

    return fill_in


@pytest.fixture
def agency(db) -> Agency:
    return make_agency(name="City health commission")


@pytest.fixture
def system_admin(agency) -> Membership:
    return make_membership(agency=agency, role=Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(agency) -> Membership:
    return make_membership(agency=agency, role=Role.SECURITY_ADMIN)


def notes() -> list[tuple[str, str]]:
    """What the trail was told, oldest first: (what, about whom)."""
    rows = AuditRow.objects.filter(action="N").order_by("pk")
    return list(rows.values_list("table_name", "row_id"))


@pytest.fixture
def clerk(browser, system_admin):
    """The browser of a system administrator."""
    browser.force_login(system_admin.user)
    return browser


@pytest.fixture
def guard(browser, security_admin):
    """The browser of a security administrator."""
    browser.force_login(security_admin.user)
    return browser
