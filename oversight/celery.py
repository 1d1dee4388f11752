"""The Celery app; jobs live in each app's `jobs.py`."""

import os

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")

app = Celery("oversight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


@worker_init.connect
def refuse_demonstration_accounts(**kwargs) -> None:
    """As the web does; Celery swallows what a receiver raises, but not the wish to end."""
    from agencies.services import demonstration  # needs the apps to be ready

    try:
        demonstration.refuse_demonstration_accounts()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None
    connections.close_all()
