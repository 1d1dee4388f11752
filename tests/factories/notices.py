"""Notices, addresses and messages."""

from itertools import count

from django.utils import timezone

from agencies.models import Membership, Party
from notices.enums import Audience, Lane
from notices.kinds import NoticeKind, declare
from notices.models import Address, Message, Notice
from tests.factories.agencies import make_party, make_user

__all__ = ["DUTY", "URGENT", "make_address", "make_message", "make_notice"]

DUTY = declare(NoticeKind("test.duty", lambda facts: facts["title"], heading="Duties"))
URGENT = declare(NoticeKind("test.urgent", lambda facts: facts["title"], Lane.IMMEDIATE, heading="Urgent duties"))
_number = count(1)


def make_notice(*, to_party: Party | None = None, **facts) -> Notice:
    facts = {
        "kind": DUTY.key,
        "params": {"title": f"Duty {next(_number)}"},
        "url": "/tasks/",
        "audience": Audience.HANDLERS,
        "lane": Lane.DIGEST,
        "key": f"test:{next(_number)}",
        "created_at": timezone.now(),
    } | facts
    return Notice.objects.create(to_party=to_party or make_party(), **facts)


def make_address(by: Membership, **facts) -> Address:
    facts = {"channel": "mail", "address": f"person{next(_number)}@example.gov.cn"} | facts
    return Address.objects.create(user=by.user, **facts)


def make_message(**facts) -> Message:
    now = timezone.now()
    facts = {
        "channel": "mail",
        "lane": Lane.DIGEST,
        "day": timezone.localdate(now),
        "content": [],
        "next_try_at": now,
        "created_at": now,
    } | facts
    return Message.objects.create(**{"user": facts.pop("user", None) or make_user(), **facts})
