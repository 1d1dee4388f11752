"""Channels of somebody else's making: one that does as its addresses say, and keeps what it was given."""

from contextlib import contextmanager

from notices.channels import Outgoing, Undeliverable, Unreachable

TAKEN: list[Outgoing] = []


class Moody:
    """An address says what happens: "never" is refused for good, "later" fails, "gone" breaks the line off."""

    key = label = address_label = address_help = "moody"

    def clean(self, address: str) -> str:
        return address

    @contextmanager
    def session(self):
        yield self.send

    def send(self, message: Outgoing) -> None:
        if message.address == "never":
            raise Undeliverable("550 no such box: li.hua@example.gov.cn")
        if message.address == "later":
            raise RuntimeError("451 call 13812345678 later")
        if message.address == "gone":
            raise Unreachable("the line broke")
        TAKEN.append(message)


class Closed(Moody):
    """Nobody is there."""

    key = "closed"

    @contextmanager
    def session(self):
        raise Unreachable("connection refused")
        yield


class Other(Moody):
    key = "other"
