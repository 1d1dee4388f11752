"""An invented register, written by COPY."""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from agencies.enums import PartyKind
from agencies.models import Region
from agencies.services.regions import lock_tree, step
from institutions.generating import Place, institutions_of, places_for
from institutions.models import Institution
from kernel import audit
from kernel.errors import Refused

AT_ONCE = 20_000
PARTY = ["id", "public_id", "kind", "name", "region_id", "region_path", "valid_from", "version"]
INSTITUTION = [
    "party_id",
    "name",
    "region_path",
    "category",
    "state",
    "uscc",
    "reg_code",
    "ownership",
    "profit_class",
    "level",
    "class_grade",
    "beds",
    "subjects",
    "principal",
    "phone",
    "address",
    "licence_type",
    "licence_number",
    "licence_from",
    "licence_to",
    "opened_on",
    "version",
]
NOTHING = {"level": "", "class_grade": "", "phone": "", "state": "practising", "version": 1}


def generate_register(count: int, *, seed: int, told: Callable[[int], None] = lambda done: None) -> list[Region]:
    """Write so many invented institutions with places of their own; returns the provinces.

    told: called with how many are written.  For try-outs and benchmarks; raises Refused where the register has rows.
    """
    if Institution.objects.exists():
        raise Refused("The register is not empty.")
    with transaction.atomic():
        lock_tree()
        last = Region.objects.filter(parent=None).aggregate(last=Max("path"))["last"]
        places = places_for(count, behind=int(last) if last else 0)
        paths, keys = _make_places(places)
        streets = [n for n, place in enumerate(places) if place.kind == "street"]
        names = [places[n].name for n in streets]
        first = _reserve(count)
        rows = institutions_of(count, streets=names, seed=seed)
        done = 0
        while batch := list(islice(rows, AT_ONCE)):
            for n, row in enumerate(batch, first + done):
                street = streets[row.pop("street")]
                row |= {"id": n, "party_id": n, "region_id": keys[street], "region_path": paths[street],
                        "public_id": UUID(int=(seed << 64) + n, version=4), "kind": PartyKind.INSTITUTION,
                        "valid_from": row["opened_on"], **NOTHING}  # fmt: skip
            _copy("agencies_party", PARTY, batch)
            _copy("institutions_institution", INSTITUTION, batch)
            done += len(batch)
            told(done)
        audit.note("register_generated", str(seed), count=count)
    return list(Region.objects.filter(pk__in=[keys[n] for n, place in enumerate(places) if place.parent is None]))


def _make_places(places: list[Place]) -> tuple[list[str], list[int]]:
    """The paths and keys of the regions."""
    paths: list[str] = []
    for place in places:
        paths.append(step("" if place.parent is None else paths[place.parent], place.ordinal))
    keys: list[int] = []
    for place, path in zip(places, paths, strict=True):
        if place.kind != "street":
            parent = None if place.parent is None else keys[place.parent]
            keys.append(Region.objects.create(kind=place.kind, name=place.name, parent_id=parent, path=path).pk)
    rest = range(len(keys), len(places))
    made = Region.objects.bulk_create(
        Region(kind=places[n].kind, name=places[n].name, parent_id=keys[places[n].parent or 0], path=paths[n])
        for n in rest
    )
    return paths, keys + [region.pk for region in made]


def _reserve(count: int) -> int:
    """The first of so many keys of parties that nobody else gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(nextval(pg_get_serial_sequence('agencies_party', 'id'))) FROM generate_series(1, %s)", [count]
        )
        first: int = cursor.fetchone()[0]
    return first


def _copy(table: str, columns: list[str], rows: Iterable[dict]) -> None:
    lines = io.StringIO("".join(_lines(columns, rows)))
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", lines)


def _lines(columns: list[str], rows: Iterable[dict]) -> Iterator[str]:
    """The text form of COPY; what is invented holds no sign that it would have to escape."""
    for row in rows:
        yield "\t".join(_cell(row[name]) for name in columns) + "\n"


def _cell(value) -> str:
    if value is None:
        return r"\N"
    return "{" + ",".join(value) + "}" if isinstance(value, list) else str(value)
