"""The access table: which role may do what with a record of its own place, a place below it, another place.

Each app has a part of it in `tables/`; a part has those of these names that it needs, and perhaps
`make_rows(place) -> dict[str, Model]`: records of a place, by the names that ABOUT, PAGES and ADDRESS use.
"""

from types import ModuleType

from tests.access.tables import (
    agencies,
    commitments,
    disclosure,
    events,
    inspections,
    institutions,
    kernel,
    meetings,
    notices,
    obligations,
    practitioners,
    reports,
    tasks,
)  # fmt: skip

# Rows are made in this order
PARTS = [
    agencies,
    notices,
    obligations,
    events,
    institutions,
    practitioners,
    commitments,
    disclosure,
    inspections,
    tasks,
    meetings,
    reports,
    kernel,
]


def merged(name: str, parts: list[ModuleType] = PARTS) -> dict:
    """The dict of this name from every part; a key that two parts speak of is refused."""
    whole: dict = {}
    for part in parts:
        own = getattr(part, name, {})
        if doubles := set(own) & set(whole):
            raise ValueError(f"{part.__name__}.{name} repeats {sorted(doubles)}")
        whole |= own
    return whole


MAY = merged("MAY")  # permission → roles that may do it with a record of their territory (nobody may outside it)
ABOUT = merged("ABOUT")  # permission → the record of a place that it is asked about
ANYWHERE = merged("ANYWHERE")  # permission without a record → roles
OWN_TESTS = merged("OWN_TESTS")  # permission whose rule is tested where it lives → there
SEEN_BY = merged("SEEN_BY")  # model → roles that see its rows, each within the own territory
SEEN_OTHERWISE = merged("SEEN_OTHERWISE")  # model with a scope of another kind → which, and its tests
PAGES = merged("PAGES")  # name of an address → Page
ADDRESS = merged("ADDRESS")  # record → what its pages' address names it by; without an entry {"pk": row.pk}
ELSEWHERE = merged("ELSEWHERE")  # name of an address whose rule is about a row of its own → its tests
ADMIN = merged("ADMIN")  # model → AdminPages
