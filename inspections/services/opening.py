"""Reports are opened, with the duties to hand them in: for a whole territory by one statement each."""

from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from inspections.enums import Newcomers, ProgrammeState, ReportState, ReportVerb, SelfInspectionKind
from inspections.kinds import DUTY_OF
from inspections.models import ReportStep, Round, SelfInspection
from inspections.sql import statement
from institutions.enums import InstitutionState
from institutions.filters import InstitutionFilters
from institutions.models import Institution
from kernel import audit
from obligations.services import open_duties
from obligations.sql import named


@transaction.atomic
def open_reports(*, day: date, at: datetime) -> int:
    """Open what is not open yet of every round that runs on a day, for all institutions it is meant for.

    So a new institution gets its report on the first morning after it has joined the register. May be repeated, run
    twice at once, or a day late: an institution has one report of a kind and period. Returns how many are new.
    """
    rounds = Round.objects.running_on(day).exclude(kind=SelfInspectionKind.SPECIAL).select_related("programme")
    return sum(open_round(row, at=at) for row in rounds)


@transaction.atomic
def open_round(row: Round, *, at: datetime) -> int:
    """Open the reports of one round and their duties; returns how many are new."""
    sql, facts = named(audience_of(row).order_by().values("pk"))
    facts |= {
        "round": row.pk, "kind": row.kind, "period": row.period, "at": at, "day": timezone.localdate(at),
    }  # fmt: skip
    audience = f"SELECT q.* FROM ({sql}) AS q (party_id)"  # noqa: S608  compiled by Django, values apart
    with connection.cursor() as cursor:
        cursor.execute(statement("open", audience=audience), facts)
        count: int = cursor.rowcount
    if not count:
        return 0
    audit.note("self_inspections_opened", row.pk, period=row.period, count=count)
    owed = SelfInspection.objects.filter(round=row, opened_at=at).values(
        "region_path", bearer_id=F("institution_id"), subject_id=F("pk"), title=Value(row.title)
    )
    open_duties(
        DUTY_OF[SelfInspectionKind(row.kind)], owed, subject_kind="inspections.selfinspection", at=at,
        due_on=row.due_on, period=row.period,
    )  # fmt: skip
    return count


def audience_of(row: Round) -> QuerySet:
    """The institutions of which a round asks a report and that have none of its kind and period yet.

    Those that practise, as far as the filters go; not where a smaller territory has a programme of its own with such a
    round; whoever was licensed within the period as the programme says.
    """
    closed = ReportStep.objects.filter(report=OuterRef("pk"), verb=ReportVerb.CANCEL, by=None)  # and reopened since
    known = SelfInspection.objects.filter(institution=OuterRef("pk"), kind=row.kind, period=row.period)
    has_one = known.filter(~Q(state=ReportState.CANCELLED) | ~Exists(closed))
    rows = Institution.objects.filter(
        ~Exists(has_one), region_path__startswith=row.region_path, state=InstitutionState.PRACTISING
    )
    rows = InstitutionFilters(row.audience.get("filters"), queryset=rows).qs
    if (only := row.audience.get("only")) is not None:
        rows = rows.filter(party__public_id__in=only)
    if row.programme is None:
        return rows
    if smaller := _smaller_territories(row):
        rows = rows.exclude(reduce(or_, (Q(region_path__startswith=path) for path in smaller)))
    return _without_newcomers(rows, row)


def _smaller_territories(row: Round) -> list[str]:
    """Those below, whose own programmes have a round of this kind and period."""
    theirs = Round.objects.filter(
        kind=row.kind, period=row.period, programme__state=ProgrammeState.PUBLISHED,
        region_path__startswith=row.region_path,
    )  # fmt: skip
    return list(theirs.exclude(region_path=row.region_path).values_list("region_path", flat=True))


def _without_newcomers(rows: QuerySet, row: Round) -> QuerySet:
    """Of institutions that were licensed within the period, those that owe it: the day that is not known counts as
    long ago."""
    rule = row.programme.newcomers  # type: ignore[union-attr]
    if rule == Newcomers.AT_ONCE:
        return rows
    rows = rows.alias(joined=Coalesce("opened_on", "licence_from"))
    old = Q(joined__isnull=True) | Q(joined__lte=row.starts_on)
    if rule == Newcomers.DAYS:
        last = row.due_on.toordinal() - row.programme.newcomer_days  # type: ignore[union-attr]
        old |= Q(joined__lte=date.fromordinal(last))
    return rows.filter(old)
