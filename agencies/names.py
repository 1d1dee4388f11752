"""Which agency a printed name means: by jurisdiction, alias and elided prefix, and never by a silent guess.

A plan of Hangzhou prints 市公安局 or 公安局 for what is 杭州市公安局 in full, and 上城区卫健局 for an agency of
that district; in a plan of the district 区卫健局 and 卫健局 mean its own and 市公安局 the city's. So every agency has,
seen from one region, a set of printed forms: the core of its name (without the place) behind each way to say the
place. A name is looked up among the forms; nothing is compared by likeness.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from agencies.models import Agency, AgencyAlias, Region
from agencies.models.region import STEP

BRACKETS = str.maketrans("〔［[【〈《〕］]】〉》", "((((((" + "))))))")
LEVEL_WORDS = ("自治区", "自治州", "自治县", "自治旗", "开发区", "高新区", "度假区", "新区", "园区", "街道")
LEVEL_ENDS = {"自治州": "州", "自治县": "县", "自治旗": "旗", "新区": "区"}  # printed too: 县公安局
ONE_WORD = "省市区县旗州盟镇乡"
PARTY_COMMITTEE = "委"  # 市委宣传部: printed alone it is 宣传部
PARTY = "中共"


class ResolutionKind(StrEnum):
    EXACT = "exact"  # the agency's own name, in full or with the place elided
    ALIAS = "alias"  # its short name or one of its recorded aliases
    AMBIGUOUS = "ambiguous"  # several agencies fit
    UNKNOWN = "unknown"  # none does


@dataclass(frozen=True)
class Resolution:
    """What a printed name means.

    agency: set when exactly one fits.  candidates: those that fit an ambiguous name; for the name of an agency that had
    ended by that day its successor, to be suggested and not to be put in its place.
    """

    printed: str
    kind: ResolutionKind
    agency: Agency | None = None
    candidates: tuple[Agency, ...] = ()


def resolve(printed: str, *, region: Region, on: date) -> Resolution:
    """The agency that `printed` means in a document of `region` on that day."""
    return resolve_many([printed], region=region, on=on)[printed]


def resolve_many(printed: Iterable[str], *, region: Region, on: date) -> dict[str, Resolution]:
    """As `resolve`, for all the names of a document, with three queries whatever their number."""
    jurisdiction = Jurisdiction(region)
    return {name: jurisdiction.resolution(name, on) for name in printed}


def fold(printed: str) -> str:
    """One form for what differs in width, brackets and spaces only: 市卫健委（市中医局） and 市卫健委(市中医局)."""
    folded = unicodedata.normalize("NFKC", printed).translate(BRACKETS)
    return "".join(folded.split())


def level_words(region_name: str) -> tuple[str, ...]:
    """What stands for the place when its name is elided: 市 for 杭州市, 新区 and 区 for 滨海新区."""
    for word in LEVEL_WORDS:
        if region_name.endswith(word):
            return (word, LEVEL_ENDS[word]) if word in LEVEL_ENDS else (word,)
    return (region_name[-1:],) if region_name[-1:] in ONE_WORD else ()


@dataclass(frozen=True)
class Place:
    """A region as the documents of another one speak of it.

    full: its name, behind more and more of the names above it (上城区, 杭州市上城区).  words: what stands for it where
    its name is elided.  elided: which of these the documents may use, and "" where they need not say the place.
    """

    full: tuple[str, ...]
    words: tuple[str, ...]
    elided: tuple[str, ...]

    def core(self, name: str) -> str:
        """A name without its place; a name that says none is a core itself."""
        for full in reversed(self.full):
            if name.startswith(full) and name != full:
                return name.removeprefix(full)
        return name

    def core_of_alias(self, alias: str, own_core: str) -> str:
        """As `core`, for 市发改委 too; in 市场监管局 the 市 is no place, since the agency's own core begins with it."""
        for word in self.words:
            rest = alias.removeprefix(word)
            if rest and rest != alias and (rest.startswith(word) or not own_core.startswith(word)):
                return rest
        return self.core(alias)

    def forms(self, core: str) -> Iterator[str]:
        """Every way to print the core of a name."""
        for prefix in (*self.full, *self.elided):
            yield prefix + core
        if "" in self.elided and core.startswith(PARTY_COMMITTEE) and len(core) > 2:
            yield core.removeprefix(PARTY_COMMITTEE)

    def is_said_in(self, name: str) -> bool:
        """Whether a name tells its place by itself, wherever it is printed: 杭州海关."""
        stem = min((self.full[0].removesuffix(word) for word in self.words), key=len, default="")
        return (stem if len(stem) > 1 else self.full[0]) in name


class Jurisdiction:
    """The agencies that a document of `region` may name, by their printed forms: of the regions above and below it."""

    def __init__(self, region: Region):
        self.region = region
        self.line = [region.path[:end] for end in range(STEP, len(region.path), STEP)]
        near = Q(party__region_path__in=self.line) | Q(party__region_path__startswith=region.path)
        agencies = Agency.objects.filter(near).order_by("position", "pk")
        self.agencies = {agency.pk: agency for agency in agencies.select_related("party")}
        self.places = self._places()
        self.exact: defaultdict[str, set[int]] = defaultdict(set)
        self.other: defaultdict[str, set[int]] = defaultdict(set)
        for agency in self.agencies.values():
            self._add_own(agency)
        for alias in AgencyAlias.objects.filter(agency__in=agencies.order_by()).select_related("region"):
            if alias.region is None or region.path.startswith(alias.region.path):
                self._add_alias(self.agencies[alias.agency_id], fold(alias.name))

    def resolution(self, printed: str, on: date) -> Resolution:
        form = fold(printed).removeprefix(PARTY)
        exact = self.exact.get(form, set())
        fitting = [agency for pk, agency in self.agencies.items() if pk in exact or pk in self.other.get(form, ())]
        valid = [agency for agency in fitting if is_valid(agency, on)]
        if len(valid) > 1:
            return Resolution(printed, ResolutionKind.AMBIGUOUS, candidates=tuple(valid))
        if valid:
            kind = ResolutionKind.EXACT if valid[0].pk in exact else ResolutionKind.ALIAS
            return Resolution(printed, kind, agency=valid[0])
        heirs = {heir.pk: heir for agency in fitting if (heir := self._heir(agency, on))}
        return Resolution(printed, ResolutionKind.UNKNOWN, candidates=tuple(heirs.values()))

    def _places(self) -> dict[str, Place]:
        """The region itself, those above it, and each one below it that has agencies, by path."""
        line = [self.region.path, *reversed(self.line)]  # from near to far
        paths = {agency.party.region_path for agency in self.agencies.values()}.union(line)
        above = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
        names = {path: fold(name) for path, name in Region.objects.filter(path__in=above).values_list("path", "name")}
        elided: dict[str, list[str]] = {path: [] for path in paths}
        taken: set[str] = set()
        for path in line:  # the nearest region keeps the word: 市 in a plan of 建德市 is not 杭州市
            elided[path] = [word for word in level_words(names[path]) if word not in taken]
            taken.update(elided[path])
        elided[self.region.path].append("")
        return {path: Place(full_names(path, names), level_words(names[path]), tuple(elided[path])) for path in paths}

    def _add_own(self, agency: Agency) -> None:
        place, name = self.places[agency.party.region_path], fold(agency.party.name).removeprefix(PARTY)
        self._add(self.exact, agency, name, place.core(name))
        self._add(self.other, agency, fold(agency.short_name), fold(agency.short_name))

    def _add_alias(self, agency: Agency, alias: str) -> None:
        place, name = self.places[agency.party.region_path], fold(agency.party.name).removeprefix(PARTY)
        alias = alias.removeprefix(PARTY)
        self._add(self.other, agency, alias, place.core_of_alias(alias, place.core(name)))

    def _add(self, index: dict[str, set[int]], agency: Agency, name: str, core: str) -> None:
        place = self.places[agency.party.region_path]
        for form in (name, *place.forms(core)) if place.is_said_in(name) else place.forms(core):
            index[form].add(agency.pk)

    def _heir(self, agency: Agency, on: date) -> Agency | None:
        """Who has followed an ended agency, and is there on that day."""
        seen = {agency.pk}
        while (heir := self.agencies.get(agency.party.successor_id or 0)) and heir.pk not in seen:
            if is_valid(heir, on):
                return heir
            seen.add(heir.pk)
            agency = heir
        return None


def full_names(path: str, names: dict[str, str]) -> tuple[str, ...]:
    """上城区, 杭州市上城区, 浙江省杭州市上城区."""
    line = [names[path[:end]] for end in range(STEP, len(path) + 1, STEP)]
    return tuple("".join(line[start:]) for start in reversed(range(len(line))))


def is_valid(agency: Agency, on: date) -> bool:
    party = agency.party
    return (party.valid_from is None or party.valid_from <= on) and (party.valid_to is None or on <= party.valid_to)
