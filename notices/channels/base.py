"""What a way out of the portal has to offer; a city's own messenger is one more class of this shape."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


class Undeliverable(Exception):
    """This address will never take the message: no further try."""


class Unreachable(Exception):
    """The other side is not there: whatever waits for this channel waits on."""


@dataclass(frozen=True)
class Outgoing:
    """A message in words, in the language of its reader.

    public_id: the same at every try, so that the other side can tell a repetition.  subject, text: how many notices of
    which kinds, with links, for mail.  short: one sentence with one link, and neither a name nor a case.
    """

    public_id: UUID
    address: str
    subject: str
    text: str
    short: str


class Channel(Protocol):
    """A way out, made anew for each batch.

    key: its name in settings and rows.  label, address_label, address_help: its words on the page of addresses.
    """

    key: str
    label: Any
    address_label: Any
    address_help: Any

    def clean(self, address: str) -> str:
        """The address as it is kept. Raises ValidationError with a sentence that says what is wrong with it."""

    def session(self) -> AbstractContextManager[Callable[[Outgoing], None]]:
        """What sends, for a batch. Raises Unreachable, entering it or sending; Undeliverable for one address.

        Any other exception is taken for a passing fault of that one message.
        """
