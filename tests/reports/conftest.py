"""The city that reports by the quarter, whose figures are asked for."""

from datetime import datetime, timedelta

import pytest

from reports.figures import Asked
from tasks.periods import span_named
from tests.tasks.progress.conftest import NOON, QUARTER, SHANGHAI, City, Office, quiet_city, town

__all__ = ["LATER", "NOON", "QUARTER", "SHANGHAI", "City", "Office", "asked", "quiet_city", "town"]

LATER = datetime(2026, 12, 29, 12, tzinfo=SHANGHAI)  # four days after the due day


def asked(city: City, *, at=NOON + timedelta(days=1), by=None, **facts) -> Asked:
    facts = {"plan": city.plan, "span": span_named(QUARTER), "at": at} | facts
    return Asked(by=by or city.commission.handler, **facts)


@pytest.fixture(autouse=True)
def _forget(settings):
    """No figure is remembered from another test."""
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
