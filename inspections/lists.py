"""What the pages of self-inspections list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from inspections.enums import ReportState, Verdict
from inspections.models import Answer, Round, Sample, SelfInspection
from inspections.querysets import SelfInspectionQuerySet
from institutions.models import Institution
from obligations.deadlines import soon_days
from obligations.lights import Light, light
from obligations.models import Obligation

BY_PLACE = ("region_path", "pk")
MOST_OF_ONE = 60  # reports of an institution that its page names: those of ten years
OWED_FIRST, LATEST_FIRST = ("round__due_on", "pk"), ("-round__due_on", "-pk")  # of one institution


@dataclass(frozen=True)
class ReportLine:
    """A report in a list, with its duty and how many points are not met; this only once it was handed in."""

    row: SelfInspection
    duty: Obligation | None
    light: Light | None
    not_met: int | None


def report_lines(rows: Collection[SelfInspection], *, by, at: datetime) -> list[ReportLine]:
    """Of one page, in its order; a query each for duties, answers, and what soon means there."""
    soon = soon_days(by.region_path, on=timezone.localdate(at))
    duties = {duty.subject_id: duty for duty in Obligation.objects.about_any(rows).standing().order_by("pk")}
    said = Answer.objects.filter(report__in=rows, verdict=Verdict.NOT_MET)
    not_met = dict(said.values_list("report").annotate(Count("pk")))
    lines = []
    for row in rows:
        duty = duties.get(row.pk)
        shown = light(duty, at=at, soon=soon) if duty else None
        lines.append(ReportLine(row, duty, shown, None if row.submitted_at is None else not_met.get(row.pk, 0)))
    return lines


def reports_of(institution: Institution) -> list[SelfInspection]:
    """The latest first."""
    rows = SelfInspection.objects.filter(institution=institution).select_related("round")
    return list(rows.order_by(*LATEST_FIRST)[:MOST_OF_ONE])


def of_rounds(rounds: Collection[Round], *, by) -> SelfInspectionQuerySet:
    """Those of the territory."""
    return SelfInspection.objects.visible_to(by).filter(round__in=[row.pk for row in rounds])


def chosen(keys: Collection[str], *, by) -> SelfInspectionQuerySet:
    """Of the territory, by the public ids that a page has sent; what is none is passed over."""
    return SelfInspection.objects.visible_to(by).filter(public_id__in=[key for key in keys if is_key(key)])


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def list_page(asked: QueryDict) -> str:
    """The list with its filters."""
    query = asked.urlencode()
    return reverse("inspections:reports") + (f"?{query}" if query else "")


def with_progress(rows: QuerySet) -> QuerySet:
    """Samples, each with how many of its reports are not waiting for review any more (`reviewed`)."""
    return rows.annotate(reviewed=Count("drawn", filter=~Q(drawn__report__state=ReportState.SUBMITTED)))


def of_sample(sample: Sample) -> list[SelfInspection]:
    """In the order of the draw."""
    rows = SelfInspection.objects.filter(drawn_in__sample=sample).select_related("round", "institution__party__region")
    return list(rows.defer("institution__pieces").order_by("drawn_in__position"))


def answers_of(report: SelfInspection) -> QuerySet:
    """In the order of the checklist."""
    return report.answers.order_by("item__position")
