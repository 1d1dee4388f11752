"""The official list of regions: all of it or nothing, in any order, as often as one likes.

A line gives a code and a name from and until a day. What a line says about the tree:
- a code under the same parent on other days is the same region with another name;
- `same_as` names another code of the same region: a former one, or the other scheme's;
- any other line is a region of its own. So a move is told by ending one line and adding another below the new parent;
  a path, once given, is never rewritten, and what was recorded under it stays there.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.enums import CodeScheme
from agencies.models import Region, RegionCode
from agencies.models.region import STEP
from agencies.services.region_lines import Line, read_lines
from agencies.services.regions import lock_tree, step
from kernel.tables import FaultyRows, RowFault

BATCH = 2000
FIRST, LAST = date.min, date.max


@dataclass(frozen=True)
class Report:
    """How many regions were added, how many got another name, kind or end, and how many lines were new or changed."""

    regions_added: int
    regions_changed: int
    lines_added: int
    lines_changed: int


@dataclass
class Entry:
    """A line of the list as it will stand: kept in the database already (`row`), in this file (`line`), or both."""

    scheme: str
    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    region: Region | None = None
    row: RegionCode | None = None
    line: Line | None = None

    @property
    def period(self) -> tuple[date, date]:
        return self.valid_from or FIRST, self.valid_to or LAST

    def overlaps(self, other: "Entry") -> bool:
        return self.period[0] <= other.period[1] and other.period[0] <= self.period[1]


@transaction.atomic
def load_regions(rows: Iterable[tuple[int, dict[str, str]]], *, dry_run: bool = False) -> Report:
    """Bring the tree up to the official list, from the command line.

    rows: (row number, {column: text}) as kernel.tables reads them; columns as in `region_lines`.
    Raises FaultyRows with every fault found, and changes nothing then, nor in a dry run.
    """
    lines = read_lines(rows)
    lock_tree()
    tree = Tree()
    report = tree.grow(lines)
    if dry_run:
        transaction.set_rollback(True)
    return report


@dataclass
class Tree:
    """The regions and the lines of the lists as they are, and as they become by the lines of a file."""

    faults: list[RowFault] = field(default_factory=list)
    added: list[Region] = field(default_factory=list)
    begun: set[int] = field(default_factory=set)
    under_way: list[Entry] = field(default_factory=list)

    def __post_init__(self):
        self.regions = {region.pk: region for region in Region.objects.order_by("path")}
        for region in self.regions.values():
            region.parent = self.regions[region.parent_id] if region.parent_id else None
        self.was = {region.pk: described(region) for region in self.regions.values()}
        self.named = {(id(region.parent), region.name): region for region in self.regions.values()}
        self.by_code: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.of_region: defaultdict[int, list[Entry]] = defaultdict(list)
        for row in RegionCode.objects.order_by("pk"):
            entry = Entry(
                row.scheme, row.code, row.name, row.valid_from, row.valid_to, self.regions[row.region_id], row
            )
            self.by_code[row.scheme, row.code].append(entry)
            self.of_region[id(entry.region)].append(entry)

    def grow(self, lines: list[Line]) -> Report:
        entries = [self._enter(line) for line in lines]
        self._refuse_overlaps()
        for entry in entries:
            self._settle(entry)
        self._stop_at_faults()
        touched = list({id(entry.region): entry.region for entry in entries if entry.region}.values())
        for region in touched:
            self._describe(region)
        self._refuse_namesakes(touched)
        self._stop_at_faults()
        self._give_paths()
        return self._write(entries, touched)

    def _stop_at_faults(self) -> None:
        if self.faults:
            raise FaultyRows(self.faults)

    def _fault(self, line: Line, column: str, reason: str) -> None:
        self.faults.append(RowFault(line.row, column, reason))

    def _enter(self, line: Line) -> Entry:
        """The entry of a line: the one with its code and first day, or a new one."""
        known = self.by_code[line.scheme, line.code] if line.code else []
        entry = next((entry for entry in known if entry.valid_from == line.valid_from), None)
        if entry is None:
            entry = Entry(line.scheme, line.code, line.name, line.valid_from, line.valid_to)
            known.append(entry)
        elif entry.line:
            self._fault(line, "code", _("Row %(row)s says the same code and first day.") % {"row": entry.line.row})
        entry.name, entry.valid_to, entry.line = line.name, line.valid_to, line
        return entry

    def _refuse_overlaps(self) -> None:
        for entries in self.by_code.values():
            entries.sort(key=lambda entry: entry.period)
            for one, other in pairwise(entries):
                line = other.line or one.line
                if line and one.overlaps(other):
                    self._fault(line, "valid_from", _("The code is in force already on these days, as “%(name)s”.")
                                % {"name": (one if line is other.line else other).name})  # fmt: skip

    def _settle(self, entry: Entry) -> Region | None:
        """The region of an entry, found or made, those above it first; None when the file is at fault."""
        line = entry.line
        if line is None or id(entry) in self.begun:
            return entry.region
        self.begun.add(id(entry))
        self.under_way.append(entry)
        parent, sound = self._parent(entry, line)
        if sound and entry.region is None:
            entry.region = self._same(entry, line, parent) or self._add(line, parent)
            self.of_region[id(entry.region)].append(entry)
        elif sound and entry.region is not None and entry.region.parent is not parent:
            self._fault(line, "parent", _("It lies elsewhere in the tree. A move is a line that ends and a new one."))
        self.under_way.remove(entry)
        return entry.region

    def _parent(self, entry: Entry, line: Line) -> tuple[Region | None, bool]:
        """The region above, and whether the file is sound about it."""
        if not line.parent:
            return None, True
        found = [other for other in self._coded(line.scheme, line.parent) if other.overlaps(entry)]
        regions = {id(region): region for other in found if (region := self._settle(other))}
        if len(regions) == 1:
            return next(iter(regions.values())), True
        if len(regions) > 1:
            self._fault(line, "parent", _("Several regions have this code in that time."))
        elif not found:
            self._fault(line, "parent", _("No region has this code in that time."))
        elif any(other in self.under_way for other in found):
            self._fault(line, "parent", _("The region would lie below itself."))
        return None, False

    def _coded(self, scheme: str, code: str) -> list[Entry]:
        """The entries with a code of this scheme, else of GB/T 2260."""
        return self.by_code.get((scheme, code)) or self.by_code.get((CodeScheme.CIVIL_AFFAIRS, code)) or []

    def _same(self, entry: Entry, line: Line, parent: Region | None) -> Region | None:
        """The region that the entry speaks of, where there is one already."""
        if line.same_as:
            others = [other for other in self._coded(line.scheme, line.same_as) if other is not entry]
            regions = {id(region): region for other in others if (region := self._settle(other))}
            fitting = [region for region in regions.values() if region.parent is parent]
            if len(fitting) != 1:
                self._fault(line, "same_as", _("No region, or several, under this parent have had this code."))
            return fitting[0] if fitting else None
        if not line.code:
            return self.named.get((id(parent), line.name))
        earlier = [other.region for other in self.by_code[line.scheme, line.code] if other.region is not None]
        return next((region for region in earlier if region.parent is parent), None)

    def _add(self, line: Line, parent: Region | None) -> Region:
        region = Region(parent=parent, kind=line.kind, name=line.name)
        self.added.append(region)
        return region

    def _describe(self, region: Region) -> None:
        """Name, kind and days of a region from its lines: the latest names it, together they last as long as it."""
        entries = self.of_region[id(region)]
        latest = max(entries, key=lambda entry: (entry.period[0], entry.scheme == CodeScheme.CIVIL_AFFAIRS))
        region.name = latest.name
        region.kind = latest.line.kind if latest.line else region.kind
        first, last = min(entry.period[0] for entry in entries), max(entry.period[1] for entry in entries)
        region.valid_from = None if first == FIRST else first
        region.valid_to = None if last == LAST else last

    def _refuse_namesakes(self, touched: list[Region]) -> None:
        """Two regions of one name and one first day below the same parent cannot be told apart."""
        names: defaultdict[tuple, list[Region]] = defaultdict(list)
        for region in [*self.regions.values(), *self.added]:
            names[id(region.parent), region.name, region.valid_from].append(region)
        mine = {id(region) for region in touched}
        for namesakes in names.values():
            for region in namesakes[1:] if len(namesakes) > 1 else ():
                lines = [entry.line for entry in self.of_region[id(region)] if entry.line and id(region) in mine]
                for line in lines[:1]:
                    self._fault(line, "name", _("Another region under this parent has this name."))

    def _give_paths(self) -> None:
        """The next free paths, those above first; paths in use never change."""
        used: defaultdict[str, int] = defaultdict(int)
        for region in self.regions.values():
            used[region.path[:-STEP]] = max(used[region.path[:-STEP]], int(region.path[-STEP:]))
        waiting = list(self.added)
        while waiting:
            ready = [region for region in waiting if region.parent is None or region.parent.path]
            for region in ready:
                above = region.parent.path if region.parent else ""
                used[above] += 1
                region.path = step(above, used[above])
            waiting = [region for region in waiting if not region.path]

    def _write(self, entries: list[Entry], touched: list[Region]) -> Report:
        changed = [region for region in touched if region.pk and described(region) != self.was[region.pk]]
        for region in changed:
            region.version += 1
        Region.objects.bulk_update(changed, ["name", "kind", "valid_from", "valid_to", "version"], batch_size=BATCH)
        for depth in sorted({region.depth for region in self.added}):  # a child needs the key of its parent
            level = [region for region in self.added if region.depth == depth]
            for region in level:
                region.parent = region.parent
            Region.objects.bulk_create(level, batch_size=BATCH)
        coded = [entry for entry in entries if entry.code]
        new = [RegionCode(region=entry.region, **columns(entry)) for entry in coded if entry.row is None]
        RegionCode.objects.bulk_create(new, batch_size=BATCH)
        other = []
        for entry in coded:
            if entry.row and (entry.row.name, entry.row.valid_to) != (entry.name, entry.valid_to):
                entry.row.name, entry.row.valid_to = entry.name, entry.valid_to
                other.append(entry.row)
        RegionCode.objects.bulk_update(other, ["name", "valid_to"], batch_size=BATCH)
        return Report(len(self.added), len(changed), len(new), len(other))


def described(region: Region) -> tuple:
    return region.name, region.kind, region.valid_from, region.valid_to


def columns(entry: Entry) -> dict:
    return {name: getattr(entry, name) for name in ("scheme", "code", "name", "valid_from", "valid_to")}
