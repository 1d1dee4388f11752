"""What has had its time goes: every night, safe to repeat."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from kernel import files
from kernel.models import FormKey, StoredFile
from kernel.services.jobs import RESULT, fail_lost

KEPT = timedelta(days=7)  # results of jobs, keys of forms


def clear_expired(*, at: datetime) -> dict[str, int]:
    """Sessions that are over, keys of forms and results of jobs after 7 days, lost jobs, bytes without a row.

    Returns how many of each.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {
        "form_keys": FormKey.objects.filter(created_at__lt=at - KEPT).delete()[0],
        "results": _delete_results(before=at - KEPT),
        "jobs": fail_lost(at=at),
        "orphans": files.remove_orphans(now=at.timestamp()),
    }


def _delete_results(*, before: datetime) -> int:
    _all, by_model = StoredFile.objects.filter(purpose=RESULT, created_at__lt=before).delete()
    return by_model.get(StoredFile._meta.label, 0)
