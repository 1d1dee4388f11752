"""Where people are reached: they choose channels, not whether duty reminders come."""

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Membership
from kernel.access import require
from kernel.errors import Refused
from notices.channels import active
from notices.models import Address, Message


def addresses_of(by: Membership) -> list[Address]:
    """One for each channel in use here, in their order; those that were never given are empty and off."""
    known = {row.channel: row for row in Address.objects.visible_to(by)}
    return [known.get(key) or Address(user=by.user, channel=key, is_on=False, version=0) for key in active()]


def address_of(by: Membership, channel: str) -> Address | None:
    """The same for one channel; None where it is not in use here."""
    return next((row for row in addresses_of(by) if row.channel == channel), None)


def known_addresses(messages: list[Message]) -> dict[tuple[int, str], str]:
    """Where the people of these messages are reached now: {(user, channel): address}."""
    rows = Address.objects.filter(user__in={message.user_id for message in messages})
    return {(row.user_id, row.channel): row.address for row in rows}


@transaction.atomic
def set_address(row: Address, *, by: Membership, address: str, language: str, is_on: bool) -> Address:
    """Keep one's own address for a channel.

    row: as address_of returned it, with the version that was shown.  address: as it was typed.
    Raises ValidationError for what is no address of this channel, Refused and Stale.
    """
    require(by, "notices.change_address", row)
    facts = {"address": active()[row.channel].clean(address), "language": language, "is_on": is_on}
    if row.pk is None:
        saved, is_new = Address.objects.get_or_create(user=by.user, channel=row.channel, defaults=facts)
        if not is_new:
            raise Refused(_("This address was given in another window meanwhile. Open the page anew."))
        return saved
    saved = Address.objects.visible_to(by).locked(row)
    saved.address, saved.language, saved.is_on = facts["address"], language, is_on
    saved.save()
    return saved
