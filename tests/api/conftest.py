"""Two districts of one city; what is of the second one must not be seen from the first."""

import pytest

from tests.districts import make_district
from tests.factories import make_region


@pytest.fixture
def city(db):
    return make_region(name="City")


@pytest.fixture
def here(city):
    return make_district(city, "HERE", "330106")


@pytest.fixture
def there(city):
    return make_district(city, "THERE", "330108")


@pytest.fixture
def api(client, here):
    """A browser in which the handler of the first district is logged in."""
    client.force_login(here.member.user)
    return client
