"""Lists of duties as files, and urging so many that their listing is one: long work, begun on the pages."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kernel import audit, files
from kernel.errors import Refused
from kernel.exports import FORMS, Table, write_table
from kernel.keyset import slice_of
from kernel.services import RESULT, RESULT_MB, Result, Run, job_kind
from obligations import lists
from obligations.filters import DutyFilters
from obligations.lists import AskedMine, Line, Span
from obligations.services.urging import Obstacle, preview_urging, urge_duties

EXPORT_MINE, EXPORT_OVERDUE = "obligations.export_mine", "obligations.export_overdue"
URGE_DUTIES = "obligations.urge_duties"
BATCH = 1000


@job_kind(EXPORT_MINE, title=gettext_lazy("Export of the unit's duties"), perm="obligations.view_obligation")
def export_mine(run: Run, *, filters: str, form: str) -> Result:
    """filters: the page's query string.  form: csv or xlsx."""
    asked, at = QueryDict(filters), timezone.now()
    part = AskedMine.of(asked, by=run.by)
    words = [part.tab.label, part.whose.label]
    title = _("Duties of the unit")
    return _export(run, lists.mine_asked(run.by, asked), part.order, title=title, words=words, form=form, at=at)


@job_kind(EXPORT_OVERDUE, title=gettext_lazy("Export of overdue duties"), perm="obligations.view_overdue")
def export_overdue(run: Run, *, filters: str, form: str) -> Result:
    asked, at = QueryDict(filters), timezone.now()
    words = [lists.chosen(Span, asked.get("span"), Span.SUPERVISED).label]
    filtered = lists.overdue_asked(run.by, asked, at=at)
    return _export(run, filtered, lists.BY_DAY, title=_("Overdue duties"), words=words, form=form, at=at)


def _export(
    run: Run, filters: DutyFilters, order: Sequence[str], *, title: str, words: list, form: str, at: datetime
) -> Result:
    if not filters.is_valid() or form not in FORMS:
        raise Refused(_("These filters cannot be applied."))
    words += lists.filter_words(filters)
    run.expect(filters.qs.count())
    about = [
        (title, run.by.party.name),
        (pgettext("export", "Filter"), *words),
        (_("As of"), at),
        (
            pgettext("duty", "Light"),
            _("“Due soon” and “overdue” are counted to this moment; a deadline ends with its day."),
        ),
    ]
    table = Table(title, about, _header(), _rows(run, filters.qs, order, at=at))
    name = " ".join([title, run.by.party.name, *map(str, words), timezone.localdate(at).isoformat()])
    kept = _keep(table, run, name=f"{name.replace(':', '')[:150]}.{form}", form=form, at=at)
    audit.note("export", kept.public_id, kind=title, filter=" ".join(map(str, words)), rows=run.done)
    return Result(ngettext("%(count)d duty", "%(count)d duties", run.done) % {"count": run.done}, kept)


def _keep(table: Table, run: Run, *, name: str, form: str, at: datetime):
    with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
        write_table(table, file, form=form)
        return files.store(file, name=name, purpose=RESULT, by=run.by, at=at, limit_mb=RESULT_MB)


def _header() -> list[str]:
    return [
        pgettext("duty", "Light"), _("Kind of duty"), _("Title"), pgettext("duty", "Period"), _("Owed by"),
        pgettext("agency", "Section"), _("Watched by"), pgettext("day", "Due"), _("Due at"), _("At first due"),
        _("Provisional"), _("Limit"), _("Unit of the limit"), _("Counted from"), _("State"), _("Handed in at"),
        _("Closed at"), _("Last urged"),
    ]  # fmt: skip


def _rows(run: Run, rows, order: Sequence[str], *, at: datetime) -> Iterator[list]:
    """Batches by place: no transaction stays open, however long the list is."""
    place = ""
    while True:
        batch = slice_of(rows, order, size=BATCH, after=place)
        for line in lists.lines(batch.rows, by=run.by, at=at, with_urging=True):
            yield _row(line)
        run.advance(len(batch.rows))
        if not (place := batch.after):
            return


def _row(line: Line) -> list[Any]:
    duty = line.duty
    return [
        line.light.text, duty.label, duty.title, duty.period, duty.bearer.name, duty.section and duty.section.name,
        duty.supervisor and duty.supervisor.name, duty.due_on, duty.due_at, duty.first_due_on,
        _("provisional") if duty.is_provisional else "", duty.amount, duty.get_unit_display(), duty.counted_from,
        duty.get_state_display(), duty.submitted_at, duty.closed_at, line.urged and line.urged.at,
    ]  # fmt: skip


@job_kind(URGE_DUTIES, title=gettext_lazy("Urging overdue duties"), perm="obligations.urge_duty")
def urge_all(run: Run, *, filters: str, shown: int) -> Result:
    """filters: the query string of the overdue list.  shown: how many duties were confirmed; no more are urged.

    The file says of each duty what became of it.
    """
    at = timezone.now()
    filtered = lists.overdue_asked(run.by, QueryDict(filters), at=at)
    if not filtered.is_valid():
        raise Refused(_("These filters cannot be applied."))
    if preview_urging(filtered.qs, by=run.by, at=at).duties > shown:
        raise Refused(_("More duties have become overdue since they were shown. Nothing was sent: look again."))
    urged = urge_duties(filtered.qs, by=run.by, at=at)
    about = [(_("Urged duties"), run.by.party.name), (pgettext("export", "Filter"), *lists.filter_words(filtered))]
    header = [_("Owed by"), _("Kind of duty"), _("Title"), pgettext("day", "Due"), _("What became of it")]
    table = Table(_("Urged duties"), [*about, (_("As of"), at)], header, _outcomes(urged))
    name = " ".join([_("Urged duties"), timezone.localdate(at).isoformat()])
    kept = _keep(table, run, name=f"{name}.csv", form="csv", at=at)
    words = ngettext("%(duties)d duty urged", "%(duties)d duties urged", urged.duties) % {"duties": urged.duties}
    return Result(words, kept)


def _outcomes(urged) -> Iterator[list]:
    for duty in urged.done.iterator(BATCH):
        yield [duty.bearer.name, duty.label, duty.title, duty.due_on, pgettext("duty step", "urged")]
    for duty in urged.left_out.iterator(BATCH):
        yield [duty.bearer.name, duty.label, duty.title, duty.due_on, Obstacle(duty.obstacle).label]
