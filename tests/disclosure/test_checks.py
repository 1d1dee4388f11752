"""Two checks by another person than the writers, whatever hats they wear."""

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from disclosure import services
from disclosure.enums import PublicationState as S
from disclosure.services import reading
from disclosure.workflow import PUBLICATION
from kernel.errors import Refused
from notices.models import Notice
from tests.factories import make_agency, make_membership, make_original, make_publication

from .conftest import NOON, PENALTY, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(office):
    return services.submit_draft(office.draft(), by=office.writer, at=NOON)


def test_the_way_from_a_draft_to_what_is_approved(office, handed_in):
    row = services.pass_privacy_check(handed_in, by=office.reviewer, at=NOON)
    assert (row.state, row.privacy_checked_by, row.privacy_checked_at) == (S.SECRECY_CHECK, office.reviewer, NOON)

    row = services.pass_secrecy_check(row, by=office.leader, at=NOON)
    assert (row.state, row.secrecy_checked_by, row.secrecy_checked_at) == (S.APPROVED, office.leader, NOON)


def test_one_person_may_pass_both_checks_of_what_another_wrote(office, handed_in):
    row = services.pass_privacy_check(handed_in, by=office.reviewer, at=NOON)

    assert services.pass_secrecy_check(row, by=office.reviewer, at=NOON).state == S.APPROVED


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER])
def test_a_second_hat_of_the_writer_does_not_check(office, handed_in, role):
    hat = make_membership(agency=office.agency, user=office.writer.user, role=role)

    with pytest.raises(PermissionDenied):
        services.pass_privacy_check(handed_in, by=hat, at=NOON)
    with pytest.raises(PermissionDenied):
        services.return_to_draft(handed_in, by=hat, at=NOON, reason="Mine")
    assert fresh(handed_in).state == S.PRIVACY_CHECK


def test_a_reviewer_who_changed_the_draft_does_not_check_it(office):
    row = office.draft()
    row = services.change_draft(
        row, title="X", fields=PENALTY, public_until=row.public_until, by=office.reviewer, at=NOON
    )
    row = services.submit_draft(row, by=office.writer, at=NOON)

    with pytest.raises(PermissionDenied):
        services.pass_privacy_check(row, by=office.reviewer, at=NOON)
    assert services.pass_privacy_check(row, by=office.leader, at=NOON).state == S.SECRECY_CHECK


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REVIEWER, Role.LEADER}))
def test_no_other_role_checks(office, handed_in, role):
    with pytest.raises(PermissionDenied):
        services.pass_privacy_check(handed_in, by=make_membership(agency=office.agency, role=role), at=NOON)


def test_nobody_checks_for_another_agency(office, handed_in):
    neighbour = make_agency(region=office.agency.party.region)

    with pytest.raises(PermissionDenied):
        services.pass_privacy_check(handed_in, by=make_membership(agency=neighbour, role=Role.LEADER), at=NOON)


DEEDS = {
    "submit": lambda row, office: services.submit_draft(row, by=office.writer, at=NOON),
    "pass_privacy": lambda row, office: services.pass_privacy_check(row, by=office.reviewer, at=NOON),
    "pass_secrecy": lambda row, office: services.pass_secrecy_check(row, by=office.reviewer, at=NOON),
    "return": lambda row, office: services.return_to_draft(row, by=office.reviewer, at=NOON, reason="Look again"),
    "discard": lambda row, office: services.discard_draft(row, by=office.writer, at=NOON, reason="Wrong"),
    "publish": lambda row, office: services.publish(row, by=office.leader, at=NOON),
    "withdraw": lambda row, office: services.withdraw(
        row, by=office.leader, at=NOON, ground="revoked", reason="Revoked"
    ),
}
OUT_OF_TURN = [
    (name, state) for name in DEEDS for state in S if state not in PUBLICATION[name].sources
]  # fmt: skip


@pytest.mark.parametrize(("name", "state"), OUT_OF_TURN)
def test_a_step_out_of_turn_is_refused(office, name, state):
    row = make_publication(by=office.writer, party=office.clinic, state=state)

    with pytest.raises(Refused):
        DEEDS[name](row, office)
    assert fresh(row).state == state


def test_what_is_sent_back_begins_anew_and_says_why(office, handed_in):
    row = services.pass_privacy_check(handed_in, by=office.reviewer, at=NOON)

    row = services.return_to_draft(row, by=office.leader, at=NOON, reason="The name of a patient")

    assert (row.state, row.return_reason, row.returned_by) == (S.DRAFT, "The name of a patient", office.leader)
    assert (row.privacy_checked_by, row.privacy_checked_at) == (None, None)


def test_the_agencys_people_are_told(office, handed_in):
    services.return_to_draft(handed_in, by=office.reviewer, at=NOON, reason="Look again")

    told = Notice.objects.filter(to_party=office.agency.party, kind__startswith="disclosure.").order_by("pk")
    assert [(row.kind, row.audience) for row in told] == [
        ("disclosure.to_check", "reviewers"),
        ("disclosure.to_check", "leaders"),
        ("disclosure.sent_back", "handlers"),
    ]
    assert told[2].params == {"title": "王*无证执业案", "reason": "Look again"}


def test_a_checker_sees_what_was_recorded_beside_what_is_left(office, handed_in):
    rows = {row.label: row for row in reading.compared(handed_in, by=office.reviewer)}

    assert (rows["Phone"].recorded, rows["Phone"].shown, rows["Phone"].is_changed) == ("13800001111", "", True)
    assert rows["Title"].recorded == "王小明无证执业案"
    assert rows["Basis of the penalty"].is_changed is False


def test_who_oversees_does_not_see_what_was_recorded(office):
    row = make_publication(by=office.writer, party=office.clinic, state=S.PRIVACY_CHECK)
    make_original(row)
    above = make_agency(region=office.agency.party.region)

    assert reading.compared(row, by=make_membership(agency=above, role=Role.LEADER)) == []
    assert reading.compared(row, by=make_membership(agency=office.agency, role=Role.VIEWER)) == []
