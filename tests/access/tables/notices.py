"""The part of notices in the access table."""

from agencies.enums import Role
from notices.enums import Audience, MessageState
from tests.access.roles import EVERYBODY, Page
from tests.factories import make_membership, make_message, make_notice, make_user


def make_rows(place) -> dict:
    user = make_user(username=f"mail-{place.mark.lower()}", name=f"Mail-{place.mark}")
    make_membership(agency=place.commission, user=user, role=Role.VIEWER)
    make_notice(to_party=place.commission.party, audience=Audience.EVERYBODY, params={"title": f"Notice-{place.mark}"})
    return {"message": make_message(user=user, state=MessageState.DEAD, error=f"Error-{place.mark}")}


SYSTEM = {"system_admin"}
MAY = {"notices.view_message": SYSTEM}
ABOUT = {"notices.view_message": "message"}
ANYWHERE = {
    "notices.view_notice": EVERYBODY,
    "notices.view_unread": {"leader"},
    "notices.deliver_message": set(),
}
SEEN_BY = {"notices.Message": SYSTEM}
SEEN_OTHERWISE = {
    "notices.Notice": "by whom it is said to; tests/notices/test_inbox.py",
    "notices.Address": "one's own; tests/notices/test_addresses.py",
}
PAGES = {
    "notices:inbox": Page(EVERYBODY),
    "notices:unopened": Page({"leader"}),
    "notices:addresses": Page(EVERYBODY),
    "notices:address": Page(EVERYBODY, extra=(("channel", "mail"),)),
    "notices:messages": Page(SYSTEM),
    "notices:retry": Page(SYSTEM, "message", post=True),
    "notices:retry_all": Page(SYSTEM, post=True),
    "api:notice-list": Page(EVERYBODY),
}
ELSEWHERE = {
    "notices:open": "by whom it is said to; tests/notices/test_inbox.py",
    "api:notice-detail": "by whom it is said to; tests/notices/test_api.py",
    "api:notice-open": "by whom it is said to; tests/notices/test_api.py",
}
