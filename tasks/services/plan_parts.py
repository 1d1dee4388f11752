"""The rows that a task of a draft becomes: the task, and who leads and takes part."""

from datetime import date

from agencies.models import Party
from tasks.deciding.work import LONGEST_NAME, ROLES, Row, Work
from tasks.enums import TaskRole
from tasks.models import Plan, Responsibility, Task


def task_of(plan: Plan, position: int, row: Row) -> Task:
    return Task(plan=plan, region_path=plan.region_path, position=position, **words_of(row))


def words_of(row: Row) -> dict:
    """What a task of a draft says, as fields of a task."""
    return {
        "section": row["heading"],
        "number": row["number"][:20],
        "title": row["title"],
        "text": row["text"],
        "remark": row["remark"],
        "leads_separately": row["separately"],
        "source_line": row["source_lines"][0],
    }


def parts_of(task: Task, row: Row, work: Work, here: "Heirs") -> list[Responsibility]:
    """The parts in a task, leads first. An agency has one part, which keeps every name under which it is printed."""
    parts: list[Responsibility] = []
    of: dict[int, Responsibility] = {}
    for role, column in ROLES.items():
        position = 0
        for name in row[column]:
            is_collective = name in row["collective"]
            members = (work.names.get(name, {}).get("members") or []) if is_collective else [work.meant(name)]
            meant = [key for key in dict.fromkeys(here(each) for each in members) if key]
            if not is_collective and meant and meant[0] in of:
                of[meant[0]].print_also(name)
                continue
            new: list[int | None] = [key for key in meant if key not in of]
            for agency in new or [None]:
                position += 1
                part = Responsibility(
                    task=task, agency_id=agency, role=TaskRole(role), printed_name=name[:LONGEST_NAME],
                    is_collective=is_collective, position=position,
                )  # fmt: skip
                parts.append(part)
                of |= {agency: part} if agency else {}
    return parts


class Heirs:
    """Who is there today in the place of an agency that a name means: itself, or who has followed it; None for nobody.

    A document speaks of those who were there on its day; it is they who hand over, and their successors who are asked.
    """

    def __init__(self, work: Work, *, on: date):
        keys = {row["agency"] for row in work.names.values()}
        keys |= {key for row in work.names.values() for key in row["members"] or ()}
        self.heirs: dict[int, int | None] = {}
        for party in Party.objects.filter(pk__in=keys - {None}).select_related("successor"):
            self.heirs[party.pk] = _heir(party, on)

    def __call__(self, agency: int | None) -> int | None:
        return self.heirs.get(agency) if agency else None


def _heir(party: Party, on: date) -> int | None:
    seen: set[int] = set()
    found: Party | None = party
    while found is not None and found.pk not in seen:
        if found.valid_to is None or found.valid_to >= on:
            key: int = found.pk
            return key
        seen.add(found.pk)
        found = found.successor
    return None
