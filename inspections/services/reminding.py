"""Supervisors remind of reports that were not handed in, few or tens of thousands by the same statements."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from inspections.enums import ReportVerb
from inspections.messages import REPORTS_MISSING
from inspections.models import ReportStep, SelfInspection
from inspections.querysets import SelfInspectionQuerySet
from inspections.sql import statement
from kernel import audit
from kernel.access import require
from notices.enums import Audience
from obligations.enums import Verb
from obligations.models import Obligation, ObligationStep
from obligations.services.urging import urge_duties
from obligations.sql import named

SUBJECT = "inspections.selfinspection"


@dataclass(frozen=True)
class Preview:
    """institutions: to be told, of so many reports.  told: reports of those told today already.  done: handed in."""

    reports: int
    institutions: int
    told: int
    done: int


@dataclass(frozen=True)
class Reminded:
    reports: int
    institutions: int


def missing(rows: SelfInspectionQuerySet, *, by, at: datetime) -> QuerySet:
    """Those of the territory that were not handed in, and of whose institution nobody was told today."""
    since = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    reminded = ReportStep.objects.filter(
        verb=ReportVerb.REMIND, at__gte=since, report__institution=OuterRef("institution")
    )
    return rows.visible_to(by).open().filter(~Exists(reminded)).order_by()


def urged_today(at: datetime) -> Exists:
    """Whether the duty of a report was urged on that day, on whichever page."""
    return Exists(
        ObligationStep.objects.filter(
            verb=Verb.URGE, on=timezone.localdate(at), obligation__subject_kind=SUBJECT,
            obligation__subject_id=OuterRef("pk"),
        )
    )  # fmt: skip


def preview_reminding(rows: SelfInspectionQuerySet, *, by, at: datetime) -> Preview:
    """What `remind_missing` would do now. Raises PermissionDenied for whoever may remind nobody."""
    require(by, "inspections.review_selfinspection")
    due = missing(rows, by=by, at=at).filter(~urged_today(at))
    still_open, every = rows.visible_to(by).open().count(), rows.visible_to(by).count()
    reports, institutions = due.count(), due.values("institution").distinct().count()
    return Preview(reports, institutions, told=still_open - reports, done=every - still_open)


@transaction.atomic
def remind_missing(rows: SelfInspectionQuerySet, *, by, at: datetime) -> Reminded:
    """Tell each institution that has not handed in, once a day at most, and note it with its reports.

    What is overdue and watched over by the unit is urged with its duty (rules 9a), of the rest there is a notice.
    Raises PermissionDenied for whoever may remind nobody.
    """
    require(by, "inspections.review_selfinspection")
    due = missing(rows, by=by, at=at)
    urged = _urge(due.filter(~urged_today(at)), by=by, at=at)
    about = Exists(urged.filter(subject_id=OuterRef("pk")))
    asked = due.annotate(is_urged=about).filter(Q(about) | ~urged_today(at))
    sql, facts = named(asked.values("id", "institution_id", "is_urged"))
    facts |= {
        "kind": REPORTS_MISSING.key, "supervisor": by.party.name, "url": reverse("inspections:reports"),
        "audience": Audience.HANDLERS, "day": timezone.localdate(at).isoformat(), "at": at, "by": by.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("remind", rows=sql), facts)
        reports, institutions = cursor.fetchone()
    audit.note("self_inspections_reminded", by.party_id, count=reports, institutions=institutions)
    return Reminded(reports, institutions)


def _urge(rows: QuerySet[SelfInspection], *, by, at: datetime) -> QuerySet:
    """The duties that were urged, which are about the overdue ones of these reports."""
    if not by.has_perm("obligations.urge_duty"):
        return Obligation.objects.none()
    duties = Obligation.objects.filter(subject_kind=SUBJECT, subject_id__in=rows.values("pk"))
    return urge_duties(duties, by=by, at=at).done.order_by()
