"""The health page says what is down, quickly, and nothing else."""

import time

import pytest
from django.core.cache import cache
from django.db import connection

from kernel import heartbeat
from oversight.celery import app
from tests.kernel.test_error_pages import end_connection

WELL = {"database": "ok", "broker": "ok", "worker": "ok", "scheduler": "ok"}


@pytest.fixture(autouse=True)
def prefix(settings):
    """Beside the cache of a portal that runs from the same folder."""
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "KEY_PREFIX": "test-health"}}
    yield
    cache.delete_many([f"heartbeat.{who}" for who in (heartbeat.WORKER, heartbeat.SCHEDULER)])


@pytest.fixture
def beating():
    heartbeat.beat(heartbeat.WORKER)
    heartbeat.beat(heartbeat.SCHEDULER)


@pytest.mark.django_db
def test_all_is_well(client, beating):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, WELL)


@pytest.mark.django_db
@pytest.mark.parametrize("who", [heartbeat.WORKER, heartbeat.SCHEDULER])
def test_whoever_is_silent_is_named(client, beating, who):
    cache.set(f"heartbeat.{who}", time.time() - 121)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (503, WELL | {who: "silent"})


@pytest.mark.django_db
def test_a_dead_broker_is_found_at_once(client, monkeypatch):
    monkeypatch.setitem(app.conf, "broker_write_url", "redis+socket:///nonexistent/valkey.sock?virtual_host=0")
    begun = time.monotonic()

    answer = client.get("/healthz")

    assert time.monotonic() - begun < 1
    assert (answer.status_code, answer.json()) == (
        503,
        {"database": "ok", "broker": "unreachable", "worker": "unknown", "scheduler": "unknown"},
    )


def test_a_lost_database_is_named(transactional_db, client, beating, other_connection):
    end_connection(other_connection)

    answer = client.get("/healthz")

    connection.close()
    assert (answer.status_code, answer.json()) == (503, WELL | {"database": "unreachable"})
