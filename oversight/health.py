"""Is the portal well: database, broker, worker and scheduler, for a monitor; it says nothing else about the server."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from kernel import heartbeat
from oversight.celery import app

LONGEST_SILENCE = 120  # seconds; a sign of life is due every 30


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, otherwise 503: {"database": "ok", "broker": "ok", "worker": "silent", …}."""
    found = {"database": database(), "broker": broker()}
    for who in (heartbeat.WORKER, heartbeat.SCHEDULER):
        found[who] = sign_of_life(who) if found["broker"] == "ok" else "unknown"
    is_well = set(found.values()) == {"ok"}
    return JsonResponse(found, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def broker() -> str:
    try:
        with app.connection_for_write(connect_timeout=0.5) as broker:
            broker.default_channel.client.ping()  # type: ignore[attr-defined]  # kombu's channel to Redis
    except (KombuError, RedisError, OSError):
        return "unreachable"
    return "ok"


def sign_of_life(who: str) -> str:
    silence = heartbeat.silence(who)
    return "ok" if silence is not None and silence < LONGEST_SILENCE else "silent"
