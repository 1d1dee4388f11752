"""`python -m benchmarks`: prints each figure beside its goal; exit 1 when one is missed."""

import os
import sys

from benchmarks.place import own_database  # first: it sets up Django

# isort: split
from benchmarks import seed
from benchmarks.events import events
from benchmarks.inspections import inspections
from benchmarks.institutions import institutions
from benchmarks.measure import HEADING
from benchmarks.obligations import ledger
from benchmarks.pages import lists, matrix
from benchmarks.processes import memory
from benchmarks.public import register
from benchmarks.reports import bulletins

FULL_SIZE = 100_000  # tasks of other cities, at BENCH_SCALE=1


def main() -> None:
    missed, scale = 0, float(os.environ.get("BENCH_SCALE", "0.1"))
    with own_database() as database_url:
        seed.make_background(int(FULL_SIZE * scale))
        print(f"Beside {int(FULL_SIZE * scale):,} tasks of other cities (BENCH_SCALE={scale:g}):\n{HEADING}")
        parts = (
            matrix(), lists(), memory(database_url), bulletins(), ledger(scale), events(scale), register(scale),
            institutions(scale), inspections(scale),
        )  # fmt: skip
        for figures in parts:
            for figure in figures:
                print(figure, flush=True)
                missed += not figure.is_met
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
