"""A place in the tree is given once, by one at a time, and ends by a date."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from agencies.enums import RegionKind, Role
from agencies.models import Region, RegionCode
from agencies.services.regions import LAST, add_region, change_region, end_region
from kernel.access import OPERATOR
from kernel.errors import Refused, Stale
from tests.factories import make_agency, make_membership, make_region


@pytest.mark.django_db
def test_paths_go_on_four_digits_a_level():
    province = add_region(None, RegionKind.PROVINCE, "浙江省", by=OPERATOR, code="330000")
    city = add_region(province, RegionKind.CITY, "杭州市", by=OPERATOR, code="330100")
    first = add_region(city, RegionKind.DISTRICT, "上城区", by=OPERATOR, code="330102")
    zone = add_region(city, RegionKind.ZONE, "开发区", by=OPERATOR)

    assert [city.path, first.path, zone.path] == [
        f"{province.path}0001", f"{province.path}00010001", f"{province.path}00010002"
    ]  # fmt: skip
    assert (Region.objects.with_code("330102").get(), zone.codes.count()) == (first, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"name": "上城区"}, {"name": "another", "code": "330102"}])
def test_a_name_or_a_code_that_is_taken_is_refused(facts):
    city = make_region()
    add_region(city, RegionKind.DISTRICT, "上城区", by=OPERATOR, code="330102")

    with pytest.raises(Refused):
        add_region(city, RegionKind.DISTRICT, by=OPERATOR, **facts)

    assert city.children.count() == 1


@pytest.mark.django_db
def test_a_level_that_is_full_is_refused():
    city = make_region()
    Region.objects.create(parent=city, path=f"{city.path}{LAST}", kind=RegionKind.DISTRICT, name="the last")

    with pytest.raises(Refused):
        add_region(city, RegionKind.DISTRICT, "one more", by=OPERATOR)


@pytest.mark.django_db
def test_only_the_business_administrator_of_the_territory_adds():
    city, other = make_region(), make_region()
    keeper = make_membership(agency=make_agency(region=city), role=Role.BUSINESS_ADMIN)
    handler = make_membership(agency=make_agency(region=city), role=Role.HANDLER)

    assert add_region(city, RegionKind.STREET, "湖滨街道", by=keeper).parent == city
    for by, parent in ((handler, city), (keeper, other), (keeper, None)):
        with pytest.raises(PermissionDenied):
            add_region(parent, RegionKind.STREET, "清波街道", by=by)


@pytest.mark.django_db
def test_a_region_ends_with_its_codes_and_keeps_its_path():
    city = make_region()
    region = add_region(city, RegionKind.DISTRICT, "江干区", by=OPERATOR, code="330104")
    path, last = region.path, date(2021, 4, 8)

    end_region(region, on=last, by=OPERATOR)

    region.refresh_from_db()
    assert (region.path, region.valid_to, region.codes.get().valid_to) == (path, last, last)
    region.version -= 1
    with pytest.raises(Stale):
        end_region(region, on=last, by=OPERATOR)


@pytest.mark.django_db
def test_a_corrected_name_is_corrected_in_the_list_too_but_not_where_another_stood():
    city = make_region()
    region = add_region(city, RegionKind.DISTRICT, "临平区", by=OPERATOR, code="330113")
    RegionCode.objects.create(region=region, code="330184", name="余杭市", valid_to=date(2001, 1, 1))
    facts = {"kind": region.kind, "valid_from": None, "valid_to": None, "by": OPERATOR}

    changed = change_region(region, name="临平新区", **facts)

    assert (changed.name, changed.path, changed.version) == ("临平新区", region.path, 2)
    assert [code.name for code in region.codes.order_by("pk")] == ["临平新区", "余杭市"]
    with pytest.raises(Stale):
        change_region(region, name="another", **facts)
    add_region(city, RegionKind.DISTRICT, "taken", by=OPERATOR)
    with pytest.raises(Refused):
        change_region(changed, name="taken", **facts)


@pytest.fixture
def committed_city(django_db_setup, django_db_blocker):
    """A city that other connections see; it is taken away afterwards."""
    with django_db_blocker.unblock():
        city = make_region()
        yield city
        city.children.all().delete()
        city.delete()


def test_regions_added_at_the_same_time_get_different_paths(committed_city):
    failures = []

    def add(number: int) -> None:
        try:
            add_region(committed_city, RegionKind.STREET, f"street {number}", by=OPERATOR)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert failures == []
    paths = sorted(committed_city.children.values_list("path", flat=True))
    assert paths == [f"{committed_city.path}{number:04d}" for number in range(1, 7)]
