"""`python -m benchmarks`: prints each figure beside its goal; exit 1 when one is missed."""

import sys

from benchmarks.place import own_database  # first: it sets up Django

# isort: split
from benchmarks.measure import HEADING
from benchmarks.pages import lists, matrix
from benchmarks.processes import memory


def main() -> None:
    missed = 0
    print(HEADING)
    with own_database() as database_url:
        for figures in (matrix(), lists(), memory(database_url)):
            for figure in figures:
                print(figure, flush=True)
                missed += not figure.is_met
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
