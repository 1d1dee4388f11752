"""An administrator of each kind in the first of two districts."""

import pytest

from agencies.enums import Role
from tests.factories import make_membership


@pytest.fixture
def as_role(client, here):
    """A browser in which an administrator of the first district is logged in."""

    def log_in(role: Role):
        client.force_login(make_membership(agency=here.agency, role=role).user)
        client.cookies["django_language"] = "en"
        return client

    return log_in
