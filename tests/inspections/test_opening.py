"""Reports and their duties are opened once for each institution, kind and period, whoever asks and how often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inspections.enums import Newcomers, SelfInspectionKind
from inspections.models import SelfInspection
from inspections.services.opening import open_reports, open_round
from institutions.enums import Category, InstitutionState, Level, PermitKind
from institutions.models import Permit
from obligations.models import Obligation
from tests.factories import make_institution, make_programme, make_region, make_round

TODAY = timezone.localdate()


@pytest.fixture
def programme(district, commission):
    return make_programme(region=district)


def opened() -> list[str]:
    return sorted(SelfInspection.objects.values_list("name", flat=True))


def test_each_institution_that_practises_gets_its_report_and_owes_it(programme, district, commission):
    row = make_round(programme)
    make_institution(region=make_region(parent=district), name="Clinic")
    make_institution(region=district, name="Suspended", state=InstitutionState.SUSPENDED)
    make_institution(region=district, name="Closed", state=InstitutionState.CLOSED, closed_on=TODAY)
    make_institution(region=make_region(), name="Elsewhere")

    count = open_reports(day=TODAY, at=timezone.now())

    report, duty = SelfInspection.objects.get(), Obligation.objects.get()
    assert (count, report.name, report.state, report.round) == (1, "Clinic", "planned", row)
    assert (duty.kind, duty.bearer_id, duty.subject_id, duty.due_on) == (
        "selfcheck.daily", report.institution_id, report.pk, row.due_on,
    )  # fmt: skip
    assert (duty.title, duty.period, duty.supervisor_id) == (row.title, row.period, commission.pk)


def test_what_runs_again_opens_nothing_twice(programme, district):
    make_round(programme)
    make_institution(region=district)
    now = timezone.now()

    counts = [open_reports(day=TODAY + timedelta(days=late), at=now + timedelta(days=late)) for late in (0, 0, 1)]

    assert (counts, Obligation.objects.count()) == ([1, 0, 0], 1)


def test_who_joins_the_register_later_gets_it_on_the_next_morning(programme, district):
    make_round(programme)
    make_institution(region=district, name="First")
    open_reports(day=TODAY, at=timezone.now())
    make_institution(region=district, name="Second")

    count = open_reports(day=TODAY, at=timezone.now())

    assert (count, opened()) == (1, ["First", "Second"])


@pytest.mark.parametrize("facts", [{"opens_on": TODAY + timedelta(days=1)}, {"due_on": TODAY - timedelta(days=1)}])
def test_outside_its_days_a_round_opens_nothing(programme, district, facts):
    make_round(programme, **{"starts_on": TODAY - timedelta(days=60), "opens_on": TODAY - timedelta(days=50)} | facts)
    make_institution(region=district)

    assert open_reports(day=TODAY, at=timezone.now()) == 0


def test_a_draft_opens_nothing(district):
    make_round(make_programme(region=district, state="draft"))
    make_institution(region=district)

    assert open_reports(day=TODAY, at=timezone.now()) == 0


def test_the_programme_of_a_smaller_territory_counts_before_that_around_it(programme, district):
    street = make_region(parent=district)
    wide, narrow = make_round(programme), make_round(make_programme(region=street), period="2026Q4")
    make_institution(region=street, name="Below")
    make_institution(region=district, name="Beside")

    open_reports(day=TODAY, at=timezone.now())

    assert sorted(SelfInspection.objects.values_list("name", "round")) == [("Below", narrow.pk), ("Beside", wide.pk)]


def test_the_audience_is_narrowed_by_the_filters_of_the_register_or_a_list(programme, district):
    hospital = make_institution(region=district, name="Hospital", category=Category.HOSPITAL_GENERAL)
    make_institution(region=district, name="Clinic")
    by_filter = make_round(programme, audience={"filters": {"category": ["hospital_general"]}})
    by_list = make_round(region=district, audience={"only": [str(hospital.party.public_id)]})

    counts = [open_round(row, at=timezone.now()) for row in (by_filter, by_list)]

    assert (counts, opened()) == ([1, 1], ["Hospital", "Hospital"])


@pytest.mark.parametrize(
    ("newcomers", "expected"),
    [
        (Newcomers.NEXT, ["Old", "Unknown"]),
        (Newcomers.DAYS, ["Enough days", "Old", "Unknown"]),
        (Newcomers.AT_ONCE, ["Enough days", "Old", "Too few days", "Unknown"]),
    ],
)
def test_who_was_licensed_within_the_period_owes_it_as_the_programme_says(district, newcomers, expected):
    row = make_round(make_programme(region=district, newcomers=newcomers, newcomer_days=40))
    joined = {
        "Old": row.starts_on, "Unknown": None, "Enough days": row.due_on - timedelta(days=40),
        "Too few days": row.due_on - timedelta(days=39),
    }  # fmt: skip
    for name, day in joined.items():
        make_institution(region=district, name=name, opened_on=day)

    open_round(row, at=timezone.now())

    assert opened() == expected


def test_a_report_knows_what_the_institution_is_and_does(district):
    hospital = make_institution(
        region=district, category=Category.HOSPITAL_GENERAL, level=Level.TWO, subjects=["医学检验科", "医疗美容科"]
    )
    Permit.objects.create(institution=hospital, kind=PermitKind.NARCOTICS, number="1")
    Permit.objects.create(
        institution=hospital, kind=PermitKind.INTERNET, number="2", valid_to=TODAY - timedelta(days=1)
    )

    open_round(make_round(make_programme(region=district)), at=timezone.now())

    assert sorted(SelfInspection.objects.get().traits) == [
        "cosmetic", "hospital", "laboratory", "level_2", "licensed", "narcotics",
    ]  # fmt: skip


def test_a_special_one_is_not_opened_again_by_the_morning(district):
    make_round(region=district, kind=SelfInspectionKind.SPECIAL)
    make_institution(region=district)

    assert open_reports(day=TODAY, at=timezone.now()) == 0
