"""What becomes of an event: objections, repairs, revocations; and where it stands on a day, derived from them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from events.enums import EventState, StandingKind
from events.models import Event
from events.services import add_standing, record_event
from kernel.errors import Refused
from tests.events.conftest import NOW, TODAY
from tests.factories import make_agency, make_event, make_membership, make_principal, make_standing

pytestmark = pytest.mark.django_db
RAISED, UPHELD, REJECTED = (
    StandingKind.OBJECTION_RAISED, StandingKind.OBJECTION_UPHELD, StandingKind.OBJECTION_REJECTED,
)  # fmt: skip
APPLIED, APPROVED, DENIED = StandingKind.REPAIR_APPLIED, StandingKind.REPAIR_APPROVED, StandingKind.REPAIR_REJECTED
REVOKED, EXPIRED = StandingKind.REVOKED, StandingKind.EXPIRED


@pytest.fixture
def event(by, penalty):
    return record_event(penalty(), by=by, at=NOW)


def state(event: Event, on: date = TODAY) -> str:
    return Event.objects.with_standing(on).get(pk=event.pk).state_on(on)


def add(event: Event, *kinds: StandingKind, by, on: date = TODAY):
    for kind in kinds:
        standing = add_standing(event, kind, on=on, reason="Because", by=by, at=NOW)
    return standing


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), EventState.VALID),
        ((RAISED,), EventState.DISPUTED),
        ((RAISED, REJECTED), EventState.VALID),
        ((RAISED, UPHELD), EventState.UNDONE),
        ((APPLIED,), EventState.IN_REPAIR),
        ((APPLIED, DENIED), EventState.VALID),
        ((APPLIED, APPROVED), EventState.REPAIRED),
        ((APPLIED, APPROVED, RAISED), EventState.REPAIRED),
        ((APPLIED, APPROVED, REVOKED), EventState.UNDONE),
        ((RAISED, REVOKED), EventState.UNDONE),
        ((EXPIRED,), EventState.EXPIRED),
    ],
)
def test_where_an_event_stands(by, event, kinds, expected):
    if kinds:
        add(event, *kinds, by=by)

    assert state(event) == expected
    assert state(event, TODAY - timedelta(days=1)) == EventState.VALID
    counts = {EventState.VALID, EventState.DISPUTED, EventState.IN_REPAIR, EventState.REPAIRED, EventState.EXPIRED}
    assert Event.objects.in_force(TODAY).exists() == (expected in counts)
    shown = {EventState.VALID, EventState.DISPUTED, EventState.IN_REPAIR}
    assert Event.objects.public_on(TODAY).exists() == (expected in shown)


def test_after_its_last_public_day_it_has_expired_by_itself(event):
    last = date(2027, 11, 2)

    assert [state(event, last), state(event, last + timedelta(days=1))] == [EventState.VALID, EventState.EXPIRED]
    assert Event.objects.public_on(last).exists()
    assert not Event.objects.public_on(last + timedelta(days=1)).exists()
    assert not Event.objects.public_on(date(2026, 11, 1)).exists()


def test_a_standing_with_a_last_day_ends_by_itself(event):
    make_standing(event, RAISED, on=TODAY, until=TODAY + timedelta(days=5))

    assert state(event, TODAY + timedelta(days=5)) == EventState.DISPUTED
    assert state(event, TODAY + timedelta(days=6)) == EventState.VALID


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ((), UPHELD),
        ((), APPROVED),
        ((RAISED,), RAISED),
        ((RAISED,), APPLIED),
        ((RAISED,), APPROVED),
        ((RAISED, REJECTED), UPHELD),
        ((RAISED, UPHELD), RAISED),
        ((REVOKED,), EXPIRED),
        ((APPLIED, APPROVED), APPLIED),
    ],
)
def test_what_does_not_follow_is_refused(by, event, before, kind):
    if before:
        add(event, *before, by=by)

    with pytest.raises(Refused):
        add(event, kind, by=by)

    assert event.standings.count() == len(before)


def test_what_is_not_public_needs_no_repair(by, check):
    with pytest.raises(Refused, match="nothing to repair"):
        add(record_event(check(), by=by, at=NOW), APPLIED, by=by)


@pytest.mark.parametrize("on", [date(2026, 11, 1), TODAY + timedelta(days=1)])
def test_the_day_lies_between_the_event_and_today(by, event, on):
    with pytest.raises(Refused, match="The day lies in the future"):
        add(event, REVOKED, by=by, on=on)


def test_days_and_document_numbers_have_their_form(by, event):
    said = {"on": TODAY, "reason": "Because", "by": by, "at": NOW}

    with pytest.raises(Refused, match="six-cornered"):
        add_standing(event, REVOKED, document_number="No. 7", **said)
    with pytest.raises(Refused, match="before the first"):
        add_standing(event, REVOKED, until=TODAY - timedelta(days=1), **said)
    standing = add_standing(event, REVOKED, document_number="示市监撤〔2026〕3号", until=TODAY, **said)
    assert (standing.document_number, standing.recorded_by, standing.recorded_at) == ("示市监撤〔2026〕3号", by, NOW)


def test_the_subject_asks_and_the_recording_agency_decides(by, city, clinic, event):
    principal = make_principal(clinic)
    stranger = make_membership(agency=make_agency(region=city))

    add(event, RAISED, by=principal)

    for person in (principal, stranger, make_principal(clinic, role=Role.STAFF)):
        with pytest.raises(PermissionDenied):
            add(event, REJECTED, by=person)
    add(event, REJECTED, by=by)
    with pytest.raises(PermissionDenied):
        add(event, APPLIED, by=make_principal(clinic, role=Role.STAFF))
    assert list(event.standings.order_by("pk").values_list("kind", "recorded_by")) == [
        (RAISED, principal.pk), (REJECTED, by.pk),
    ]  # fmt: skip


def test_nothing_is_added_to_what_is_countered(by, regulator):
    event = make_event(agency=regulator.party)
    make_event(subject=event.subject, agency=regulator.party, counters=event, occurred_on=TODAY)

    with pytest.raises(Refused, match="counts no longer"):
        add(event, RAISED, by=by)


def test_the_same_twice_for_one_day_is_refused(by, event):
    add(event, RAISED, REJECTED, by=by)

    with pytest.raises(Refused, match="added for this day already"):
        add(event, RAISED, by=by)
    assert event.standings.count() == 2
