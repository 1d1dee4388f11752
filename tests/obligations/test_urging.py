"""催办: who is urged and told, what is left out and why, once a day, nobody himself, many at once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from agencies.enums import AgencyKind, Role
from kernel.models import AuditRow
from notices.kinds import sentence_of
from notices.models import Notice
from obligations.enums import DutyState
from obligations.models import Obligation, ObligationStep
from obligations.services import meet_duty
from obligations.services.urging import (
    Obstacle,
    Unit,
    asked_for,
    may_be_urged,
    preview_urging,
    urge_duties,
    with_obstacles,
)
from tests.factories import make_agency, make_duties, make_duty, make_membership, make_region

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 21, 12, tzinfo=SHANGHAI)
LATE, DAY = date(2026, 9, 14), timedelta(days=1)


@pytest.fixture
def commission():
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION, name="Commission")


@pytest.fixture
def by(commission):
    return make_membership(agency=commission)


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def police(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.PUBLIC_SECURITY, name="Police")


def late_duty(agency, *, by, **facts) -> Obligation:
    return make_duty(bearer=agency.party, **({"supervisor": by.party, "due_on": LATE} | facts))


def every():
    return Obligation.objects.all()


def obstacles(by, *, at=NOON) -> dict[int, str]:
    return dict(asked_for(every(), by=by, at=at).values_list("pk", "obstacle"))


def test_each_duty_gets_a_line_and_each_unit_two_notices(by, tax, police):
    duties = [late_duty(tax, by=by), late_duty(tax, by=by), late_duty(police, by=by)]

    urged = urge_duties(every(), by=by, at=NOON)

    assert (urged.duties, urged.unit_count, urged.notices, list(urged.left_out)) == (3, 2, 4, [])
    assert [duty.pk for duty in urged.done] == [duties[2].pk, duties[0].pk, duties[1].pk]  # by unit
    steps = ObligationStep.objects.values_list("obligation", "verb", "at", "on", "by")
    assert set(steps) == {(duty.pk, "urge", NOON, NOON.date(), by.pk) for duty in duties}
    rows = Notice.objects.values_list("kind", "to_party", "audience", "lane", "params__duties", "about")
    assert set(rows) == {
        ("obligations.urged", agency.pk, audience, "digest", count, None)
        for agency, count in ((tax, 2), (police, 1))
        for audience in ("handlers", "leaders")
    }


def test_the_notice_says_who_urges_and_leads_to_what_is_overdue(by, tax, client):
    late_duty(tax, by=by)
    urge_duties(every(), by=by, at=NOON)
    notice = Notice.objects.filter(audience="handlers").get()

    with override("en"):
        said = sentence_of(notice.kind, notice.params)
    handler = make_membership(agency=tax)
    client.force_login(handler.user)
    page = client.get(notice.url)

    assert said.startswith("Commission urges you to hand in 1 overdue duty.")
    assert [line.duty for line in page.context["lines"]] == list(every())


def test_the_act_stands_in_the_trail(by, tax):
    late_duty(tax, by=by)

    urge_duties(every(), by=by, at=NOON)

    noted = AuditRow.objects.get(table_name="duties_urged")
    assert (noted.row_id, noted.changes) == (str(by.party_id), {"count": 1, "units": 1})


def test_what_is_left_out_and_why(by, tax, police):
    free = late_duty(tax, by=by)
    facts = {
        Obstacle.OTHERS: late_duty(police, by=by, supervisor=make_agency().party),
        Obstacle.SETTLED: late_duty(tax, by=by, state=DutyState.PAUSED, left=1, paused_at=NOON - DAY),
        Obstacle.OWN: late_duty(make_membership(user=by.user, role=Role.VIEWER).party.agency, by=by),
        Obstacle.URGED: late_duty(police, by=by),
    }
    urge_duties(every().filter(pk=facts[Obstacle.URGED].pk), by=by, at=NOON - timedelta(hours=1))
    not_yet = late_duty(tax, by=by, due_on=NOON.date())

    expected = {duty.pk: why for why, duty in facts.items()} | {free.pk: "", not_yet.pk: Obstacle.SETTLED}
    assert obstacles(by) == expected
    urged = urge_duties(every(), by=by, at=NOON)
    assert list(urged.done) == [free]
    assert {duty.pk: why for duty, why in with_obstacles(urged.left_out)} == {
        pk: why for pk, why in expected.items() if why
    }


def test_a_clock_of_hours_is_overdue_by_the_hour(by, tax):
    late_duty(tax, by=by, due_on=NOON.date(), due_at=NOON)

    assert set(obstacles(by, at=NOON).values()) == {Obstacle.SETTLED}
    assert set(obstacles(by, at=NOON + timedelta(minutes=1)).values()) == {""}


def test_the_same_day_says_nothing_twice_and_the_next_day_may(by, tax):
    late_duty(tax, by=by)

    counts = [urge_duties(every(), by=by, at=NOON + n * DAY / 3).duties for n in range(4)]  # noon, 20:00, 4:00, noon

    assert counts == [1, 0, 1, 0]
    assert (ObligationStep.objects.count(), Notice.objects.count()) == (2, 4)


def test_the_expression_says_what_the_rule_says(by, commission, tax):
    """For each duty alike: has_perm for one, the expression for many."""
    lead = make_membership(agency=commission, role=Role.LEADER)
    member = make_membership(agency=commission, user=make_membership(agency=tax).user)
    other = make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION))
    duties = [late_duty(tax, by=by), late_duty(tax, by=by, supervisor=None), late_duty(commission, by=other)]

    for who in (by, lead, member, other):
        free = {pk for pk, why in obstacles(who).items() if not why}
        assert free == {duty.pk for duty in duties if who.has_perm("obligations.urge_duty", duty)}, who
        assert free == {duty.pk for duty in duties if may_be_urged(duty, by=who, at=NOON, steps=())}, who


def test_the_button_knows_what_the_expression_knows(by, tax):
    late, settled, early = (late_duty(tax, by=by), late_duty(tax, by=by), late_duty(tax, by=by, due_on=NOON.date()))
    hours = late_duty(tax, by=by, due_on=NOON.date(), due_at=NOON - timedelta(minutes=1))
    meet_duty(settled, at=NOON)
    urge_duties(every().filter(pk=late.pk), by=by, at=NOON - DAY)

    for at in (NOON, NOON - DAY):
        free = {pk for pk, why in obstacles(by, at=at).items() if not why}
        assert (
            free
            == {duty.pk for duty in every() if may_be_urged(duty, by=by, at=at, steps=duty.steps.all())}
            == ({late.pk, hours.pk} if at == NOON else set())
        ), early


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HANDLER, Role.REVIEWER, Role.LEADER}))
def test_others_of_the_unit_urge_nobody(commission, tax, role):
    by = make_membership(agency=commission, role=role)
    late_duty(tax, by=by)

    for ask in (preview_urging, urge_duties):
        with pytest.raises(PermissionDenied):
            ask(every(), by=by, at=NOON)
    assert not may_be_urged(every().get(), by=by, at=NOON, steps=())
    assert not Notice.objects.exists()


def test_the_preview_counts_units_notices_and_persons(by, tax, police):
    for agency in (tax, tax, police):
        late_duty(agency, by=by)
    left = late_duty(tax, by=by, due_on=NOON.date())
    both = make_membership(agency=tax, role=Role.LEADER, valid_from=date(2020, 1, 1))
    for role in (Role.HANDLER, Role.HANDLER, Role.VIEWER):
        make_membership(agency=tax, role=role)
    make_membership(agency=tax, role=Role.HANDLER, user=both.user)
    make_membership(agency=tax, role=Role.HANDLER, valid_to=date(2026, 9, 1))

    preview = preview_urging(every(), by=by, at=NOON)

    assert (preview.duties, preview.unit_count, preview.notices, preview.people) == (3, 2, 4, 3)
    assert preview.units == [Unit("Police", 1, 0), Unit("Tax bureau", 2, 3)]
    assert (preview.left_count, preview.left_out) == (1, [(left, Obstacle.SETTLED)])
    assert not Notice.objects.exists() and not ObligationStep.objects.exists()


def test_what_was_met_meanwhile_is_left_out(by, tax):
    duty, other = late_duty(tax, by=by), late_duty(tax, by=by)
    assert preview_urging(every(), by=by, at=NOON).duties == 2
    meet_duty(duty, at=NOON)

    urged = urge_duties(every(), by=by, at=NOON)

    assert (list(urged.done), with_obstacles(urged.left_out)) == ([other], [(duty, Obstacle.SETTLED)])


def test_many_take_as_many_queries_as_one(by, tax, police, django_assert_num_queries):
    late_duty(tax, by=by)
    with django_assert_num_queries(5):  # own units, savepoint and its end, the statement, the trail
        urge_duties(every(), by=by, at=NOON)
    make_duties({"bearer": police.party, "supervisor": by.party, "due_on": LATE} for _ in range(3000))

    with django_assert_num_queries(5):
        urged = urge_duties(every(), by=by, at=NOON)

    assert (urged.duties, urged.notices, Notice.objects.count()) == (3000, 2, 4)
