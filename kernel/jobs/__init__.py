"""The kernel's Celery functions."""

from celery import shared_task
from celery.signals import beat_init, before_task_publish, worker_ready
from django.conf import settings
from django.utils import timezone

from kernel import audit, heartbeat, services
from kernel.jobs.audit_export import EXPORT_AUDIT

__all__ = ["EXPORT_AUDIT", "beat", "clear_expired", "run_job", "seal_audit"]


@shared_task(name="kernel.run_job", soft_time_limit=settings.CELERY_TASK_TIME_LIMIT - 60)
def run_job(pk: int) -> None:
    services.run_job(pk)


@shared_task(name="kernel.heartbeat")
def beat() -> None:
    """Every half minute: the worker lives, and jobs whose worker does not are handed to another."""
    heartbeat.beat(heartbeat.WORKER)
    services.revive(at=timezone.now())


@shared_task(name="kernel.seal_audit")
def seal_audit() -> int:
    return audit.seal(today=timezone.localdate())


@shared_task(name="kernel.clear_expired")
def clear_expired() -> dict[str, int]:
    return services.clear_expired(at=timezone.now())


@worker_ready.connect
def worker_is_ready(**signal) -> None:
    heartbeat.beat(heartbeat.WORKER)


@beat_init.connect
@before_task_publish.connect(sender="kernel.heartbeat")
def scheduler_lives(**signal) -> None:
    """Runs in the scheduler, which alone sends heartbeats."""
    heartbeat.beat(heartbeat.SCHEDULER)
