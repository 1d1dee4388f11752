"""Demonstration accounts: they log in with a printed password, and therefore exist only where DEBUG is on."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils import timezone

from agencies.models import Membership, User

logger = logging.getLogger(__name__)


def refuse_demonstration_accounts() -> None:
    """Stop the start of a web or worker process that would serve them (ImproperlyConfigured).

    Without a database to ask the start goes on: the log-in refuses them as well.
    """
    if settings.DEBUG:
        return
    try:
        names = User.objects.filter(is_demonstration=True, is_active=True).order_by("username")
        found = list(names.values_list("username", flat=True)[:3])
    except DatabaseError as error:
        logger.warning("could not look for demonstration accounts: %s", error)
        return
    if found:
        raise ImproperlyConfigured(
            f"The database holds demonstration accounts ({', '.join(found)} …), whose password everybody knows. "
            "Use a database of its own for real work; DEBUG=1 is for a try-out only."
        )


def demonstration_accounts() -> list[dict[str, str]]:
    """Whom the log-in page of a try-out offers, one line a person: [{username, label}]; nobody elsewhere."""
    if not settings.DEBUG:
        return []
    rows = Membership.objects.valid_on(timezone.localdate()).filter(user__is_demonstration=True, user__is_active=True)
    first_of_each: dict[str, str] = {}
    for row in rows.select_related("user", "party").order_by("user_id", "pk"):
        first_of_each.setdefault(row.user.username, f"{row.get_role_display()} · {row.party.name}")
    return [{"username": username, "label": label} for username, label in first_of_each.items()]
