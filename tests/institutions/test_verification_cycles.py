"""When a licence is to be verified, and what is opened for it each morning."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from institutions.deadlines import cycle_end, cycle_years, verified_to
from institutions.enums import Category, LicenceType
from institutions.jobs import open_verifications as job
from institutions.models import Verification
from institutions.services.lapsing import end_verification
from institutions.services.register import change_institution, close_institution, reopen_institution
from institutions.services.verifying import open_verification, open_verifications
from kernel.errors import Refused
from kernel.models import AuditRow
from obligations.enums import DutyState
from obligations.models import LimitOverride, Obligation
from obligations.subjects import addresses_of
from tests.factories import make_institution, make_region, make_verification

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
LICENCE = LicenceType.LICENCE


@pytest.mark.parametrize(
    ("licence_type", "category", "beds", "years"),
    [
        (LICENCE, Category.HOSPITAL_GENERAL, 99, 1),
        (LICENCE, Category.HOSPITAL_GENERAL, 100, 3),
        (LICENCE, Category.CLINIC, 0, 1),
        (LICENCE, Category.MCH, 20, 3),
        (LICENCE, Category.EMERGENCY_CENTRE, 0, 3),
        (LICENCE, Category.CLINICAL_LAB_CENTRE, 0, 3),
        (LICENCE, Category.MEDICAL_LABORATORY, 0, 1),
        (LICENCE, Category.DISEASE_PREVENTION, 30, 3),
        (LicenceType.FILING, Category.CLINIC, 0, None),
        (LicenceType.TCM_FILING, Category.CLINIC_TCM, 200, None),
    ],
)
def test_the_cycle_follows_from_beds_and_kind(licence_type, category, beds, years):
    assert cycle_years(licence_type=licence_type, category=category, beds=beds) == years


@pytest.mark.parametrize(
    ("begins", "years", "from_day", "end"),
    [
        (date(2026, 3, 1), 1, TODAY, date(2027, 3, 1)),
        (date(2020, 11, 20), 1, TODAY, TODAY),
        (date(2020, 11, 19), 1, TODAY, date(2027, 11, 19)),
        (date(2020, 11, 20), 3, TODAY, TODAY),
        (date(2020, 11, 21), 3, TODAY, date(2026, 11, 21)),
        (date(2021, 3, 1), 3, TODAY, date(2027, 3, 1)),
        (date(2024, 2, 29), 1, date(2027, 1, 1), date(2027, 2, 28)),
        (date(2024, 2, 29), 1, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2024, 2, 29), 3, date(2027, 3, 1), date(2030, 2, 28)),
        (date(2027, 1, 15), 1, TODAY, date(2028, 1, 15)),
    ],
)
def test_a_cycle_ends_on_the_same_day(begins, years, from_day, end):
    assert cycle_end(begins, years, from_day=from_day) == end


@pytest.mark.parametrize(
    ("due_on", "years", "decided_on", "until"),
    [
        (date(2027, 2, 28), 1, date(2027, 1, 5), date(2028, 2, 28)),
        (date(2027, 2, 28), 3, date(2027, 8, 1), date(2030, 8, 1)),
        (date(2028, 2, 29), 1, date(2028, 2, 1), date(2029, 2, 28)),
    ],
)
def test_the_next_cycle_begins_where_the_last_one_ended(due_on, years, decided_on, until):
    assert verified_to(due_on, years, decided_on=decided_on) == until


pytestmark = pytest.mark.django_db
NEXT = date(2027, 3, 10)


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院", licence_from=date(2024, 3, 10))


def open_all(at=NOON):
    return open_verifications(day=at.date(), at=at)


def test_it_is_opened_with_the_duty_to_apply(hospital, keeper):
    assert [open_all(), open_all()] == [1, 0]

    row, duty = Verification.objects.get(), Obligation.objects.get()
    assert (row.institution, row.due_on, row.state, row.name) == (hospital, NEXT, "due", "河东医院")
    assert row.region_path == hospital.region_path
    assert (duty.kind, duty.bearer_id, duty.supervisor) == ("verify.apply", hospital.pk, keeper.party)
    assert (duty.title, duty.period, duty.counted_from) == ("河东医院", "2027-03-10", NEXT)
    assert duty.due_on == date(2026, 12, 10)
    assert addresses_of([duty]) == {duty.pk: row.get_absolute_url()}
    assert AuditRow.objects.get(table_name="verifications_opened").changes == {"count": 1}


@pytest.mark.parametrize(
    "facts",
    [
        {"licence_from": date(2024, 3, 21)},
        {"licence_from": None},
        {"licence_type": LicenceType.FILING},
        {"state": "closed", "closed_on": TODAY},
        {"beds": 100, "licence_from": date(2025, 3, 10)},
    ],
)
def test_of_others_nothing_is_opened(district, facts):
    make_institution(region=district, **{"licence_from": date(2024, 3, 10)} | facts)

    assert open_all() == 0


@pytest.mark.parametrize("begins", ["2020-02-29", "2024-02-29", "2023-11-20", "2023-11-19", "2026-11-20", "2022-03-20"])
@pytest.mark.parametrize("beds", [99, 100])
@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-19", "2027-02-28", "2028-02-29"])
def test_the_statement_counts_as_the_function_does(district, begins, beds, day):
    begins, day = date.fromisoformat(begins), date.fromisoformat(day)
    LimitOverride.objects.create(
        kind="verify.apply", region=district, region_path=district.path, amount=-36, valid_from=date(2020, 1, 1),
        basis="Basis",
    )  # fmt: skip
    end = cycle_end(begins, 3 if beds == 100 else 1, from_day=day)
    make_institution(region=district, licence_from=begins, beds=beds)

    open_verifications(day=day, at=NOON)

    assert list(Verification.objects.values_list("due_on", flat=True)) == [end]


def test_a_region_with_a_longer_limit_is_opened_earlier(district, hospital):
    open_all(datetime(2026, 10, 1, 12, tzinfo=NOON.tzinfo))
    assert not Verification.objects.exists()
    LimitOverride.objects.create(
        kind="verify.apply", region=district, region_path=district.path, amount=-5, valid_from=date(2020, 1, 1),
        basis="Basis",
    )  # fmt: skip

    open_all(datetime(2026, 10, 1, 12, tzinfo=NOON.tzinfo))

    assert Obligation.objects.get().due_on == date(2026, 10, 10)


def test_what_was_passed_counts_from_there(hospital):
    make_verification(hospital, due_on=date(2026, 3, 10), state="passed", verified_to=date(2027, 1, 5))
    make_verification(hospital, due_on=date(2025, 3, 10), state="passed", verified_to=date(2026, 3, 10))

    assert open_all() == 1

    assert Verification.objects.open().get().due_on == date(2027, 1, 5)


def test_what_is_ended_after_its_cycle_is_opened_for_that_cycle_anew(hospital, keeper):
    open_all()
    over = NOON.replace(year=2027, month=4)
    end_verification(Verification.objects.get(), reason="A mistake", by=keeper, at=over)

    assert open_all(over) == 1

    assert Verification.objects.open().get().due_on == NEXT


@pytest.mark.parametrize("beds", [0, 100])
def test_many_take_as_many_statements(district, django_assert_num_queries, beds):
    begins = date(2024, 3, 10)
    make_institution(region=district, licence_from=begins, beds=beds)
    with django_assert_num_queries(13):
        assert open_all() == 1
    for _ in range(30):
        make_institution(region=district, licence_from=begins, beds=beds)
    with django_assert_num_queries(13):
        assert open_all() == 30


def test_the_morning_opens_them(hospital):
    assert job(day="2026-11-20") == 1
    assert job() >= 0


def test_by_hand_only_where_it_is_verified_and_none_is_open(keeper, district, hospital):
    row = open_verification(hospital, due_on=date(2026, 12, 31), by=keeper, at=NOON)
    assert Obligation.objects.get().due_on == date(2026, 9, 30)
    assert AuditRow.objects.filter(table_name="verification_opened", row_id=str(row.pk)).exists()
    filed = make_institution(region=district, licence_type=LicenceType.FILING)

    for institution, said in ((hospital, "open already"), (filed, "not verified")):
        with pytest.raises(Refused, match=said):
            open_verification(institution, due_on=NEXT, by=keeper, at=NOON)
    with pytest.raises(Refused, match="calendar"):
        open_verification(make_institution(region=district), due_on=date(2190, 1, 1), by=keeper, at=NOON)
    assert Verification.objects.count() == 1


def test_it_goes_with_its_institution(hospital, keeper, district):
    open_all()
    street = make_region(parent=district)

    change_institution(hospital, name="河西医院", region=street, by=keeper, at=NOON)

    row = Verification.objects.get()
    assert (row.name, row.region_path) == ("河西医院", street.path)


def test_a_closed_institution_owes_none_of_it(hospital, keeper):
    open_all()

    closed = close_institution(hospital, on=TODAY, reason="Ended", by=keeper, at=NOON)

    assert Verification.objects.get().state == "ended"
    assert Obligation.objects.get().state == DutyState.CANCELLED
    assert open_all() == 0
    closed.refresh_from_db()
    reopen_institution(closed, reason="A mistake", by=keeper)
    assert open_all() == 1
