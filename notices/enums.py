"""Choices of notices and of the messages that leave the portal."""

import json

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from agencies.enums import DUTY_ADMINS, Role


class Audience(TextChoices):
    """Who in a unit is told."""

    HANDLERS = "handlers", pgettext_lazy("audience", "who handles the work")
    LEADERS = "leaders", pgettext_lazy("audience", "who leads the unit")
    REVIEWERS = "reviewers", pgettext_lazy("audience", "who reviews")
    EVERYBODY = "everybody", pgettext_lazy("audience", "everybody in the unit")


ROLES = {  # the three administrators of rules 11.1 touch no business record, so nothing of the unit's is said to them
    Audience.HANDLERS: frozenset({Role.HANDLER, Role.COMPLIANCE_OFFICER, Role.STAFF, Role.PRINCIPAL}),
    Audience.LEADERS: frozenset({Role.LEADER, Role.PRINCIPAL}),
    Audience.REVIEWERS: frozenset({Role.REVIEWER}),
    Audience.EVERYBODY: frozenset(Role) - DUTY_ADMINS,
}


def roles_json() -> str:
    """ROLES as a statement takes them."""
    return json.dumps({audience: sorted(roles) for audience, roles in ROLES.items()})


class Lane(TextChoices):
    """How fast a notice leaves the portal; in the inbox it stands at once."""

    DIGEST = "digest", pgettext_lazy("lane", "with the next digest")
    IMMEDIATE = "immediate", pgettext_lazy("lane", "at once")


class MessageState(TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "waiting")
    SENT = "sent", pgettext_lazy("message", "sent")
    DEAD = "dead", pgettext_lazy("message", "given up")
