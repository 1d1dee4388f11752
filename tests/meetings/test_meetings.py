"""A meeting: convened, changed, cancelled, held, its minutes written and confirmed by another person."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kernel.errors import Refused, Stale
from meetings import services
from meetings.enums import MeetingState
from meetings.workflow import MEETING
from notices.models import Notice
from tests.factories import make_meeting, make_membership
from tests.meetings.conftest import LATER, NOON, fresh
from tests.tasks.progress.conftest import make_office


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=f"meetings.{kind}").values_list("to_party__name", flat=True))


def test_the_invited_agencies_are_told(city):
    meeting = city.convened()

    assert (meeting.state, [item.title for item in meeting.agenda.order_by("position")]) == (
        MeetingState.PLANNED, ["Raids", "Clinics"],
    )  # fmt: skip
    assert told("convened") == {"Police", "Tax bureau"}


def test_who_convenes(city):
    other = make_office(city.region, "hc", "Other commission")
    assert city.convened(by=city.body.handler).body == city.body.agency
    for by in (city.police.handler, make_membership(agency=city.commission.agency, role="viewer")):
        with pytest.raises(PermissionDenied):
            city.convened(by=by)
    with pytest.raises(Refused, match="no coordination body"):
        services.convene(
            other.agency, title="x", starts_at=LATER, place="x", chair="x", agencies=[city.police.agency], agenda=[],
            by=city.commission.handler, at=NOON,
        )  # fmt: skip


def test_a_commission_above_does_not_convene_here(city):
    from tests.factories import make_agency, make_region

    below = make_agency(region=make_region(parent=city.region), kind="cb")
    with pytest.raises(PermissionDenied):
        services.convene(
            below, title="x", starts_at=LATER, place="x", chair="x", agencies=[city.police.agency], agenda=[],
            by=city.commission.handler, at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "sentence"), [({"starts_at": NOON - timedelta(days=1)}, "has passed"), ({"agencies": []}, "at least one")]
)
def test_what_is_not_convened(city, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        city.convened(**facts)


def change(city, meeting, **facts):
    now = {
        "title": meeting.title, "starts_at": meeting.starts_at, "place": meeting.place, "chair": meeting.chair,
        "agencies": [city.police.agency, city.tax.agency], "agenda": ["Raids"],
    }  # fmt: skip
    return services.change_meeting(meeting, by=city.commission.handler, at=NOON, **now | facts)


def test_another_place_is_told_and_another_title_is_not(city):
    meeting = change(city, city.convened(), title="Consultation")
    assert told("moved") == set()
    change(city, fresh(meeting), place="Room 2")

    assert told("moved") == {"Police", "Tax bureau"}


def test_who_is_not_invited_any_more_is_told(city):
    new = make_office(city.region, "ju", "Justice")
    meeting = change(city, city.convened(), agencies=[city.police.agency, new.agency])

    assert {row.agency.party.name for row in meeting.invitations.all()} == {"Police", "Justice"}
    assert (told("cancelled"), told("convened")) == ({"Tax bureau"}, {"Police", "Tax bureau", "Justice"})


def test_a_stale_change_is_refused(city):
    meeting = city.convened()
    change(city, fresh(meeting), place="Room 2")
    with pytest.raises(Stale):
        change(city, meeting, place="Room 3")


def test_it_is_cancelled(city):
    meeting = services.cancel_meeting(city.convened(), reason="Typhoon", by=city.commission.leader, at=NOON)

    assert (meeting.state, meeting.cancel_reason, told("cancelled")) == (
        MeetingState.CANCELLED, "Typhoon", {"Police", "Tax bureau"},
    )  # fmt: skip


def test_who_came(city):
    meeting = city.held()

    came = dict(meeting.invitations.values_list("agency__party__name", "attendance"))
    assert (meeting.state, came) == (MeetingState.HELD, {"Police": "present", "Tax bureau": "excused"})


def test_it_is_not_held_before_its_time_nor_half(city):
    meeting, by = city.convened(), city.commission.handler
    with pytest.raises(Refused, match="not begun"):
        services.hold_meeting(meeting, attendance={}, by=by, at=NOON)
    with pytest.raises(Refused, match="every agency"):
        services.hold_meeting(fresh(meeting), attendance={city.police.agency.pk: "present"}, by=by, at=LATER)
    assert fresh(meeting).state == MeetingState.PLANNED


def test_another_person_confirms_the_minutes(city):
    meeting = city.held()
    with pytest.raises(Refused, match="no minutes"):
        services.confirm_minutes(meeting, by=city.commission.reviewer, at=LATER)
    meeting = services.write_minutes(fresh(meeting), minutes="Dealt with", by=city.commission.reviewer, at=LATER)
    hat = make_membership(agency=city.body.agency, user=city.commission.reviewer.user, role="leader")
    for by in (city.commission.reviewer, hat, city.commission.handler, city.police.leader):
        with pytest.raises(PermissionDenied):
            services.confirm_minutes(fresh(meeting), by=by, at=LATER)
    meeting = services.confirm_minutes(fresh(meeting), by=city.body.leader, at=LATER)

    assert (meeting.state, meeting.confirmed_by) == (MeetingState.CONFIRMED, city.body.leader)
    assert told("minutes_out") == {"Police", "Tax bureau"}


def test_who_wrote_the_minutes_before_does_not_confirm_them(city):
    first = services.write_minutes(city.held(), minutes="First", by=city.commission.reviewer, at=LATER)
    last = services.write_minutes(first, minutes="Last", by=city.commission.handler, at=LATER)
    with pytest.raises(PermissionDenied):
        services.confirm_minutes(last, by=city.commission.reviewer, at=LATER)

    assert services.confirm_minutes(last, by=city.commission.leader, at=LATER).state == MeetingState.CONFIRMED


def test_what_is_not_confirmed_is_not_shown_to_the_invited(city):
    meeting = city.written()
    assert [meeting.shows_minutes_to(by) for by in (city.commission.handler, city.police.handler)] == [True, False]

    services.confirm_minutes(meeting, by=city.commission.reviewer, at=LATER)
    assert fresh(meeting).shows_minutes_to(city.police.handler)


DEEDS = {
    "hold": lambda city, row: services.hold_meeting(row, attendance={}, by=city.commission.handler, at=LATER),
    "confirm": lambda city, row: services.confirm_minutes(row, by=city.commission.reviewer, at=LATER),
    "cancel": lambda city, row: services.cancel_meeting(row, reason="x", by=city.commission.handler, at=LATER),
}


@pytest.mark.parametrize(
    ("verb", "state"),
    [(verb, state) for verb in sorted(DEEDS) for state in MeetingState if state not in MEETING[verb].sources],
)
def test_refused_from_every_other_state(city, verb, state):
    by = city.commission.handler
    whole = {"minutes": "x", "minutes_by": by, "confirmed_by": by, "confirmed_at": NOON, "cancel_reason": "x"}
    meeting = make_meeting(body=city.body.agency, state=state, **whole)
    with pytest.raises(Refused, match="is not possible"):
        DEEDS[verb](city, meeting)
    assert fresh(meeting).state == state
    if state != MeetingState.HELD:
        with pytest.raises(Refused, match="is not possible"):
            services.write_minutes(fresh(meeting), minutes="x", by=by, at=LATER)
    if state != MeetingState.PLANNED:
        with pytest.raises(Refused, match="is not possible"):
            change(city, fresh(meeting))
