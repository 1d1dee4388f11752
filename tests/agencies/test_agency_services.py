"""Agencies are made once under a name, changed by who saw the latest version, and known by what is printed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, AgencyAlias
from agencies.names import ResolutionKind, resolve
from agencies.services.agencies import (
    add_alias,
    add_section,
    change_agency,
    close_section,
    create_agency,
    remove_alias,
    rename_section,
)
from kernel.errors import Refused, Stale
from tests.factories import make_agency, make_membership, make_region

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


@pytest.fixture
def city():
    return make_region(name="杭州市")


@pytest.fixture
def keeper(city):
    return make_membership(agency=make_agency(region=city), role=Role.BUSINESS_ADMIN)


def create(region, by, **facts) -> Agency:
    facts = {"name": "杭州市公安局", "short_name": "公安局", "kind": AgencyKind.PUBLIC_SECURITY} | facts
    return create_agency(region=region, by=by, **facts)


def facts_of(agency: Agency) -> dict:
    return {
        "name": agency.party.name, "short_name": agency.short_name, "kind": agency.kind, "parent": agency.parent,
        "position": agency.position, "valid_from": agency.party.valid_from,
    }  # fmt: skip


def test_a_new_agency_has_its_party_its_territory_and_its_group(city, keeper):
    agency = create(city, keeper, position=12, valid_from=DAY)

    assert facts_of(agency) == {
        "name": "杭州市公安局", "short_name": "公安局", "kind": AgencyKind.PUBLIC_SECURITY, "parent": None,
        "position": 12, "valid_from": DAY,
    }  # fmt: skip
    assert (agency.region_path, agency.group.agency) == (city.path, agency)


def test_a_name_is_given_once_in_a_region_however_it_is_typed(city, keeper):
    create(city, keeper)

    with pytest.raises(Refused):
        create(city, keeper, name="杭州市 公安局")

    assert Agency.objects.filter(kind=AgencyKind.PUBLIC_SECURITY).count() == 1


def test_the_name_of_an_ended_agency_may_be_given_again(city, keeper):
    old = create(city, keeper)
    old.party.valid_to = DAY
    old.party.save()

    assert create(city, keeper).pk != old.pk


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BUSINESS_ADMIN}))
def test_only_the_business_administrator_keeps_agencies(city, role):
    by = make_membership(agency=make_agency(region=city), role=role)

    with pytest.raises(PermissionDenied):
        create(city, by)


def test_nobody_keeps_agencies_of_another_territory(keeper):
    elsewhere = make_agency()

    with pytest.raises(PermissionDenied):
        create(elsewhere.party.region, keeper)
    with pytest.raises(PermissionDenied):
        change_agency(elsewhere, by=keeper, **facts_of(elsewhere))
    with pytest.raises(PermissionDenied):
        add_alias(elsewhere, name="x", by=keeper, on=DAY)


def test_a_change_counts_both_versions_and_a_stale_one_is_refused(city, keeper):
    shown = create(city, keeper)

    changed = change_agency(shown, by=keeper, **facts_of(shown) | {"name": "杭州市公安总局", "position": 3})

    fresh = Agency.objects.select_related("party").get(pk=shown.pk)
    assert facts_of(fresh) == facts_of(changed)
    assert (fresh.party.name, fresh.position, fresh.version, fresh.party.version) == ("杭州市公安总局", 3, 2, 2)
    with pytest.raises(Stale) as stale:
        change_agency(shown, by=keeper, **facts_of(shown) | {"position": 4})
    assert stale.value.current.position == 3


def test_superiors_do_not_go_round_in_a_circle(city, keeper):
    top = create(city, keeper)
    middle = create(city, keeper, name="middle", parent=top)
    low = create(city, keeper, name="low", parent=middle)

    for parent in (top, low):
        with pytest.raises(Refused):
            change_agency(top, by=keeper, **facts_of(top) | {"parent": parent})


def test_an_alias_is_understood_at_once_and_forgotten_again(city, keeper):
    agency = create(city, keeper)

    alias = add_alias(agency, name="市公安", by=keeper, on=DAY, source="杭政办〔2020〕1号")
    assert resolve("市公安", region=city, on=DAY).agency == agency

    remove_alias(alias, by=keeper)
    assert resolve("市公安", region=city, on=DAY).kind == ResolutionKind.UNKNOWN


def test_an_alias_that_means_another_agency_is_refused(city, keeper):
    create(city, keeper)
    other = create(city, keeper, name="杭州市司法局", short_name="司法局")

    for name in ("市公安局", "公安局", "杭州市公安局"):
        with pytest.raises(Refused) as refused:
            add_alias(other, name=name, by=keeper, on=DAY)
        assert "杭州市公安局" in str(refused.value.reason)

    assert not AgencyAlias.objects.exists()


def test_an_alias_is_recorded_once(city, keeper):
    agency = create(city, keeper)
    add_alias(agency, name="市公安", by=keeper, on=DAY)

    with pytest.raises(Refused):
        add_alias(agency, name="市公安", by=keeper, on=DAY)


def test_a_section_is_closed_and_taken_into_use_again(city, keeper):
    agency = create(city, keeper)
    section = add_section(agency, name="综合处", by=keeper)
    with pytest.raises(Refused):
        add_section(agency, name="综合处", by=keeper)

    assert close_section(section, by=keeper).is_active is False
    assert add_section(agency, name="综合处", by=keeper) == section
    assert agency.sections.get().is_active is True


def test_a_section_is_renamed_unless_the_name_is_taken(city, keeper):
    agency = create(city, keeper)
    section = add_section(agency, name="综合处", by=keeper)
    add_section(agency, name="办公室", by=keeper)
    close_section(section, by=keeper)

    renamed = rename_section(section, name="综合监督处", by=keeper)

    assert (renamed.name, renamed.is_active) == ("综合监督处", False)
    with pytest.raises(Refused):
        rename_section(section, name="办公室", by=keeper)
    with pytest.raises(PermissionDenied):
        rename_section(section, name="x", by=make_membership(agency=agency))
