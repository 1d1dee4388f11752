"""Demonstration accounts: one password for all, and therefore only where DEBUG is on."""

import importlib

import pytest
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from agencies.models import User
from agencies.services import accounts
from agencies.services.demonstration import demonstration_accounts, refuse_demonstration_accounts
from kernel.access import OPERATOR
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
HOME = "/agencies/account/"
PRINTED = "Demo-Word-2026"


@pytest.fixture
def demo() -> User:
    letter = accounts.create_account(
        username="handler", name="Handler", party=make_agency(name="Commission").party, role="handler",
        password=PRINTED, is_demonstration=True, by=OPERATOR, at=timezone.now(),
    )  # fmt: skip
    return letter.user


def test_with_debug_the_printed_password_is_enough(browser, log_in, demo, settings):
    settings.DEBUG = True

    log_in("handler", PRINTED)

    assert browser.get(HOME).status_code == 200


def test_and_stays_enough_when_it_is_old(browser, log_in, demo, settings):
    settings.DEBUG = True
    User.objects.update(password_set_at="2020-01-01T00:00Z")

    log_in("handler", PRINTED)

    assert browser.get(HOME).status_code == 200


def test_the_log_in_page_offers_them(browser, demo, settings):
    settings.DEBUG = True

    page = browser.get("/account/login/").content.decode()

    assert demonstration_accounts() == [{"username": "handler", "label": "handler · Commission"}]
    assert 'value="handler"' in page


def test_without_debug_it_neither_offers_nor_lets_in(browser, log_in, demo):
    assert demonstration_accounts() == []
    assert 'value="handler"' not in browser.get("/account/login/").content.decode()

    answer = log_in("handler", PRINTED)

    assert "Demonstration accounts cannot log in here." in answer.content.decode()
    assert browser.get(HOME).status_code == 302


def test_without_debug_the_web_does_not_start(demo):
    with pytest.raises(ImproperlyConfigured, match=r"holds demonstration accounts \(handler …\)"):
        importlib.import_module("oversight.wsgi")


def test_nor_does_a_worker(demo):
    with pytest.raises(SystemExit, match=r"holds demonstration accounts"):
        worker_init.send(sender=None)


def test_a_closed_one_does_no_harm(demo):
    User.objects.update(is_active=False)

    refuse_demonstration_accounts()


def test_with_debug_everything_starts(demo, settings):
    settings.DEBUG = True

    refuse_demonstration_accounts()
