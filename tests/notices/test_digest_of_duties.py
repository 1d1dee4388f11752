"""The digest says each working day what a person's units have overdue, due soon and newly assigned."""

import time
from datetime import date, timedelta

import pytest
import time_machine
from django.http import QueryDict

from agencies.enums import Role
from agencies.models import Membership, Section, User
from notices.enums import Lane
from notices.models import Address, Message
from notices.services.composing import compose_digests
from notices.services.delivery import deliver
from obligations.lists import mine_asked
from obligations.models import LimitOverride, Obligation, ReminderRule
from obligations.reminders import remind
from obligations.services import place_duties
from obligations.services.succession import pass_duties
from tests.factories import make_address, make_agency, make_duties, make_duty, make_membership
from tests.notices.conftest import DIGEST, local

pytestmark = pytest.mark.django_db
TODAY = DIGEST.date()
OVER, SOON, ASSIGNED = "obligations.count_over", "obligations.count_soon", "obligations.count_assigned"
LATER, WEEK = "obligations.count_later", timedelta(days=7)


@pytest.fixture(autouse=True)
def readers(handler, leader):
    make_address(leader)


def owed(unit, *days: int, **facts) -> list[Obligation]:
    """Duties that are due so many days after the digest, opened long before it."""
    opened = {"opened_at": DIGEST - timedelta(days=30)} | facts
    return [make_duty(bearer=unit.party, due_on=TODAY + timedelta(days=day), **opened) for day in days]


def told(by) -> dict[date, list[tuple[str, int]]]:
    rows = Message.objects.filter(user=by.user, lane=Lane.DIGEST).order_by("pk")
    return {row.day: [(item["kind"], item["count"]) for item in row.content] for row in rows}


def test_it_counts_what_is_overdue_due_soon_and_new(unit, handler, leader):
    owed(unit, -3, -1, 0, 7, 8)
    owed(unit, 20, opened_at=DIGEST - timedelta(days=1))

    compose_digests(at=DIGEST)

    assert told(handler) == {TODAY: [(ASSIGNED, 1), (OVER, 2), (SOON, 2)]}
    assert told(leader) == {TODAY: [(OVER, 2)]}


def test_for_want_of_a_leader_the_reviewers_are_told_what_is_overdue(unit, handler, leader):
    reviewer = make_membership(agency=unit, role=Role.REVIEWER)
    make_address(reviewer)
    owed(unit, -3, 3)

    compose_digests(at=DIGEST)
    assert told(reviewer) == {}
    Membership.objects.filter(pk=leader.pk).update(ended_at=DIGEST)
    compose_digests(at=DIGEST + timedelta(days=1))

    assert list(told(reviewer).values()) == [[(OVER, 1)]]


def test_a_clock_of_hours_is_overdue_by_its_hour(unit, handler):
    owed(unit, 0, due_at=DIGEST - timedelta(minutes=1))
    owed(unit, 0, due_at=DIGEST + timedelta(minutes=1))

    compose_digests(at=DIGEST)

    assert told(handler) == {TODAY: [(OVER, 1), (SOON, 1)]}


def test_due_soon_is_what_the_page_shows(unit, handler):
    """As the setting of the territory says, with what was sent back and what is counted in hours."""
    region = unit.party.region
    facts = {"kind": "light.soon", "region": region, "region_path": region.path}
    for day, amount in ((TODAY - WEEK, 30), (TODAY, 10), (TODAY + WEEK, 20)):
        LimitOverride.objects.create(valid_from=day, amount=amount, **facts)
    owed(unit, -1, 10, 11)
    owed(unit, 15, due_at=DIGEST + timedelta(days=15))
    owed(unit, 20, state="returned", submitted_at=DIGEST - WEEK, first_submitted_at=DIGEST - WEEK)
    elsewhere = make_membership(agency=make_agency())
    make_address(elsewhere)
    owed(elsewhere.party.agency, 7, 10)

    compose_digests(at=DIGEST)

    assert told(handler) == {TODAY: [(OVER, 1), (SOON, 3)]}
    assert told(elsewhere) == {TODAY: [(SOON, 1)]}
    with time_machine.travel(DIGEST):
        shown = mine_asked(handler, QueryDict("light=soon")).qs
        assert shown.count() == 3


def test_what_was_handed_over_or_placed_is_new(unit, handler):
    section = Section.objects.create(agency=unit, name="Own")
    by = make_membership(agency=unit, section=section)
    heir = make_membership(agency=make_agency(region=unit.party.region))
    for member in (by, heir):
        make_address(member)
    placed, _passed = owed(unit, 30, 30)
    before = DIGEST - timedelta(hours=1)
    place_duties(Obligation.objects.filter(pk=placed.pk), section, at=before)
    place_duties(Obligation.objects.filter(pk=placed.pk), section, at=DIGEST)  # lies there already
    compose_digests(at=DIGEST)
    assert (told(by), told(heir)) == ({TODAY: [(ASSIGNED, 1)]}, {})

    pass_duties(unit, heir.party.agency, by=handler, at=DIGEST + timedelta(hours=1))
    compose_digests(at=local("2026-11-24 08:30"))
    assert told(heir) == {date(2026, 11, 24): [(ASSIGNED, 2)]}


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "submitted", "submitted_at": DIGEST, "first_submitted_at": DIGEST},
        {"state": "waived", "closed_at": DIGEST},
        {"state": "paused", "left": 1, "paused_at": DIGEST},
    ],
)
def test_nothing_to_say_means_nothing_sent(unit, facts):
    owed(unit, -1, 3, **facts)
    owed(unit, 8)
    make_duty(bearer=make_agency().party, due_on=TODAY)

    assert compose_digests(at=DIGEST) == 0
    assert not Message.objects.exists()


def test_what_stays_undone_is_said_each_working_day_and_what_is_new_once(unit, handler):
    owed(unit, -1)
    owed(unit, 30, opened_at=DIGEST - timedelta(hours=1))
    for day in ("2026-11-23", "2026-11-24", "2026-11-28"):  # the last is a Saturday
        compose_digests(at=local(f"{day} 08:30"))

    assert told(handler) == {TODAY: [(ASSIGNED, 1), (OVER, 1)], date(2026, 11, 24): [(OVER, 1)]}


def test_the_single_reminders_are_not_told_beside_it(unit, handler, leader):
    before = DIGEST - timedelta(minutes=90)
    make_duty(bearer=unit.party, due_on=TODAY + timedelta(days=3), next_step_at=before, opened_at=before)
    make_duty(bearer=unit.party, due_on=TODAY - timedelta(days=3), next_step_at=before, opened_at=before)
    remind(at=before)

    compose_digests(at=DIGEST)

    assert {kind for _day, items in told(handler).items() for kind, _count in items} == {ASSIGNED, OVER, SOON}
    assert told(leader) == {TODAY: [(OVER, 1)]}


def test_a_step_of_the_ladder_long_before_the_day_is_told_once(unit, handler):
    ReminderRule.objects.create(kind="order.reply", stage="remind", offset=-30, unit="cd")
    before = DIGEST - timedelta(minutes=90)
    make_duty(bearer=unit.party, due_on=TODAY + timedelta(days=30), next_step_at=before, opened_at=before - WEEK)
    compose_digests(at=DIGEST - timedelta(days=3))
    remind(at=before)

    for day in ("2026-11-23", "2026-11-24"):
        compose_digests(at=local(f"{day} 08:30"))

    assert told(handler)[TODAY] == [(LATER, 1)]
    assert date(2026, 11, 24) not in told(handler)


def test_what_is_assigned_while_a_digest_is_made_is_new_in_the_next(unit, handler):
    owed(unit, 30, opened_at=DIGEST + timedelta(seconds=1))
    for day in ("2026-11-23", "2026-11-24"):
        compose_digests(at=local(f"{day} 08:30"))

    assert told(handler) == {date(2026, 11, 24): [(ASSIGNED, 1)]}


def test_a_section_hears_of_its_own_and_of_what_is_nobodys(unit, handler):
    own, other = (Section.objects.create(agency=unit, name=name) for name in ("Own", "Other"))
    by = make_membership(agency=unit, section=own)
    make_address(by)
    for section in (own, other, None):
        owed(unit, -1, section=section)

    compose_digests(at=DIGEST)

    assert (told(by), told(handler)) == ({TODAY: [(OVER, 2)]}, {TODAY: [(OVER, 3)]})


def test_of_two_roles_in_a_unit_it_is_told_once_and_of_two_units_apart(unit, handler):
    elsewhere = make_membership(agency=make_agency(), user=handler.user)
    make_membership(agency=unit, user=handler.user, role=Role.LEADER)
    owed(unit, -1)
    make_duty(bearer=elsewhere.party, due_on=TODAY - timedelta(days=1), opened_at=DIGEST - timedelta(days=30))

    compose_digests(at=DIGEST)

    assert told(handler) == {TODAY: [(OVER, 1), (OVER, 1)]}


@pytest.mark.parametrize("facts", [{"valid_to": date(2026, 11, 22)}, {"is_proposed": True}, {"role": Role.VIEWER}])
def test_the_memberships_of_the_day_decide(unit, facts):
    by = make_membership(agency=unit, **facts)
    make_address(by)
    owed(unit, -1)

    compose_digests(at=DIGEST)

    assert told(by) == {}


def test_its_mail_leads_to_the_duties(unit, mailoutbox, settings):
    settings.PORTAL_URL = "https://portal.example.gov.cn"
    owed(unit, -1, 3, opened_at=DIGEST - timedelta(days=1))
    compose_digests(at=DIGEST)

    deliver("mail", at=DIGEST)

    (mail,) = [mail for mail in mailoutbox if mail.to == ["li.hua@example.gov.cn"]]
    assert mail.subject == "What is to be done, and what is new, on 2026-11-23"
    assert mail.body.splitlines() == [
        "Market Office",
        "- Overdue duties (1): https://portal.example.gov.cn/duties/?light=over",
        "- Duties due soon (1): https://portal.example.gov.cn/duties/?light=soon",
        "- Newly assigned duties (2): https://portal.example.gov.cn/duties/",
        "",
        "All notices: https://portal.example.gov.cn/notices/",
    ]


def test_it_asks_as_much_for_many_as_for_one(unit, django_assert_num_queries):
    owed(unit, -1, 3)
    counts = [compose_digests(at=local("2026-11-20 08:30"))]  # after it the calendar of the year is known
    for day in ("2026-11-23", "2026-11-24"):
        with django_assert_num_queries(15):
            counts.append(compose_digests(at=local(f"{day} 08:30")))
        for _ in range(5):
            make_address(make_membership(agency=unit))
            owed(unit, -1, 3)

    assert counts == [1, 2, 7]


def test_twenty_thousand_people_are_told_in_seconds():
    """Of 200 units with 100 people and 40 duties each."""
    units = [make_agency() for _ in range(200)]
    people = [
        User(username=f"many{n}", name="Many", region_path=units[n % 200].region_path) for n in range(20_000)
    ]  # fmt: skip
    users = User.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(user=user, party=units[n % 200].party, role=Role.HANDLER, valid_from=date(2020, 1, 1))
        for n, user in enumerate(users)
    )
    Address.objects.bulk_create(Address(user=user, channel="mail", address="here") for user in users)
    make_duties(
        {"bearer": each.party, "due_on": TODAY + timedelta(days=n % 40 - 10)} for each in units for n in range(40)
    )

    begun = time.monotonic()
    made = compose_digests(at=DIGEST)
    took = time.monotonic() - begun

    assert made == 20_000
    assert took < 20  # 2 s on a busy machine
