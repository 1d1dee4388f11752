"""The Celery functions of reporting periods, goals, and of who has left; and reading a long document."""

from datetime import date

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel import files
from kernel.services import Result, Run, job_kind
from tasks.importer import read_plan
from tasks.services.documents import READ_DOCUMENT
from tasks.services.drafts import keep_draft, regions_to_import
from tasks.services.goals import open_goals as open_all_goals
from tasks.services.reporting import open_reports as open_all
from tasks.services.vacancies import tell_vacant as tell_all_vacant


@job_kind(READ_DOCUMENT, title=gettext_lazy("Reading of a document"), perm="tasks.import_plan")
def read_document(run: Run, *, file: str, region: int) -> Result:
    """file: public id of the stored document."""
    kept = files.readable(run.by, public_id=file)
    data, at = files.path_of(kept).read_bytes(), timezone.now()
    place = regions_to_import(run.by, on=timezone.localdate(at)).get(pk=region)
    draft = keep_draft(read_plan(data, name=kept.name), data=data, name=kept.name, region=place, by=run.by, at=at)
    words = _("“%(title)s” stands in the list of plans to be imported, to be checked there.")
    return Result(words % {"title": draft})


@shared_task(name="tasks.open_reports")
def open_reports(*, day: str | None = None) -> int:
    """Each morning; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    return open_all(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)


@shared_task(name="tasks.open_goals")
def open_goals(*, day: str | None = None) -> int:
    """Each morning: milestones, and what comes again in the period that runs; day (ISO) makes up for a missed one."""
    now = timezone.now()
    return open_all_goals(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)


@shared_task(name="tasks.tell_vacant")
def tell_vacant() -> int:
    """Each morning before the digest, of who has left since."""
    now = timezone.now()
    return tell_all_vacant(day=timezone.localdate(now), at=now)
