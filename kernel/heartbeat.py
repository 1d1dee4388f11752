"""Signs of life of worker and scheduler, kept in the cache and read by the health page."""

import time

from django.core.cache import cache

WORKER, SCHEDULER = "worker", "scheduler"
KEPT = 3600  # seconds


def beat(who: str) -> None:
    cache.set(f"heartbeat.{who}", time.time(), KEPT)


def silence(who: str) -> float | None:
    """Seconds since the last sign of life; None when there was none in the last hour."""
    last = cache.get(f"heartbeat.{who}")
    return None if last is None else time.time() - last
