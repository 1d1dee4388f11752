"""The rows that a task of a draft becomes: the task, and who leads and takes part."""

from collections.abc import Iterator

from tasks.deciding.work import ROLES, Row, Work
from tasks.enums import TaskRole
from tasks.models import Plan, Responsibility, Task


def task_of(plan: Plan, position: int, row: Row) -> Task:
    return Task(plan=plan, region_path=plan.region_path, position=position, **words_of(row))


def words_of(row: Row) -> dict:
    """What a task of a draft says, as fields of a task."""
    return {
        "section": row["heading"],
        "number": row["number"],
        "title": row["title"],
        "text": row["text"],
        "remark": row["remark"],
        "leads_separately": row["separately"],
        "source_line": row["source_lines"][0],
    }


def parts_of(task: Task, row: Row, work: Work) -> Iterator[Responsibility]:
    """The parts in a task, leads first. An agency has one part: what would give it a second means nobody."""
    assigned: set[int] = set()
    for role, column in ROLES.items():
        position = 0
        for name in row[column]:
            is_collective = name in row["collective"]
            members = (work.names.get(name, {}).get("members") or []) if is_collective else []
            meant = [key for key in members if key not in assigned] if members else [work.meant(name)]
            for agency in meant:
                agency = None if agency in assigned or (is_collective and not members) else agency
                assigned.update([agency] if agency else [])
                position += 1
                yield Responsibility(
                    task=task, agency_id=agency, role=TaskRole(role), printed_name=name, is_collective=is_collective,
                    position=position,
                )  # fmt: skip
