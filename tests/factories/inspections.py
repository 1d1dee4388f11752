"""Checklists, programmes, rounds and reports of self-inspections."""

from datetime import date, timedelta

from django.utils import timezone

from agencies.models import Membership, Region
from inspections.enums import ChecklistState, ProgrammeState, SelfInspectionKind, Severity
from inspections.models import Checklist, ChecklistItem, Programme, Round, Sample, SampledReport, SelfInspection
from institutions.models import Institution
from tests.factories.agencies import make_region

__all__ = ["make_checklist", "make_programme", "make_report", "make_round", "make_sample"]

ITEMS = (("A1", Severity.CRITICAL), ("A2", Severity.MAJOR), ("B1", Severity.MINOR))


def make_checklist(*, region: Region | None = None, items=ITEMS, **facts) -> Checklist:
    """By default published, with three items that apply to all; items: (code, severity) or facts of ChecklistItem."""
    said = {"title": "Checklist", "region_path": region.path if region else ""} | facts
    state = said.pop("state", ChecklistState.PUBLISHED)
    row = Checklist.objects.create(region=region, **said)
    for position, item in enumerate(items, 1):
        if isinstance(item, tuple):
            item = {"code": item[0], "severity": item[1]}
        usual = {"heading": f"Part {item['code'][0]}", "text": f"Point {item['code']}", "severity": Severity.MINOR}
        ChecklistItem.objects.create(checklist=row, position=position, **usual | item)
    if state == ChecklistState.PUBLISHED:
        row.state, row.published_at = state, timezone.now()
        row.valid_from = row.valid_from or date(2026, 1, 1)
        row.save()
    return row


def make_programme(*, region: Region | None = None, **facts) -> Programme:
    """By default published, without rounds."""
    region = region or make_region()
    said = {
        "year": 2026, "title": "Programme", "state": ProgrammeState.PUBLISHED, "published_at": timezone.now(),
    } | facts  # fmt: skip
    return Programme.objects.create(region=region, region_path=region.path, **said)


def make_round(programme: Programme | None = None, *, region: Region | None = None, **facts) -> Round:
    """By default the daily one of a quarter that runs today; without a programme a special one."""
    today = timezone.localdate()
    said = {
        "kind": SelfInspectionKind.DAILY, "period": "2026Q4", "title": "Daily self-inspection",
        "starts_on": today - timedelta(days=30), "opens_on": today - timedelta(days=30),
        "due_on": today + timedelta(days=30),
    }  # fmt: skip
    if programme is None:
        said |= {"kind": SelfInspectionKind.SPECIAL, "period": "S-1", "title": "Special one", "reason": "A risk"}
    region = programme.region if programme else region or make_region()
    said |= facts
    if "checklist" not in said:
        said["checklist"] = make_checklist()
    return Round.objects.create(programme=programme, region=region, region_path=region.path, **said)


def make_report(institution: Institution, *, of: Round | None = None, **facts) -> SelfInspection:
    """By default not begun, of a daily round of the institution's territory; no duty is opened. What its state needs
    is there."""
    of = of or make_round(make_programme(region=institution.party.region))
    now = timezone.now()
    said = {
        "kind": of.kind, "period": of.period, "name": institution.name, "region_path": institution.region_path,
        "opened_at": now, "state": "planned",
    } | facts  # fmt: skip
    if said["state"] in {"submitted", "accepted"}:
        said = {
            "filled_at": now, "submitted_at": now, "digest": "0" * 64, "number": f"ZC-{institution.pk}-{of.pk}",
        } | said  # fmt: skip
    row = SelfInspection.objects.create(round=of, institution=institution, **said)
    row.refresh_from_db(fields=["public_id"])
    return row


def make_sample(reports: list[SelfInspection], *, drawn_by: Membership, **facts) -> Sample:
    """All of these were drawn, in the place of the first."""
    region = reports[0].institution.party.region
    said = {
        "region": region, "region_path": region.path, "kind": SelfInspectionKind.DAILY, "period": "2026Q4",
        "title": "Sample", "pool": [row.pk for row in reports], "pool_size": len(reports), "size": len(reports),
        "seed": "0", "drawn_by": drawn_by, "drawn_at": timezone.now(),
    } | facts  # fmt: skip
    row = Sample.objects.create(**said)
    for place, report in enumerate(reports, 1):
        SampledReport.objects.create(sample=row, report=report, position=place)
    return row
