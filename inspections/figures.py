"""Figures of a round: how many have handed in by place and category, which points are not met, and how peers stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Substr

from agencies.enums import RegionKind
from agencies.models import Region
from agencies.models.region import STEP
from inspections.definitions import FIGURES
from inspections.enums import Verdict
from inspections.models import Answer, SelfInspection
from inspections.querysets import SelfInspectionQuerySet

LEAST_PEERS = 5  # fewer, and figures about them could be told apart


@dataclass(frozen=True)
class Share:
    """The figures of a place or category. key: the region's key or the category's code; None: no list shows them."""

    key: int | str | None
    label: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float | None:
        """What was handed in of what is owed, in percent."""
        owed = self.counts["owed"]
        return round(100 * self.counts["handed_in"] / owed, 1) if owed else None


@dataclass(frozen=True)
class Completion:
    total: Share
    places: list[Share]
    categories: list[Share]


def completion(rows: QuerySet, *, by, labels: dict[str, str]) -> Completion:
    """By the places directly below the acting unit, and by category, from one statement; places in their order.

    labels: of the categories.
    """
    below = len(by.region_path) + STEP
    counted = {name: Count("pk", filter=figure.counts) for name, figure in FIGURES.items()}
    found = rows.order_by().values(place=Substr("region_path", 1, below), kind_of=F("institution__category"))
    places: dict[str, Counter] = {}
    categories: dict[str, Counter] = {}
    total: Counter = Counter()
    for row in found.annotate(**counted):
        counts = Counter({name: row[name] for name in FIGURES})
        for parts, key in ((places, row["place"]), (categories, row["kind_of"])):
            parts.setdefault(key, Counter()).update(counts)
        total.update(counts)
    names = {path: (pk, name) for path, pk, name in _regions(places)}
    lines = []
    for path in sorted(places):
        pk, name = names[path]
        lines.append(Share(None if path == by.region_path else pk, name, places[path]))
    kinds = [Share(code, labels.get(code, code), counts) for code, counts in categories.items()]
    return Completion(Share("", "", total), lines, sorted(kinds, key=lambda one: -one.counts["owed"]))


def _regions(paths: Iterable[str]):
    return Region.objects.filter(path__in=list(paths)).values_list("path", "pk", "name")


def points(rows: SelfInspectionQuerySet) -> list[dict]:
    """How the points of a checklist were answered in the reports that were handed in, what is least met first.

    Each {code, text, heading, answered, not_met, not_applicable, share}; share: of those to whom it
    applies, in percent.
    """
    said = Answer.objects.filter(report__in=rows.handed_in().order_by().values("pk")).exclude(verdict="")
    found = said.order_by().values(code=F("item__code")).annotate(
        text=Max("item__text"), heading=Max("item__heading"), place=Max("item__position"), answered=Count("pk"),
        not_met=Count("pk", filter=Q(verdict=Verdict.NOT_MET)),
        not_applicable=Count("pk", filter=Q(verdict=Verdict.NOT_APPLICABLE)),
    )  # fmt: skip
    lines = []
    for row in found:
        applies = row["answered"] - row["not_applicable"]
        lines.append(row | {"share": round(100 * row["not_met"] / applies, 1) if applies else None})
    return sorted(lines, key=lambda row: (-row["not_met"], row["place"]))


@dataclass(frozen=True)
class Peers:
    """The rates of points that are met, in percent: of the institution, and quartiles of the others."""

    count: int
    own: float
    lower: float
    median: float
    upper: float


def peers_of(report: SelfInspection) -> Peers | None:
    """How a report that was handed in stands among those of the same category and level in its district and round.

    None where there are too few to tell, or where nothing applied.  Needs institution and round selected.
    """
    mine = report.institution
    alike = SelfInspection.objects.handed_in().filter(
        round=report.round_id, region_path__startswith=_district_of(report), institution__category=mine.category,
        institution__level=mine.level,
    )  # fmt: skip
    rates = _rates(alike)
    own = rates.pop(report.pk, None)
    if own is None or len(rates) < LEAST_PEERS:
        return None
    lower, median, upper = (round(value, 1) for value in quantiles(rates.values(), n=4, method="inclusive"))
    return Peers(len(rates), round(own, 1), lower, median, upper)


def _district_of(report: SelfInspection) -> str:
    """The path of the district where the institution lies; of the round's territory where that is unknown."""
    path = report.region_path
    above = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    districts = Region.objects.filter(path__in=above, kind=RegionKind.DISTRICT)
    found: str | None = districts.order_by("-path").values_list("path", flat=True).first()
    return found or report.round.region_path


def _rates(rows: QuerySet) -> dict[int, float]:
    """{key of the report: of what applies, how much is met, in percent}."""
    said = Answer.objects.filter(report__in=rows.order_by().values("pk"), verdict__in=[Verdict.MET, Verdict.NOT_MET])
    counted = {"answered": Count("pk"), "met": Count("pk", filter=Q(verdict=Verdict.MET))}
    found: Any = said.values("report").annotate(**counted)
    return {row["report"]: 100 * row["met"] / row["answered"] for row in found}
