"""Who reads notices, and who looks after the messages that did not arrive."""

from agencies.enums import Role
from kernel.access import grants
from notices.enums import ROLES, Audience


@grants("notices.view_notice", "notices.open_notice", "notices.change_address")
def reads_what_is_said_to_him(by, obj):
    """Everybody has an inbox; which rows stand in it is the queryset's answer."""
    return True


@grants("notices.view_unread")
def leads_the_unit(by, obj):
    return by.role in ROLES[Audience.LEADERS]


@grants("notices.view_message", "notices.retry_message")
def runs_the_delivery_here(by, obj):
    return by.role == Role.SYSTEM_ADMIN and (obj is None or by.covers(obj))


@grants("notices.deliver_message")
def is_nobodys(by, obj):
    """Jobs deliver, in nobody's name."""
    return False
