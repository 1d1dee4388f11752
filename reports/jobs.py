"""Making a bulletin of many duties is long work."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Refused
from kernel.services import Result, Run, job_kind
from reports.lists.asking import plans_of
from reports.services.bulletins import MAKE_BULLETIN, make_bulletin
from reports.services.compiling import STEPS
from tasks.periods import span_named


@job_kind(MAKE_BULLETIN, title=gettext_lazy("Making of a bulletin"), perm="reports.make_bulletin")
def make(run: Run, *, plan: int, period: str, until: str) -> Result:
    """until: the moment of the figures (ISO), "" for now."""
    chosen = next((row for row in plans_of(run.by) if row.pk == plan), None)
    if chosen is None:
        raise Refused(_("You see no plan of this number."))
    run.expect(STEPS)
    at = timezone.now()
    bulletin = make_bulletin(
        chosen, span=span_named(period), by=run.by, at=at, as_of=datetime.fromisoformat(until) if until else at,
        advance=run.advance,
    )  # fmt: skip
    return Result(_("“%(title)s” stands in the list of bulletins.") % {"title": bulletin.title})
