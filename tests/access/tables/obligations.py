"""The part of obligations in the access table."""

from datetime import timedelta

from django.utils import timezone

from obligations.models import ExtensionRequest, LimitOverride, ReminderRule
from tests.access.roles import BUSINESS, Page
from tests.factories import make_duty, make_membership, make_order, make_user


def make_rows(place) -> dict:
    """A duty that the police owe and the commission watches over; it is overdue, and more time is asked for."""
    mark, now = place.mark, timezone.now()
    region = {"region": place.region, "region_path": place.region.path}
    duty = make_duty(
        bearer=place.police.party, supervisor=place.commission.party, title=f"Duty-{mark}",
        due_on=timezone.localdate() - timedelta(days=3),
    )  # fmt: skip
    officer = make_membership(agency=place.police, user=make_user(name=f"Officer-{mark}"))
    leader = make_membership(agency=place.commission, user=make_user(name=f"Leader-{mark}"), role="leader")
    return {
        "duty": duty,
        "order": make_order(bearer=place.police.party, issued_by=leader, title=f"Order-{mark}", about=duty),
        "request": ExtensionRequest.objects.create(
            obligation=duty, until=timezone.localdate() + timedelta(days=9), reason=f"Reason-{mark}",
            asked_by=officer, asked_at=now,
        ),
        "limit": LimitOverride.objects.create(
            kind="fine.pay", amount=10, valid_from=timezone.localdate(), basis=f"Basis-{mark}", **region
        ),
        "rule": ReminderRule.objects.create(kind="fine.pay", stage="remind", offset=-5, unit="cd", **region),
    }  # fmt: skip


SUPERVISORS = {"handler", "reviewer", "leader"}  # who works for the unit that supervises
DECIDERS = {"reviewer", "leader"}
ANSWERS = SUPERVISORS | {"police"}  # for the unit that owes
SEES_THE_TERRITORY = BUSINESS - {"police"}
ANYWHERE = {
    "obligations.view_obligation": BUSINESS,
    "obligations.view_overdue": SEES_THE_TERRITORY,
    "obligations.keep_ledger": set(),
    "obligations.urge_duty": SUPERVISORS,
    "obligations.waive_duty": DECIDERS,
    "obligations.ask_extension": ANSWERS,
    "obligations.withdraw_extension": ANSWERS,
    "obligations.decide_extension": DECIDERS,
    "obligations.issue_order": {"leader"},
    "obligations.withdraw_order": {"leader"},
    "obligations.receive_order": ANSWERS,
    "obligations.view_limitoverride": {"business_admin"},
}
SEEN_BY = {
    "obligations.Obligation": SEES_THE_TERRITORY,
    "obligations.SupervisionOrder": SEES_THE_TERRITORY,
    "obligations.ExtensionRequest": SEES_THE_TERRITORY,
    "obligations.LimitOverride": {"business_admin"},
    "obligations.ReminderRule": {"business_admin"},
}
PAGES = {
    "obligations:mine": Page(BUSINESS),
    "obligations:duty": Page(BUSINESS, "duty"),
    "obligations:overdue": Page(SEES_THE_TERRITORY),
    "obligations:waive": Page(DECIDERS, "duty"),
    "obligations:urge": Page(SUPERVISORS, post=True),
    "obligations:export_mine": Page(BUSINESS, post=True),
    "obligations:export_overdue": Page(SEES_THE_TERRITORY, post=True),
    "obligations:order": Page(BUSINESS, "order"),
    "obligations:calendar": Page(BUSINESS),
    "obligations:my_feed": Page(BUSINESS),
    "obligations:revoke_feed": Page(BUSINESS, post=True),
    "obligations:ask_extension": Page({"police"}, "duty"),
    "obligations:extensions": Page(BUSINESS),
    "obligations:extension": Page(BUSINESS, "request"),
    "obligations:withdraw_extension": Page({"police"}, "request", post=True),
}
ADDRESS = dict.fromkeys(("duty", "order"), lambda row: {"public_id": row.public_id})
ELSEWHERE = {"obligations:feed": "open to who knows the address; tests/obligations/test_feeds.py"}
