"""The ways out of the portal that are in use here (settings.NOTICE_CHANNELS)."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from notices.channels.base import Channel, Outgoing, Undeliverable, Unreachable

OURS = {"mail": "notices.channels.mail.Mail", "file": "notices.channels.files.ShortMessageFile"}

__all__ = ["Channel", "Outgoing", "Undeliverable", "Unreachable", "active"]


def active() -> dict[str, Channel]:
    """The channels in use by key, in the order of the setting: names of ours, or paths of classes of one's own."""
    channels = [_made(OURS.get(name, name)) for name in settings.NOTICE_CHANNELS]
    return {channel.key: channel for channel in channels}


@cache
def _made(path: str) -> Channel:
    return import_string(path)()
