"""The cache shares its server with sessions, the broker and other caches."""

import pytest
from django.conf import settings

from kernel.cache import RedisCache, SessionCache

LOCATION = settings.CACHES["default"]["LOCATION"]


@pytest.fixture
def caches():
    """Two caches of one server, forgotten afterwards."""
    pair = RedisCache(LOCATION, {"KEY_PREFIX": "one"}), SessionCache(LOCATION, {"KEY_PREFIX": "one-more"})
    yield pair
    for cache in pair:
        cache.clear()


def test_a_cache_forgets_only_what_it_holds(caches):
    one, more = caches
    one.set_many({str(n): n for n in range(2500)})
    more.set("1", "kept")

    one.clear()

    assert one.get_many(str(n) for n in range(2500)) == {}
    assert more.get("1") == "kept"


def test_an_empty_cache_may_be_cleared(caches):
    one, _more = caches

    assert not one.clear()
    assert one.get("1") is None
