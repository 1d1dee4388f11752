"""When the cycle of a licence's verification ends, and from when on the application is owed (rules 2.2, 2.3)."""

from datetime import date

from institutions.enums import Category, LicenceType
from institutions.kinds import AGAIN, APPLY
from kernel import workdays
from obligations.deadlines import limit_for, limits
from obligations.kinds import kind_of

BEDS = 100  # from so many on, every three years
SHORT, LONG = 1, 3  # years
BY_KIND = frozenset({  # every three years, whatever their beds
    Category.MCH, Category.MCH_SERVICE, Category.EMERGENCY_CENTRE, Category.EMERGENCY_STATION,
    Category.CLINICAL_LAB_CENTRE, Category.DISEASE_PREVENTION,
})  # fmt: skip
TIME_TO_APPLY = 1  # month between the opening and the day on which the application is due (design)


def cycle_years(*, licence_type: str, category: str, beds: int) -> int | None:
    """After how many years a licence is verified; None: never, as a filed clinic.

    Source: 医疗机构管理条例 21 [search]; 实施细则 35 for the kinds, 国卫医政发〔2022〕33号 for filings [memory].
    """
    if licence_type != LicenceType.LICENCE:
        return None
    return LONG if beds >= BEDS or category in BY_KIND else SHORT


def cycle_end(begins: date, years: int, *, from_day: date) -> date:
    """The last day of the first cycle that ends on `from_day` or after it, of those that follow one another from the
    licence's first day on: what lay before the portal looked is history.

    A cycle ends on the same day of its last year, or on that month's last (Civil Code 202).
    """
    cycles = max(1, (from_day.year - begins.year) // years)
    end = workdays.add_months(begins, 12 * years * cycles)
    return end if end >= from_day else workdays.add_months(begins, 12 * years * (cycles + 1))


def verified_to(due_on: date, years: int, *, decided_on: date) -> date:
    """The last day of the cycle that begins where the last one ended, or on a later day of its conclusion (design)."""
    return workdays.add_months(max(due_on, decided_on), 12 * years)


def opened_until(day: date) -> date:
    """On that day what ends by then is opened: a month before the application is due where that is earliest."""
    most = max(abs(limit.amount) for limit in limits(kind_of(APPLY), on=day))
    return workdays.add_months(day, most + TIME_TO_APPLY)


def months_of_suspension(region_path: str, *, on: date) -> tuple[int, int]:
    """For how many months a verification may be suspended there: at least, at most."""
    return AGAIN.at_least or 1, limit_for(AGAIN.key, region_path, on=on).amount
