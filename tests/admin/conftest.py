"""Two districts of one city, and an administrator of each kind in the first."""

import pytest

from agencies.enums import Role
from tests.districts import make_district
from tests.factories import make_membership, make_region


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
def as_role(client, here):
    """A browser in which an administrator of the first district is logged in."""

    def log_in(role: Role):
        client.force_login(make_membership(agency=here.agency, role=role).user)
        client.cookies["django_language"] = "en"
        return client

    return log_in
