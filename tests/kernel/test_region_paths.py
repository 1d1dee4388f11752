"""The rows of a territory: those whose path begins with its own, and no others."""

import pytest
from django.db.models import F

from agencies.models import Party
from tests.factories.agencies import make_agency, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths():
    city = make_region()
    districts = [make_region(parent=city) for _ in range(2)]
    street = make_region(parent=districts[0])
    beside = make_region()
    return [make_agency(region=region).party.region_path for region in (city, *districts, street, beside)]


def found(**lookup):
    return sorted(Party.objects.filter(**lookup).values_list("region_path", flat=True))


@pytest.mark.parametrize("place", range(5))
def test_a_path_finds_what_begins_with_it(paths, place):
    expected = sorted(path for path in paths if path.startswith(paths[place]))

    assert found(region_path__startswith=paths[place]) == expected


def test_no_path_finds_every_row(paths):
    assert found(region_path__startswith="") == sorted(paths)


def test_a_column_may_stand_for_the_path(paths):
    assert found(region_path__startswith=F("region__path")) == sorted(paths)


def test_a_territory_is_asked_for_without_like(paths):
    assert "LIKE" not in str(Party.objects.filter(region_path__startswith=paths[0]).query)
