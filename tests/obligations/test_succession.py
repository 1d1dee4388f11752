"""An agency ends: what it owes and watches over passes to its successor, and nobody comes to watch over himself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Section
from agencies.services.hand_over import hand_over, passing
from obligations.models import Obligation
from obligations.services import cancel_duty, meet_duty, pause_duty, submit_duty
from tests.factories import make_agency, make_duty, make_membership, make_region

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = date(2026, 8, 3)


@pytest.fixture
def city():
    return make_region()


@pytest.fixture
def commission(city):
    return make_agency(region=city, kind=AgencyKind.HEALTH_COMMISSION)


@pytest.fixture
def body(city):
    return make_agency(region=city, kind=AgencyKind.COORDINATION)


@pytest.fixture
def keeper(commission):
    return make_membership(agency=commission, role=Role.BUSINESS_ADMIN)


@pytest.fixture
def giver(city):
    return make_agency(region=city, kind=AgencyKind.DATA, name="Data administration")


@pytest.fixture
def taker(city):
    return make_agency(region=city, kind=AgencyKind.DATA, name="Data resources")


def duty_of(bearer, supervisor=None, **facts) -> Obligation:
    return make_duty("fine.pay", bearer=bearer.party, supervisor=supervisor and supervisor.party, due_on=DUE, **facts)


def pass_on(giver, taker, by):
    return hand_over(giver, taker, on=NOON.date(), reason="Reform", by=by, at=NOON)


def test_what_is_not_settled_passes_and_what_is_closed_stays(keeper, commission, giver, taker):
    opened, handed_in, paused, met, cancelled = [duty_of(giver, commission) for _ in range(5)]
    submit_duty(handed_in, at=NOON)
    pause_duty(paused, at=NOON, reason="r")
    meet_duty(met, at=NOON)
    cancel_duty(cancelled, at=NOON, reason="r")
    other = duty_of(make_agency(region=giver.party.region, kind=AgencyKind.TAX), commission)

    row = pass_on(giver, taker, keeper)

    passed = [opened.pk, handed_in.pk, paused.pk]
    assert row.what["obligations.obligation"] == passed
    assert list(Obligation.objects.filter(bearer=taker.party).order_by("pk").values_list("pk", flat=True)) == passed
    assert set(Obligation.objects.filter(bearer=giver.party)) == {met, cancelled}
    assert Obligation.objects.get(pk=other.pk).version == 1
    for duty in Obligation.objects.filter(pk__in=passed):
        step = duty.steps.get(verb="hand_over")
        assert (step.giver, step.by, step.on, duty.due_on, duty.supervisor) == (
            giver.party, keeper, NOON.date(), DUE, commission.party
        )  # fmt: skip


def test_the_list_before_it_names_the_duties(giver, commission):
    duty_of(giver, commission, title="Penalty 7")
    meet_duty(duty_of(giver, commission), at=NOON)

    (duties,) = [found for found in passing(giver) if "Penalty 7" in found.duties[0]]

    assert len(duties.duties) == 1
    assert "2026-08-03" in duties.duties[0]


def test_a_section_of_the_giver_does_not_pass(keeper, commission, giver, taker):
    duty = duty_of(giver, commission, section=Section.objects.create(agency=giver, name="Platforms"))

    pass_on(giver, taker, keeper)

    duty.refresh_from_db()
    assert (duty.bearer, duty.section) == (taker.party, None)


@pytest.mark.parametrize("is_met", [False, True])
def test_what_the_successor_owes_already_is_not_owed_twice(keeper, commission, giver, taker, is_met):
    same = {"subject_id": 7, "period": "2026Q3"}
    double, own = duty_of(giver, commission, **same), duty_of(taker, commission, **same)
    if is_met:
        meet_duty(own, at=NOON)
    next_period = duty_of(giver, commission, **same | {"period": "2026Q4"})

    row = pass_on(giver, taker, keeper)

    double.refresh_from_db()
    assert (double.state, double.bearer, double.steps.get().verb) == ("cancelled", giver.party, "cancel")
    assert row.what["obligations.obligation"] == [next_period.pk]
    assert Obligation.objects.get(pk=own.pk).state == ("met" if is_met else "open")


def test_the_successor_watches_over_what_was_watched_over(keeper, commission, taker, city):
    institute = make_agency(region=city, kind=AgencyKind.HEALTH_SUPERVISION)
    new = make_agency(region=city, kind=AgencyKind.HEALTH_SUPERVISION)
    duty = duty_of(taker, institute)

    row = pass_on(institute, new, keeper)

    duty.refresh_from_db()
    assert (duty.supervisor, duty.bearer, duty.version) == (new.party, taker.party, 2)
    assert "obligations.obligation" not in row.what  # no duty of its own has passed
    assert not duty.steps.exists()


def test_who_would_watch_over_himself_is_replaced(keeper, commission, body, giver, taker, city):
    owed_by_giver, owed_by_taker = duty_of(giver, taker), duty_of(taker, giver)

    pass_on(giver, taker, keeper)

    for duty in (owed_by_giver, owed_by_taker):
        duty.refresh_from_db()
        assert (duty.bearer, duty.supervisor) == (taker.party, commission.party)


def test_when_a_commission_ends_the_coordination_body_watches_over_its_successor(keeper, commission, body, city):
    new = make_agency(region=city, kind=AgencyKind.HEALTH_COMMISSION)
    of_commission, of_new = duty_of(commission, body), duty_of(new, commission)

    pass_on(commission, new, keeper)

    for duty in (of_commission, of_new):
        duty.refresh_from_db()
        assert (duty.bearer, duty.supervisor) == (new.party, body.party)


def test_who_only_watches_over_others_does_not_end_without_a_successor(keeper, commission, taker):
    duty_of(taker, commission)

    assert len(passing(commission)) == 1
