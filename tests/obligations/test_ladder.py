"""The ladder: who is told when, once, whatever is repeated."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Membership, User
from notices.models import Notice
from obligations.models import Obligation, Reminder, ReminderRule
from obligations.reminders import remind, reschedule_all
from obligations.services import extend_duty, meet_duty, open_duty
from tests.factories import make_agency, make_membership, make_region, make_task, make_user, next_step_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: str, time: str = "08:00") -> datetime:
    return datetime.fromisoformat(f"2026-{day}T{time}").replace(tzinfo=SHANGHAI)


@pytest.fixture
def commission(db):
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION)


@pytest.fixture
def unled(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX)


@pytest.fixture
def tax(unled):
    make_membership(agency=unled, role=Role.LEADER)
    return unled


OPENED = at("09-01")


def duty_of(agency, *, due: date = date(2026, 9, 30), opened: datetime = OPENED) -> Obligation:
    task = make_task()
    path = agency.party.region_path
    return open_duty("fine.pay", bearer=agency.party, subject=task, at=opened, due_on=due, region_path=path)


def told() -> list[tuple]:
    rows = Notice.objects.order_by("pk")
    return list(rows.values_list("kind", "to_party", "audience", "lane", "created_at"))


def test_the_steps_of_one_duty(commission, tax):
    duty_of(tax)

    steps = {}
    day = date(2026, 9, 1)
    while day <= date(2026, 10, 20):
        moment = datetime(day.year, day.month, day.day, 8, tzinfo=SHANGHAI)
        before = Reminder.objects.count()
        remind(at=moment)
        if Reminder.objects.count() > before:
            reminder = Reminder.objects.latest("pk")
            notice = reminder.notice
            steps[f"{day:%m-%d}"] = (reminder.stage, reminder.offset, notice.to_party_id, notice.audience, notice.lane)
        day += timedelta(days=1)

    assert steps == {  # 1 to 7 October are holidays, 10 October is worked
        "09-01": ("assigned", 0, tax.pk, "handlers", "digest"),
        "09-23": ("remind", -7, tax.pk, "handlers", "digest"),
        "09-27": ("remind", -3, tax.pk, "handlers", "digest"),
        "09-30": ("remind", 0, tax.pk, "handlers", "digest"),
        "10-08": ("leader", 1, tax.pk, "leaders", "immediate"),
        "10-13": ("urge", 5, commission.pk, "handlers", "digest"),
    }


def second(agency, *roles):
    """One person in several roles of a unit."""
    user = make_user()
    for role in roles:
        make_membership(agency=agency, user=user, role=role)


@pytest.mark.parametrize(
    ("roles", "audience"),
    [
        ([], None),
        ([["handler"]], None),
        ([["handler"], ["reviewer"]], "reviewers"),
        ([["handler", "reviewer"]], None),  # nobody but who was reminded before
        ([["handler", "reviewer"], ["reviewer"]], "reviewers"),
        ([["reviewer"], ["leader"]], "leaders"),
        ([["handler", "leader"]], "leaders"),
    ],
)
def test_who_hears_of_it_in_a_unit_without_a_leader(commission, unled, roles, audience):
    for person in roles:
        second(unled, *person)
    duty_of(unled)
    remind(at=at("09-30"))

    remind(at=at("10-08"))

    *_, last = told()
    if audience:
        assert last == ("obligations.overdue", unled.pk, audience, "immediate", at("10-08"))
    else:
        assert last == ("obligations.unled", commission.pk, "handlers", "digest", at("10-08"))
        assert Notice.objects.latest("pk").url == "/duties/overdue/"


def test_a_duty_whose_day_has_moved_since_its_step_came_holds_up_no_other(commission, tax):
    moved, other = duty_of(tax), duty_of(tax)
    remind(at=at("09-02"))
    Obligation.objects.filter(pk=moved.pk).update(due_on=date(2026, 12, 31))

    assert remind(at=at("09-23")) == 1

    assert list(other.reminders.order_by("pk").values_list("stage", flat=True)) == ["assigned", "remind"]
    assert list(moved.reminders.values_list("stage", flat=True)) == ["assigned"]
    assert next_step_of(moved) > at("12-01")


@pytest.mark.parametrize("gone", ["ended", "closed", "over", "proposed", "to come"])
def test_a_leader_who_is_not_there_today_is_none(commission, unled, gone):
    by = make_membership(agency=unled, role=Role.LEADER)
    facts = {
        "ended": {"ended_at": OPENED}, "over": {"valid_to": date(2026, 10, 7)}, "proposed": {"is_proposed": True},
        "to come": {"valid_from": date(2026, 10, 9)},
    }  # fmt: skip
    if gone == "closed":
        User.objects.filter(pk=by.user_id).update(is_active=False)
    else:
        Membership.objects.filter(pk=by.pk).update(**facts[gone])
    duty_of(unled)

    remind(at=at("10-08"))

    assert told()[-1][:2] == ("obligations.unled", commission.pk)


def test_of_units_without_a_leader_it_is_told_in_one_notice(commission, unled):
    for agency in (unled, unled, make_agency(region=commission.party.region, kind=AgencyKind.TAX)):
        duty_of(agency)

    assert [remind(at=at("10-08")) for _again in range(2)] == [3, 0]

    notice = Notice.objects.get()
    assert (notice.kind, notice.params["duties"], notice.to_party_id) == ("obligations.unled", 3, commission.pk)


def test_after_an_outage_only_the_latest_step_is_taken(commission, tax):
    duty_of(tax)
    remind(at=at("09-01"))

    remind(at=at("10-09"))

    assert [kind for kind, *_ in told()] == ["obligations.due", "obligations.overdue"]
    assert list(Reminder.objects.order_by("pk").values_list("stage", "offset")) == [("assigned", 0), ("leader", 1)]


def test_a_unit_gets_one_notice_for_all_its_duties(commission, tax):
    for _ in range(3):
        duty_of(tax)
    duty_of(tax, due=date(2026, 9, 8))

    count = remind(at=at("09-01", "09:00"))

    notice = Notice.objects.get()
    assert count == 4
    assert notice.params == {"duties": 4, "units": 1, "assigned": 4, "soon": 0}
    assert notice.reminders.count() == 4


def test_a_duty_that_is_met_is_never_reminded(tax):
    duty = duty_of(tax)
    remind(at=at("09-01"))
    meet_duty(duty, at=at("09-10"))

    assert [remind(at=at("09-30")), remind(at=at("10-20"))] == [0, 0]


def test_a_clock_of_hours_has_its_own_ladder(commission, tax):
    open_duty(
        "hotline.life", bearer=tax.party, subject=make_task(), at=at("09-01", "10:00"), region_path=tax.region_path
    )

    moments = ["10:00", "10:55", "11:00", "11:05", "12:00", "12:05"]
    taken = {moment: remind(at=at("09-01", moment)) for moment in moments}

    assert taken == {"10:00": 1, "10:55": 0, "11:00": 1, "11:05": 0, "12:00": 1, "12:05": 0}
    assert [audience for _kind, _to, audience, lane, _at in told() if lane == "immediate"] == [
        "handlers", "handlers", "leaders"
    ]  # fmt: skip


def test_nobody_is_asked_to_supervise_himself(commission):
    duty_of(commission)

    remind(at=at("10-20"))

    assert Notice.objects.filter(kind="obligations.propose_urging").count() == 0


def test_the_rules_of_a_kind_and_of_a_place_replace_the_general_ones(commission, tax):
    elsewhere = make_agency(region=make_region(), kind=AgencyKind.TAX)
    region = commission.party.region
    ReminderRule.objects.create(region=region, region_path=region.path, stage="remind", offset=-10, unit="cd")
    ReminderRule.objects.create(kind="fine.pay", stage="remind", offset=-20, unit="cd")
    for agency in (tax, elsewhere):
        duty_of(agency)
    open_duty("order.reply", bearer=tax.party, subject=make_task(), at=at("09-01"), due_on=date(2026, 9, 30),
              region_path=tax.region_path)  # fmt: skip
    remind(at=at("09-01"))

    assert [remind(at=at(day)) for day in ("09-09", "09-10", "09-19", "09-20", "09-23")] == [0, 2, 0, 1, 0]


def test_changed_rules_hold_for_what_is_open(tax):
    duty = duty_of(tax)
    remind(at=at("09-01"))
    ReminderRule.objects.filter(offset=-7).update(offset=-15)

    reschedule_all(kind="", region_path="", at=at("09-02"))

    assert next_step_of(duty) == at("09-15", "07:00")


def test_a_repeated_or_backward_clock_says_nothing_twice(tax):
    duty_of(tax)
    remind(at=at("09-23"))

    assert [remind(at=at(day)) for day in ("09-23", "09-20", "09-23")] == [0, 0, 0]
    assert Reminder.objects.count() == 1


def test_two_days_without_a_scan_cost_one_step_and_no_repetition(commission, tax):
    late, soon = duty_of(tax, due=date(2026, 9, 21)), duty_of(tax, due=date(2026, 9, 24))
    remind(at=at("09-19"))  # a Saturday; 20 September is worked

    remind(at=at("09-23", "12:00"))

    found = {duty.pk: list(duty.reminders.order_by("pk").values_list("stage", "offset")) for duty in (late, soon)}
    assert found == {
        late.pk: [("remind", -3), ("leader", 1)],  # not also "today", which has passed
        soon.pk: [("remind", -7), ("remind", -3)],
    }
    assert [next_step_of(duty) for duty in (late, soon)] == [at("09-29", "07:00"), at("09-24", "07:00")]


def test_a_clock_of_hours_that_nobody_saw_goes_to_the_leader_at_once(commission, tax):
    opened = at("09-01", "10:00")
    open_duty("hotline.life", bearer=tax.party, subject=make_task(), at=opened, region_path=tax.party.region_path)

    assert [remind(at=at("09-01", "19:00")), remind(at=at("09-02", "12:00"))] == [1, 1]
    assert list(Reminder.objects.order_by("pk").values_list("stage", "offset")) == [("leader", 0), ("urge", 24)]


def test_more_time_before_the_first_scan_still_says_that_it_is_new(commission, tax):
    leader = make_membership(agency=commission, role="leader")
    duty = duty_of(tax)
    extend_duty(duty, at=at("09-01"), by=leader, basis="§ 9", reason="r", until=date(2026, 10, 30))

    assert remind(at=at("09-01", "08:05")) == 1
    assert duty.reminders.get().stage == "assigned"


def test_what_is_owed_no_longer_is_cleared_away(tax):
    duty = duty_of(tax)
    remind(at=at("09-01"))
    meet_duty(duty, at=at("09-10"))
    assert next_step_of(duty) is not None

    remind(at=at("09-23"))

    assert next_step_of(duty) is None


def test_who_works_for_both_is_not_told_of_his_own_unit(commission, tax):
    """The proposal about it stands apart, so that the others of the supervisor are told."""
    audit = make_agency(region=commission.party.region, kind=AgencyKind.AUDIT)
    both = make_membership(agency=commission)
    make_membership(agency=tax, user=both.user)
    for agency in (tax, audit):
        duty_of(agency)

    remind(at=at("10-20"))

    proposals = Notice.objects.filter(kind="obligations.propose_urging")
    assert set(proposals.values_list("about", flat=True)) == {tax.pk, audit.pk}
