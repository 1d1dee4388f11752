"""What becomes of a verification: who may take which step, and what follows from it."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction

from agencies.enums import Role
from events.models import Event
from institutions.enums import LicenceType, VerificationState
from institutions.models import Verification
from institutions.services.concluding import conclude_verification
from institutions.services.lapsing import end_verification
from institutions.services.verifying import (
    apply_for_verification,
    open_verification,
    order_verification,
    review_verification,
)
from institutions.workflow import VERIFICATION
from kernel.errors import Refused, Stale, WrongDay
from notices.models import Notice
from obligations.models import LimitOverride, Obligation
from tests.factories import make_institution, make_membership, make_principal, make_verification

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 7, 20, 12, tzinfo=ZONE)
ENDS = date(2026, 12, 31)  # applied for by 2026-09-30
S = VerificationState


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院", beds=100, licence_from=date(2020, 12, 31))


@pytest.fixture
def principal(hospital):
    return make_principal(hospital.party)


@pytest.fixture
def reviewer(keeper):
    return make_membership(agency=keeper.party.agency, role=Role.REVIEWER)


@pytest.fixture
def row(hospital, keeper):
    return open_verification(hospital, due_on=ENDS, by=keeper, at=NOON)


@pytest.fixture
def applied(row, principal):
    return apply_for_verification(row, statement="Nothing has changed.", by=principal, at=NOON)


@pytest.fixture
def reviewed(applied, keeper):
    return review_verification(applied, findings="Complete.", visited_on=NOON.date(), by=keeper, at=NOON)


@pytest.fixture
def suspended(reviewed, reviewer):
    return conclude_verification(
        reviewed, conclusion="suspended", months=6, reason="12 points", by=reviewer, at=NOON
    )  # fmt: skip


@pytest.fixture
def anew(suspended, principal):
    return apply_for_verification(suspended, statement="Put right.", by=principal, at=NOON + timedelta(days=90))


def duties() -> dict[str, str]:
    return {f"{duty.kind} {duty.period}": duty.state for duty in Obligation.objects.order_by("pk")}


def again(row) -> Verification:
    return Verification.objects.get(pk=row.pk)


@pytest.mark.parametrize(("source", "target"), list(product(sorted(S), repeat=2)))
def test_only_the_table_leads_from_state_to_state(source, target, hospital):
    """The database's own guard, for every pair."""
    row = make_verification(hospital, state=source)
    needed = make_verification(make_institution(region=hospital.party.region), state=target)
    facts = {
        name: getattr(needed, name)
        for name in ("decided_on", "suspended_until", "verified_to", "reviewed_by", "reviewed_at")
    }
    allowed = {(start, step.target) for step in VERIFICATION for start in step.sources}

    if source == target or (source, target) in allowed:
        assert Verification.objects.filter(pk=row.pk).update(state=target, **facts) == 1
    else:
        with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
            Verification.objects.filter(pk=row.pk).update(state=target, **facts)


def test_the_application_meets_the_duty_and_the_commission_owes_the_conclusion(applied, keeper, principal):
    assert (applied.state, applied.applied_by) == ("applied", principal)
    assert duties() == {"verify.apply 2026-12-31": "met", "verify.review 2026-12-31": "open"}
    owed = Obligation.objects.get(kind="verify.review")
    assert (owed.bearer, owed.due_on) == (keeper.party, date(2026, 8, 19))
    assert Notice.objects.filter(kind="institutions.verification_applied", to_party=keeper.party).count() == 1
    assert [step.verb for step in applied.steps.all()] == ["apply"]


def test_the_commission_enters_an_application_with_a_note(row, keeper):
    with pytest.raises(Refused, match="how the application came in"):
        apply_for_verification(row, statement="As last year.", by=keeper, at=NOON)

    apply_for_verification(row, statement="As last year.", note="By letter", by=keeper, at=NOON)

    assert again(row).steps.get().note == "As last year.\nBy letter"


def test_who_does_not_speak_for_the_institution_does_not_apply(row, hospital, district):
    for by in (make_principal(hospital.party, role=Role.STAFF), make_principal(make_institution().party)):
        with pytest.raises(PermissionDenied):
            apply_for_verification(row, statement="Nothing.", by=by, at=NOON)
    with pytest.raises(Refused, match="declares"):
        apply_for_verification(row, statement=" ", by=make_principal(hospital.party), at=NOON)
    assert duties() == {"verify.apply 2026-12-31": "open"}


def test_two_persons_review_and_conclude(reviewed, keeper, reviewer, hospital):
    reviewed.reviewed_by = reviewer
    reviewed.save()

    with pytest.raises(PermissionDenied):
        conclude_verification(reviewed, conclusion="passed", by=reviewer, at=NOON)
    with pytest.raises(PermissionDenied):
        conclude_verification(reviewed, conclusion="passed", by=keeper, at=NOON)  # a handler
    both = make_membership(agency=keeper.party.agency, role=Role.LEADER)
    hospital.party.memberships.create(user=both.user, role=Role.STAFF, valid_from=date(2020, 1, 1))
    with pytest.raises(PermissionDenied):
        conclude_verification(reviewed, conclusion="passed", by=both, at=NOON)


def test_what_is_passed_says_until_when(reviewed, reviewer, hospital):
    row = conclude_verification(reviewed, conclusion="passed", by=reviewer, at=NOON)

    assert (row.state, row.decided_on, row.verified_to) == ("passed", NOON.date(), date(2029, 12, 31))
    assert duties() == {"verify.apply 2026-12-31": "met", "verify.review 2026-12-31": "met"}
    event = Event.objects.get()
    assert (event.kind, event.subject_id, event.level, event.source_id) == (
        "verification_passed", hospital.pk, "", f"{row.pk}:verification_passed",
    )  # fmt: skip
    notice = Notice.objects.get(kind="institutions.verification_concluded")
    assert (notice.to_party_id, notice.params) == (hospital.pk, {"state": "passed", "day": "2029-12-31"})


@pytest.mark.parametrize(("months", "said"), [(None, "1 to 6 months"), (0, "1 to 6"), (7, "1 to 6")])
def test_a_suspension_lasts_one_to_six_months(reviewed, reviewer, months, said):
    with pytest.raises(Refused, match=said):
        conclude_verification(
            reviewed, conclusion="suspended", months=months, reason="12 points", by=reviewer, at=NOON
        )  # fmt: skip
    with pytest.raises(Refused, match="Say why"):
        conclude_verification(reviewed, conclusion="suspended", months=3, by=reviewer, at=NOON)
    assert again(reviewed).state == "review"


def test_a_region_may_suspend_for_a_shorter_time(reviewed, reviewer, district):
    LimitOverride.objects.create(
        kind="verify.again", region=district, region_path=district.path, amount=3, valid_from=date(2020, 1, 1),
        basis="Basis",
    )  # fmt: skip

    with pytest.raises(Refused, match="1 to 3 months"):
        conclude_verification(reviewed, conclusion="suspended", months=4, reason="12 points", by=reviewer, at=NOON)


def test_a_suspension_has_an_end_and_a_duty_and_is_no_penalty(suspended, hospital):
    assert (suspended.state, suspended.suspended_until) == ("suspended", date(2027, 1, 20))
    assert duties() == {
        "verify.apply 2026-12-31": "met", "verify.review 2026-12-31": "met", "verify.again 2027-01-20": "open",
    }  # fmt: skip
    owed = Obligation.objects.get(kind="verify.again")
    assert (owed.bearer_id, owed.due_on) == (hospital.pk, date(2027, 1, 20))
    event = Event.objects.get()
    assert (event.kind, event.level, event.public_until) == ("verification_suspended", "", None)
    hospital.refresh_from_db()
    assert hospital.state == "practising"


def test_verified_anew_it_is_reviewed_anew(anew, keeper, reviewer):
    assert duties() == {
        "verify.apply 2026-12-31": "met", "verify.review 2026-12-31": "met", "verify.again 2027-01-20": "met",
        "verify.review 2027-01-20": "open",
    }  # fmt: skip
    later = NOON + timedelta(days=100)
    with pytest.raises(Refused, match="nobody has recorded a review"):
        conclude_verification(anew, conclusion="passed", by=reviewer, at=later)

    row = review_verification(again(anew), findings="Put right.", by=keeper, at=later)
    row = conclude_verification(row, conclusion="passed", by=reviewer, at=later)

    assert (row.state, row.verified_to) == ("passed", date(2029, 12, 31))
    assert set(duties().values()) == {"met"}
    assert [step.verb for step in row.steps.order_by("pk")] == [
        "apply", "review", "suspend", "reverify", "review", "pass",
    ]  # fmt: skip


def test_a_failed_one_cancels_the_licence_and_closes_the_institution(anew, keeper, reviewer, hospital):
    later = NOON + timedelta(days=100)
    row = review_verification(anew, findings="As before.", by=keeper, at=later)

    conclude_verification(row, conclusion="cancelled", reason="Not put right", by=reviewer, at=later)

    hospital.refresh_from_db()
    assert (hospital.state, hospital.closed_on, again(row).state) == ("closed", later.date(), "cancelled")
    assert sorted(Event.objects.values_list("kind", flat=True)) == ["licence_cancelled", "verification_suspended"]
    assert set(duties().values()) == {"met"}


LATE = datetime(2026, 10, 9, 12, tzinfo=ZONE)
OVER = datetime(2027, 1, 4, 12, tzinfo=ZONE)


@pytest.fixture
def ordered(row, keeper):
    return order_verification(row, reason="Apply at once.", by=keeper, at=LATE)


def test_only_what_is_overdue_is_ordered(row, keeper):
    with pytest.raises(Refused, match="not overdue"):
        order_verification(row, reason="Apply at once.", by=keeper, at=NOON)


def test_the_order_has_its_own_clock(ordered, hospital, keeper):
    assert duties() == {"verify.apply 2026-12-31": "open", "verify.make_up 2026-12-31": "open"}
    assert Obligation.objects.get(kind="verify.make_up").due_on == date(2026, 11, 9)
    assert Event.objects.get().kind == "correction_order"
    assert Notice.objects.get(kind="institutions.verification_ordered").params == {"day": "2026-11-09"}


def test_made_up_for_it_goes_on(ordered, principal):
    row = apply_for_verification(ordered, statement="Late, sorry.", by=principal, at=OVER)

    assert row.state == "applied"
    assert duties() == {
        "verify.apply 2026-12-31": "met_late", "verify.make_up 2026-12-31": "met_late",
        "verify.review 2026-12-31": "open",
    }  # fmt: skip


def test_who_refuses_loses_the_licence_after_order_and_cycle(ordered, keeper, reviewer, hospital):
    number = {"document_number": "示卫医吊〔2027〕1号", "reason": "Refused to apply"}
    for at in (LATE, datetime(2026, 12, 31, 12, tzinfo=ZONE)):
        with pytest.raises(Refused, match="the cycle has ended"):
            conclude_verification(ordered, conclusion="revoked", by=reviewer, at=at, **number)
    with pytest.raises(Refused, match="number of its decision"):
        conclude_verification(ordered, conclusion="revoked", reason="Refused", by=reviewer, at=OVER)
    ordered.ordered_by = reviewer
    ordered.save()
    with pytest.raises(PermissionDenied):
        conclude_verification(ordered, conclusion="revoked", by=reviewer, at=OVER, **number)
    leader = make_membership(agency=keeper.party.agency, role=Role.LEADER)

    conclude_verification(ordered, conclusion="revoked", by=leader, at=OVER, **number)
    hospital.refresh_from_db()
    assert (hospital.state, again(ordered).state) == ("closed", "revoked")
    assert set(duties().values()) == {"cancelled"}
    assert Event.objects.order_by("-pk")[0].kind == "licence_revoked"


def test_one_that_should_not_be_is_ended(row, keeper, hospital):
    with pytest.raises(Refused, match="why"):
        end_verification(row, reason=" ", by=keeper, at=NOON)
    end_verification(row, reason="Filed since May", by=keeper, at=NOON)

    assert (again(row).state, duties()) == ("ended", {"verify.apply 2026-12-31": "cancelled"})


def test_who_is_filed_meanwhile_does_not_pass(reviewed, reviewer, hospital):
    hospital.licence_type = LicenceType.FILING
    hospital.save()

    with pytest.raises(Refused, match="filed now"):
        conclude_verification(reviewed, conclusion="passed", by=reviewer, at=NOON)
    assert not Event.objects.exists()


def test_stale_and_faulty_reviews_are_refused(applied, keeper):
    with pytest.raises(WrongDay):
        review_verification(applied, findings="-", visited_on=NOON.date() + timedelta(days=1), by=keeper, at=NOON)
    applied = again(applied)
    with pytest.raises(Refused, match="what was found"):
        review_verification(applied, findings="", by=keeper, at=NOON)
    review_verification(applied, findings="Complete.", by=keeper, at=NOON)
    with pytest.raises(Stale):
        review_verification(applied, findings="Again.", by=keeper, at=NOON)
