"""When a person leaves, who can assign hears which parts and duties are nobody's now."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import translation

from agencies.enums import Role
from agencies.models import Membership, Section, User
from agencies.services.accounts import close_account, reopen_account
from notices.kinds import sentence_of
from notices.models import Notice
from tasks.models import Responsibility
from tasks.services.assigning import assign_parts
from tasks.services.vacancies import tell_vacant
from tests.factories import make_membership, make_responsibility, make_task
from tests.tasks.progress.conftest import NOON, quiet_city, town

__all__ = ["quiet_city", "town"]
pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def left(town, **naming) -> Membership:
    """Who handles both parts of the police, of which one owes a report."""
    make_responsibility(task=make_task(plan=town.plan), agency=town.police.agency)
    handler = make_membership(agency=town.police.agency)
    parts = list(Responsibility.objects.filter(agency=town.police.agency).select_related("task"))
    assign_parts(parts, naming | {"handler": handler}, by=town.police.leader, at=NOON)
    return handler


def said() -> int:
    return tell_vacant(day=TODAY, at=NOON + timedelta(hours=1))


@pytest.mark.parametrize("how", ["ended", "over", "closed"])
def test_it_is_said_once_to_who_can_assign(town, client, how):
    handler = left(town)
    assert said() == 0
    role = Membership.objects.filter(pk=handler.pk)
    if how == "closed":
        User.objects.filter(pk=handler.user_id).update(is_active=False)
    elif how == "over":
        role.update(valid_to=TODAY - timedelta(days=1))
    else:
        role.update(ended_at=NOON)

    assert [said(), said()] == [1, 0]

    told = Notice.objects.filter(kind="tasks.vacant")
    assert set(told.values_list("to_party", "audience", "section")) == {
        (town.police.agency.pk, audience, None) for audience in ("handlers", "reviewers", "leaders")
    }
    with translation.override("en"):
        assert {sentence_of(row.kind, row.params) for row in told} == {
            f"{handler.user.name} handles them no longer: 2 parts in tasks have no handler. Reports owed of them: 1."
        }
    with time_machine.travel(NOON):
        client.force_login(town.police.leader.user)
        assert client.get(told[0].url).content.decode().count('name="part"') == 2


def test_a_later_leave_is_said_again(town):
    user = left(town).user
    commission = make_membership(agency=town.commission.agency, role=Role.SYSTEM_ADMIN)
    for _ in range(2):
        user = close_account(user, by=commission)
        assert [said(), said()] == [1, 0]
        user = reopen_account(user, by=commission)
        assert said() == 0

    assert Notice.objects.filter(kind="tasks.vacant").count() == 2 * 3


def test_a_section_hears_of_its_own(town):
    section = Section.objects.create(agency=town.police.agency, name="Raids")
    handler = left(town, section=section)
    Membership.objects.filter(pk=handler.pk).update(ended_at=NOON)

    assert said() == 1
    assert set(Notice.objects.filter(kind="tasks.vacant").values_list("section", flat=True)) == {section.pk}


def test_where_nobody_is_left_in_the_section_the_unit_hears_of_it(town):
    section = Section.objects.create(agency=town.police.agency, name="Raids")
    other = Section.objects.create(agency=town.police.agency, name="Order")
    handler = left(town, section=section)
    Membership.objects.filter(party=town.police.agency.pk).update(section=other)
    Membership.objects.filter(pk=handler.pk).update(ended_at=NOON, section=section)

    assert said() == 1
    assert set(Notice.objects.filter(kind="tasks.vacant").values_list("section", flat=True)) == {None}


def test_of_what_is_closed_or_assigned_anew_nothing_is_said(town):
    handler = left(town)
    Membership.objects.filter(pk=handler.pk).update(ended_at=NOON)
    first, second = Responsibility.objects.filter(agency=town.police.agency).select_related("task")
    Responsibility.objects.filter(pk=first.pk).update(closed_on=TODAY)
    assign_parts([second], {"handler": town.police.handler}, by=town.police.leader, at=NOON)

    assert said() == 0
