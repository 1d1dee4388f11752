import pytest
from django.db import transaction

from kernel import audit
from tests.access.world import World, make_world


@pytest.fixture(scope="package")
def standing_world(django_db_setup, django_db_blocker):
    """The world, made once; each test works in a savepoint of its own inside this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        with audit.acting(user_id=None, region_path="9999"):  # its making is in the trail of no place
            world = make_world()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, db) -> World:
    return standing_world
