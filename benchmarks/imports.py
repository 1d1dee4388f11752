"""Tables of institutions: 10,000 and 100,000 rows, as CSV and XLSX, beside a bare COPY of what comes of them."""

import csv
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.place import as_owner, no_institutions, own_database, settle  # first: it sets up Django

# isort: split
import openpyxl
from django.db import connection
from django.utils import timezone

from agencies.models import Membership
from benchmarks import seed
from benchmarks.measure import HEADING, Figure
from institutions.importers import COLUMNS
from institutions.models import Institution
from institutions.services.generating import generate_register, institutions_of
from institutions.services.importing import begin_import, run_import
from institutions.sources import REGISTER_TABLE
from kernel import files, services

FEW, MANY = 10_000, 100_000
MB_AT_MOST, COPIES = 400, 4
TABLES = ("agencies_party", "institutions_institution")
NAMES = [name for name in COLUMNS if name not in {"public_id", "state"}]


def imports() -> Iterator[Figure]:
    province = generate_register(1, seed=3)[0]
    by = Membership.objects.get(user=seed.make_reader(seed.make_agencies(province, 1)[0]))
    street = Institution.objects.select_related("party__region").get().party.region.name
    for count, form, goal in ((FEW, "csv", 5), (FEW, "xlsx", 6), (MANY, "csv", None), (MANY, "xlsx", None)):
        empty()
        with tempfile.TemporaryDirectory() as folder:
            path = write(Path(folder) / f"table.{form}", count, street)
            checked, mb = taken_in(path, by=by)
        seconds, more = checked[0] + checked[1], f"dry run {checked[0]:.1f}, taking in {checked[1]:.1f}"
        if Institution.objects.count() != count:
            raise SystemExit(f"{Institution.objects.count()} of {count} were taken in")
        if goal:
            yield Figure(f"{count:,} institutions, {form}", seconds, goal, "s", more)
        else:
            one, both = copied()
            more = f"{seconds:.1f} s ({more}); COPY {both:.1f} s, into the register alone {one:.1f} s"
            yield Figure(f"{count:,} institutions, {form}: to a bare COPY", seconds / both, COPIES, "times", more)
        yield Figure("the same: memory of the worker", mb, MB_AT_MOST, "MB")


def write(path: Path, count: int, street: str) -> Path:
    rows = institutions_of(count, streets=[street], seed=4)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(NAMES)
            writer.writerows(cells(row, street) for row in rows)
    else:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(NAMES)
        for row in rows:
            sheet.append(cells(row, street))
        book.save(path)
    return path


def cells(row: dict, street: str) -> list:
    said = row | {"region": street, "subjects": "、".join(row["subjects"])}
    return [said.get(name) for name in NAMES]


def taken_in(path: Path, *, by: Membership) -> tuple[tuple[float, float], float]:
    """((seconds of the dry run, of taking it in), MB of the process that did it)."""
    at = timezone.now()
    with path.open("rb") as file:
        kept = files.store(file, name=path.name, purpose=REGISTER_TABLE, by=by, at=at, limit_mb=300)
    table: Any = begin_import(kept, by=by, at=at)
    first, one = in_a_process_of_its_own(table.check_job.pk)
    table = run_import(table, skip_faulty=False, by=by, at=at)
    second, other = in_a_process_of_its_own(table.run_job.pk)
    return (first, second), max(one, other)


def in_a_process_of_its_own(job: int) -> tuple[float, float]:
    connection.close()
    begun = time.perf_counter()
    if not (child := os.fork()):
        services.run_job(job)
        os._exit(0)
    _child, _status, used = os.wait4(child, 0)
    return time.perf_counter() - begun, used.ru_maxrss / 1024


def copied() -> tuple[float, float]:
    """Seconds of COPY of the same rows into the register, and into it and the parties, each with its indexes."""
    with tempfile.TemporaryDirectory() as folder:
        for table in TABLES:
            with (Path(folder) / table).open("wb") as file, connection.cursor() as cursor:
                cursor.copy_expert(f"COPY (SELECT {columns(table)} FROM {table} {ONLY[table]}) TO STDOUT", file)
        empty()
        seconds = []
        for table in TABLES:
            begun = time.perf_counter()
            with (Path(folder) / table).open("rb") as file, connection.cursor() as cursor:
                cursor.copy_expert(f"COPY {table} ({columns(table)}) FROM STDIN", file)
            seconds.append(time.perf_counter() - begun)
            with connection.cursor() as cursor:  # as an import does, or the check of the foreign key takes minutes
                cursor.execute("SELECT institutions_look_at_parties()")
    return seconds[1], sum(seconds)


ONLY = {"agencies_party": "WHERE kind = 'institution'", "institutions_institution": ""}


def columns(table: str) -> str:
    model = next(
        model for model in (Institution, Institution.party.field.related_model) if model._meta.db_table == table
    )
    return ", ".join(str(field.column) for field in model._meta.concrete_fields if not field.generated)


def empty() -> None:
    no_institutions()
    with as_owner() as cursor:
        cursor.execute("DELETE FROM agencies_party WHERE kind = 'institution'")
    settle()


if __name__ == "__main__":
    with own_database():
        print(HEADING)
        for figure in imports():
            print(figure, flush=True)
