"""Dead letters: what was given up, tried again by whoever runs the system."""

from datetime import datetime

from django.db import transaction

from kernel.access import require
from kernel.workflow import move
from notices.enums import MessageState
from notices.models import Message
from notices.workflow import MESSAGE


@transaction.atomic
def retry_message(message: Message, *, by, at: datetime) -> Message:
    """Raises PermissionDenied, and Refused when it is no dead letter any more."""
    message = Message.objects.select_for_update(of=("self",)).select_related("user").get(pk=message.pk)
    move(message, MESSAGE["retry"], by=by)
    message.attempts, message.next_try_at, message.error = 0, at, ""
    message.save(update_fields=["state", "attempts", "next_try_at", "error"])
    return message


def dead_letters(by):
    return Message.objects.visible_to(by).filter(state=MessageState.DEAD)


def retry_messages(messages, *, by, at: datetime) -> int:
    """All dead letters among these rows (a queryset), as far as they are of the territory; returns how many."""
    require(by, "notices.retry_message")
    mine = dead_letters(by).filter(pk__in=messages.order_by().values("pk"))
    return mine.update(state=MessageState.WAITING, attempts=0, next_try_at=at, error="")
