"""A cache that may be lost: without Redis nothing is remembered, and the portal goes on."""

import logging
import time
from collections.abc import Callable

from django.core.cache.backends import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from redis.exceptions import RedisError

PAUSE = 5.0  # seconds in which a server that did not answer is not asked again
logger = logging.getLogger(__name__)


class RedisCache(redis.RedisCache):
    """Django's Redis cache, empty while the server does not answer."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._silent_until = 0.0

    def _ask(self, otherwise, question: Callable, *args):
        if time.monotonic() < self._silent_until:
            return otherwise
        try:
            return question(*args)
        except RedisError as error:
            self._silent_until = time.monotonic() + PAUSE
            logger.warning("the cache does not answer: %s", error)
            return otherwise

    def get(self, key, default=None, version=None):
        return self._ask(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self._ask({}, super().get_many, keys, version)

    def has_key(self, key, version=None):
        return self._ask(False, super().has_key, key, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask(None, super().set, key, value, timeout, version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask([], super().set_many, data, timeout, version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask(False, super().add, key, value, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask(False, super().touch, key, timeout, version)

    def incr(self, key, delta=1, version=None):
        return self._ask(delta, super().incr, key, delta, version)

    def delete(self, key, version=None):
        return self._ask(False, super().delete, key, version)

    def delete_many(self, keys, version=None):
        return self._ask(None, super().delete_many, keys, version)

    def clear(self):
        """Forget what this cache holds, and nothing else: sessions and the broker's jobs may share its database."""
        return self._ask(False, self._forget)

    def _forget(self) -> bool:
        server = self._cache.get_client(write=True)
        keys = list(server.scan_iter(match=f"{self.key_prefix}:*", count=1000))
        return bool(keys and server.unlink(*keys))


class SessionCache(RedisCache):
    """A minute's memory of sessions, which the database keeps (SESSION_ENGINE cached_db).

    What could not be deleted while the server was away, such as a login that ended, is forgotten within that minute.
    """

    longest = 60

    def get_backend_timeout(self, timeout=DEFAULT_TIMEOUT):
        seconds = super().get_backend_timeout(timeout)
        return self.longest if seconds is None else min(seconds, self.longest)
