"""How long dishonesty may be public: the rules that held on the day of the document (rules 7.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from events.enums import Level
from kernel.workdays import add_months


@dataclass(frozen=True)
class Period:
    """In months."""

    at_least: int
    at_most: int


@dataclass(frozen=True)
class Regime:
    """A version of the publicity rules; valid_from: its first day, None for the oldest that is known."""

    key: str
    valid_from: date | None
    periods: Mapping[Level, Period]
    source: str


REGIMES = (  # the newest first
    Regime(
        "order36-2025",
        date(2026, 4, 1),
        {Level.MINOR: Period(0, 3), Level.GENERAL: Period(3, 12), Level.SERIOUS: Period(12, 36)},
        "国家发展改革委令第36号; 国办发〔2025〕22号 [search*]",
    ),
    Regime(
        "order58-2023",
        date(2023, 5, 1),
        {Level.MINOR: Period(0, 3), Level.GENERAL: Period(3, 36), Level.SERIOUS: Period(12, 36)},
        "国家发展改革委令第58号: minimum [search*], maximum [memory]; minor as in Order 36 [design]",
    ),
    Regime(
        "before-2023",
        None,
        {Level.MINOR: Period(0, 3), Level.GENERAL: Period(3, 12), Level.SERIOUS: Period(6, 36)},
        "rules 7.2, older regimes [search*]; minor as in Order 36 [design]",
    ),
)


def regime_on(day: date) -> Regime:
    return next(regime for regime in REGIMES if regime.valid_from is None or regime.valid_from <= day)


def bounds(level: Level, day: date) -> tuple[date, date]:
    """The earliest and the latest last public day of what a document of that day says (months: Civil Code 202)."""
    period = regime_on(day).periods[level]
    return add_months(day, period.at_least), add_months(day, period.at_most)


def usual_end(level: Level, day: date) -> date | None:
    """The last public day when nothing else is decided: the latest there is; None: minor dishonesty is not public."""
    return None if level == Level.MINOR else bounds(level, day)[1]
