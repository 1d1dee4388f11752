"""Messages in words: headings, numbers and links, in the language of the reader, and nothing of a case."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Party
from notices.channels import Outgoing
from notices.enums import Lane
from notices.kinds import PLAIN, daily_counts, headings
from notices.models import Address, Message


def put_into_words(message: Message, address: Address, units: dict[int, Party]) -> Outgoing:
    """units: the parties that the message speaks of, by key."""
    with translation.override(address.language):
        total = sum(item["count"] for item in message.content)
        inbox = link()
        return Outgoing(
            public_id=message.public_id,
            address=address.address,
            subject=_subject(message, total),
            text="\n".join([*_lines(message, units), "", _("All notices: %(link)s") % {"link": inbox}, ""]),
            short=_short(message) % {"link": inbox},
        )


def _short(message: Message) -> str:
    if _has_counts(message):
        return _("There is something to be done in the healthcare oversight portal: %(link)s")
    return _("You have new notices in the healthcare oversight portal: %(link)s")


def _has_counts(message: Message) -> bool:
    return any(item["kind"] in daily_counts() for item in message.content)


def link(**asked) -> str:
    """The inbox, or that part of it which is asked for."""
    return f"{settings.PORTAL_URL}{reverse('notices:inbox', query=asked or None)}"


def _subject(message: Message, total: int) -> str:
    if message.lane == Lane.IMMEDIATE:
        return _heading(message.content[0]["kind"], headings())
    if _has_counts(message):
        return _("What is to be done, and what is new, on %(day)s") % {"day": message.day.isoformat()}
    words = ngettext("%(number)d new notice on %(day)s", "%(number)d new notices on %(day)s", total)
    return words % {"number": total, "day": message.day.isoformat()}


def _lines(message: Message, units: dict[int, Party]) -> list[str]:
    """By unit, and in it by kind as the kinds were declared."""
    counts = daily_counts()
    words = {key: str(count.heading) for key, count in counts.items()} | headings()
    places = {kind: place for place, kind in enumerate(words)}
    lines: list[str] = []
    for key in dict.fromkeys(item["party"] for item in message.content):
        unit = units[key]
        lines += ["", unit.name] if lines else [unit.name]
        items = [item for item in message.content if item["party"] == key]
        for item in sorted(items, key=lambda item: places.get(item["kind"], len(places))):
            count = counts.get(item["kind"])
            address = f"{settings.PORTAL_URL}{count.url()}" if count else link(unit=unit.public_id, kind=item["kind"])
            lines.append(f"- {_heading(item['kind'], words)} ({item['count']}): {address}")
    return lines


def _heading(kind: str, words: dict[str, str]) -> str:
    return words.get(kind) or str(PLAIN)
