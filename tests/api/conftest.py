"""The API as the handler of the first of two districts sees it."""

import pytest


@pytest.fixture
def api(client, here):
    """A browser in which the handler of the first district is logged in."""
    client.force_login(here.member.user)
    return client
