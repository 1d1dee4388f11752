"""The benchmark of the public pages measures what it says; its goals for queries and bytes hold here, too."""

import pytest
from django.utils import timezone

from agencies.models import Party
from benchmarks import public, seed
from benchmarks.obligations import run
from disclosure.models import Publication
from tests.factories import make_party


@pytest.mark.django_db
def test_the_goals_that_do_not_depend_on_the_machine():
    region = seed.make_place()
    commission = seed.make_agencies(region, 1)[0]
    by, now = seed.make_reader(commission).memberships.get(), timezone.now()
    for number in range(3):
        make_party(region=region, kind="institution", name=f"第{number}医院")
    run("publications", agency=commission.pk, by=by.pk, at=now, today=timezone.localdate(now), city=f"{region.path}%")
    rows = Party.objects.filter(kind="institution")

    found = [*public.pages("party page", public.addresses(rows)), *public.searches(rows), *public.lists()]

    assert Publication.objects.public_on(timezone.localdate(now)).count() >= 3
    judged = [figure for figure in found if figure.unit != "ms"]
    assert len(judged) == 4
    assert [str(figure) for figure in judged if not figure.is_met] == []
