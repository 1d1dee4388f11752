"""The part of obligations in the access table."""

from datetime import timedelta

from django.utils import timezone

from obligations.models import ExtensionRequest, LimitOverride, ObligationStep, Reminder, ReminderRule
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, AdminPages, Page
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
        "step": ObligationStep.objects.create(
            obligation=duty, verb="extend", at=now, on=timezone.localdate(), reason=f"Step-{mark}"
        ),
        "reminder": Reminder.objects.create(
            obligation=duty, due_on=duty.due_on, stage="remind", offset=0, sent_at=now
        ),
    }  # fmt: skip


SUPERVISORS = {"handler", "reviewer", "leader"}  # who works for the unit that supervises
DECIDERS = {"reviewer", "leader"}
ANSWERS = SUPERVISORS | {"police"}  # for the unit that owes
SEES_THE_TERRITORY = BUSINESS - {"police"}
MAY = {"obligations.issue_order": {"leader"}, "obligations.add_limitoverride": {"business_admin"}}
ABOUT = {"obligations.issue_order": "police", "obligations.add_limitoverride": "region"}
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
    "obligations.judge_reply": DECIDERS,
    "obligations.receive_order": ANSWERS,
    "obligations.view_limitoverride": {"business_admin"},
}
SEEN_BY = {
    "obligations.Obligation": SEES_THE_TERRITORY,
    "obligations.SupervisionOrder": SEES_THE_TERRITORY,
    "obligations.ExtensionRequest": SEES_THE_TERRITORY,
}
SEEN_OTHERWISE = dict.fromkeys(
    ("obligations.LimitOverride", "obligations.ReminderRule"),
    "those of the territories around too, which hold there; tests/obligations/test_policy.py",
)
PAGES = {
    "api:duty-list": Page(BUSINESS),
    "api:duty-shared": Page(BUSINESS),
    "api:duty-detail": Page(BUSINESS, "duty"),
    "api:duty-steps": Page(BUSINESS, "duty"),
    "api:duty-reminders": Page(BUSINESS, "duty"),
    "api:duty-waive": Page(DECIDERS, "duty", post=True),
    "api:duty-extend": Page(DECIDERS, "duty", post=True),
    "api:duty-urge": Page(SUPERVISORS, post=True),
    "api:duty-summary": Page(BUSINESS),
    "api:duty-by-unit": Page(BUSINESS),
    "api:duty-kinds": Page(BUSINESS),
    "api:duty-ask-extension": Page({"police"}, "duty", post=True),
    "api:extension-list": Page(BUSINESS),
    "api:extension-shared": Page(BUSINESS),
    "api:extension-detail": Page(BUSINESS, "request"),
    "api:extension-grant": Page(DECIDERS, "request", post=True),
    "api:extension-refuse": Page(DECIDERS, "request", post=True),
    "api:extension-withdraw": Page({"police"}, "request", post=True),
    "api:order-list": Page(BUSINESS),
    "api:order-shared": Page(BUSINESS),
    "api:order-detail": Page(BUSINESS, "order"),
    "api:order-steps": Page(BUSINESS, "order"),
    "api:order-receive": Page({"police"}, "order", post=True),
    "api:order-reply": Page({"police"}, "order", post=True),
    "api:order-judge": Page(DECIDERS, "order", post=True),
    "api:order-withdraw": Page({"leader"}, "order", post=True),
    "obligations:mine": Page(BUSINESS),
    "obligations:duty": Page(BUSINESS, "duty"),
    "obligations:overdue": Page(SEES_THE_TERRITORY),
    "obligations:waive": Page(DECIDERS, "duty"),
    "obligations:urge": Page(SUPERVISORS, post=True),
    "obligations:extend": Page(DECIDERS, post=True),
    "obligations:export_mine": Page(BUSINESS, post=True),
    "obligations:export_overdue": Page(SEES_THE_TERRITORY, post=True),
    "obligations:orders": Page(BUSINESS),
    "obligations:issue_order": Page({"leader"}),
    "obligations:order": Page(BUSINESS, "order"),
    "obligations:order_sheet": Page(BUSINESS, "order"),
    "obligations:receive_order": Page({"police"}, "order", post=True),
    "obligations:reply_to_order": Page({"police"}, "order"),
    "obligations:judge_reply": Page(DECIDERS, "order"),
    "obligations:withdraw_order": Page({"leader"}, "order"),
    "obligations:calendar": Page(BUSINESS),
    "obligations:my_feed": Page(BUSINESS),
    "obligations:revoke_feed": Page(BUSINESS, post=True),
    "obligations:ask_extension": Page({"police"}, "duty"),
    "obligations:extensions": Page(BUSINESS),
    "obligations:extension": Page(BUSINESS, "request"),
    "obligations:withdraw_extension": Page({"police"}, "request", post=True),
    "api:feed": Page(BUSINESS, post=True),
}
ADDRESS = dict.fromkeys(("duty", "order"), lambda row: {"public_id": row.public_id})
ELSEWHERE = {
    "obligations:feed": "open to who knows the address; tests/obligations/test_feeds.py",
    **dict.fromkeys(
        ("api:limit-list", "api:limit-detail", "api:ladder-list", "api:ladder-detail"),
        "those of the territories around too, which hold there; tests/api/test_policy.py",
    ),
}
ADMIN = {
    "obligations.Obligation": AdminPages(ADMINS_OF_BUSINESS),
    "obligations.ObligationStep": AdminPages(ADMINS_OF_BUSINESS),
    "obligations.Reminder": AdminPages(ADMINS_OF_BUSINESS),
    "obligations.LimitOverride": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "obligations.ReminderRule": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
}
