"""PostgreSQL and Valkey for a try-out, development and the tests, used while DATABASE_URL and REDIS_URL are unset.

Both listen on unix sockets below a folder that is known before they run, so that settings can name them. They are
started on the first need (`postgresql.base`) and go on running until `stop()`: `make stop`, or the end of `make run`.
"""

import os

from .cluster import Cluster
from .folders import Unavailable, secret_key
from .valkey import Valkey

__all__ = ["Unavailable", "broker_url", "cache_url", "database_url", "secret_key", "servers", "start", "stop"]

database_host = str(Cluster.folder)
redis_socket = str(Valkey.socket)


def database_url(role: str = "app") -> str:
    """role: "app", or "owner" to change tables."""
    return f"postgresql://portal_{role}@:5432/portal?host={database_host}"


def broker_url() -> str:
    return f"redis+socket://{redis_socket}?virtual_host=0"


def cache_url() -> str:
    return f"unix://{redis_socket}?db=1"


def servers() -> list[Cluster | Valkey]:
    """Those that the environment leaves to us."""
    fast = os.environ.get("EMBEDDED_FAST") == "1"
    ours: list[tuple[str, Cluster | Valkey]] = [("DATABASE_URL", Cluster(fast=fast)), ("REDIS_URL", Valkey())]
    return [server for variable, server in ours if not os.environ.get(variable)]


def start() -> None:
    """Start what is needed and not running; returns when it answers."""
    for server in servers():
        server.start()


def stop() -> None:
    for server in reversed(servers()):
        server.stop()
