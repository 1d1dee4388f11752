"""A document that somebody sends: read at once, or by a worker where that takes long."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from agencies.models import Region
from kernel import files
from kernel.models import Job
from kernel.services import start_job
from tasks.importer import read_plan
from tasks.models import PlanDraft
from tasks.services.drafts import keep_draft
from tasks.sources import PLAN_SOURCE

READ_DOCUMENT = "tasks.read_document"  # the kind of job
LONG = 300_000  # bytes, more than which are read by a worker


def take_document(file: UploadedFile, *, region: Region, by, at: datetime) -> PlanDraft | Job:
    """The draft, or the job that makes it. Raises as `read_plan` and `keep_draft`."""
    if (file.size or 0) > LONG:
        stored = files.store(file, purpose=PLAN_SOURCE, region_path=region.path, by=by, at=at)
        return start_job(READ_DOCUMENT, by=by, at=at, file=str(stored.public_id), region=region.pk)
    data, name = file.read(), file.name or ""
    return keep_draft(read_plan(data, name=name), data=data, name=name, region=region, by=by, at=at)
