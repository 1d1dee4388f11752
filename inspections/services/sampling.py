"""Reports that wait for review are drawn by chance, to be looked at more closely."""

from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Region
from inspections.digests import drawn
from inspections.enums import ReportState
from inspections.models import Round, Sample, SampledReport
from inspections.querysets import SelfInspectionQuerySet
from kernel.access import require
from kernel.errors import Refused

MOST_DRAWN = 500  # reports of a sample: more are not looked at one by one


@transaction.atomic
def draw_sample(
    rows: SelfInspectionQuerySet, *, of: Round, number: int | None = None, percent: int | None = None, by, at: datetime
) -> Sample:
    """Draw so many, or so many percent (rounded up), of the submitted reports among these.

    of: a round of the occasion, which names it.  Raises PermissionDenied, and Refused where none waits for
    review, or for more than MOST_DRAWN.
    """
    region = Region.objects.get(pk=by.party.region_id)
    require(by, "inspections.draw_sample", region)
    pool = sorted(rows.visible_to(by).filter(state=ReportState.SUBMITTED).values_list("pk", flat=True))
    if not pool:
        raise Refused(_("No report of this round waits for review."))
    asked = number if number is not None else -(-len(pool) * (percent or 0) // 100)
    if min(asked, len(pool)) > MOST_DRAWN:
        raise Refused(_("At most %(most)d reports are drawn at once.") % {"most": MOST_DRAWN})
    count, seed = min(max(asked, 1), len(pool)), token_hex(16)
    sample = Sample.objects.create(
        region=region, region_path=region.path, kind=of.kind, period=of.period, title=of.title, pool=pool,
        pool_size=len(pool), size=count, seed=seed, drawn_by_id=by.pk, drawn_at=at,
    )  # fmt: skip
    keys = drawn(pool, seed=seed, count=count)
    SampledReport.objects.bulk_create(
        SampledReport(sample=sample, report_id=key, position=place) for place, key in enumerate(keys, 1)
    )
    return sample


def is_repeatable(sample: Sample) -> bool:
    """Whether the draw, done again from its pool and seed, comes out as it is recorded."""
    recorded = list(sample.drawn.order_by("position").values_list("report", flat=True))
    return drawn(sample.pool, seed=sample.seed, count=sample.size) == recorded
