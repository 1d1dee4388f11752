"""The Celery functions of the delivery: often, short, and harmless when they run twice or late."""

from celery import shared_task
from django.utils import timezone

from notices.channels import active
from notices.services import composing, delivery


@shared_task(name="notices.compose_digests")
def compose_digests() -> int:
    return composing.compose_digests(at=timezone.now())


@shared_task(name="notices.compose_immediate")
def compose_immediate() -> int:
    return composing.compose_immediate(at=timezone.now())


@shared_task(name="notices.deliver")
def deliver() -> None:
    """A job for each channel, so that none waits for another."""
    for channel in active():
        deliver_through.apply_async((channel,), expires=60, retry=False)


@shared_task(name="notices.deliver_through")
def deliver_through(channel: str) -> int:
    return delivery.deliver(channel, at=timezone.now())
