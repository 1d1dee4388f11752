"""Decisions about who: whom a printed name means, and who leads or takes part in a task."""

from django.utils.translation import gettext as _

from kernel.errors import Refused
from tasks.deciding.work import CHANGED, LONGEST_NAME, NAME_DOUBTS, ROLES, Row, Work, is_about


def map_name(work: Work, *, name: str, agency: int) -> None:
    """The printed name means this agency, wherever the plan prints it; the print stays."""
    _known(work, name)
    work.names[name] = {"agency": agency, "same_as": None, "members": None}
    for task in work.tasks:
        task["collective"] = [other for other in task["collective"] if other != name]
    work.settle(lambda row: is_about(row, name) and row["code"] != "similar_names", CHANGED)
    _settle_likeness(work)


def unify_names(work: Work, *, name: str, other: str) -> None:
    """Two printed names mean one agency: `name` what `other` means, known now or said later."""
    _known(work, name)
    _known(work, other)
    if name in work.chain(other):
        raise Refused(_("These two are one name already."))
    if work.meant(other) is None and work.meant(name) is not None:
        work.names[work.chain(other)[-1]]["agency"] = work.meant(name)
    work.names[name] = {"agency": None, "same_as": other, "members": None}
    work.settle(lambda row: row["code"] in NAME_DOUBTS - {"similar_names"} and row["facts"]["name"] == name, CHANGED)
    pair = {name, other}
    work.settle(lambda row: row["code"] == "similar_names" and _pair(row) == pair, CHANGED)


def confirm_members(work: Work, *, name: str, agencies: list[int]) -> None:
    """Whom a collective means; nobody, where it only says that the work is everybody's. The print stays."""
    _known(work, name)
    work.names[name] = {"agency": None, "same_as": None, "members": list(dict.fromkeys(agencies))}
    for task in work.tasks:
        if name in task["lead"] + task["participants"] and name not in task["collective"]:
            task["collective"].append(name)
    codes = NAME_DOUBTS - {"similar_names"} | {"collective"}
    work.settle(lambda row: row["code"] in codes and row["facts"].get("name") == name, CHANGED)


def set_role(work: Work, *, task: int, name: str, role: str) -> None:
    """A printed name leads instead of taking part, or the other way round; it goes to the end of the other list."""
    row = work.task(task)
    now = _role_of(row, name)
    if now == role:
        return
    _take_out(row, name)
    row[ROLES[role]].append(name)
    row["source"][ROLES[role]].append(None)
    _settle_lead(work, row)


def add_part(work: Work, *, task: int, name: str, role: str, agency: int | None = None) -> None:
    """A department that the plan means and that was not read. agency: what the register says that the name means."""
    row = work.task(task)
    name = "".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("A name has 1 to %(most)d characters.") % {"most": LONGEST_NAME})
    if any(name == other for _role, other in work.names_of(row)):
        raise Refused(_("“%(name)s” is in this task already.") % {"name": name})
    row[ROLES[role]].append(name)
    row["source"][ROLES[role]].append(None)
    _look_up(work, name, agency)
    if work.meant(name) is None and not work.names[name]["members"]:
        work.doubt_anew("unknown_agency", row, name=name)
    work.settle(lambda doubt: doubt["task"] == task and doubt["code"] in {"cells_do_not_fit", "no_department"}, CHANGED)
    _settle_lead(work, row)


def remove_part(work: Work, *, task: int, name: str) -> None:
    """A name that is none, or does not belong to the task."""
    row = work.task(task)
    _role_of(row, name)
    _take_out(row, name)
    row["collective"] = [other for other in row["collective"] if other != name]
    about = {"named_twice", "odd_name", "space_in_name"}
    work.settle(
        lambda doubt: doubt["task"] == task and doubt["code"] in about and doubt["facts"].get("name") == name, CHANGED
    )


def lead_instead(work: Work, *, task: int, name: str, agency: int | None = None) -> None:
    """Whom the text names as leading leads; who led by the table takes part. agency: as `add_part` takes it."""
    row = work.task(task)
    for other in list(row["lead"]):
        if other != name:
            set_role(work, task=task, name=other, role="participant")
    if any(name == other for _role, other in work.names_of(row)):
        set_role(work, task=task, name=name, role="lead")
    else:
        add_part(work, task=task, name=name, role="lead", agency=agency)
    work.settle(lambda doubt: doubt["task"] == task and doubt["code"] == "another_lead", CHANGED)


def _look_up(work: Work, name: str, agency: int | None) -> None:
    """What a person has said about a name stands."""
    row = work.names.setdefault(name, {"agency": None, "same_as": None, "members": None})
    if work.meant(name) is None and row["members"] is None and row["same_as"] is None:
        row["agency"] = agency


def _settle_lead(work: Work, task: Row) -> None:
    if task["lead"]:
        work.settle(lambda doubt: doubt["task"] == task["key"] and doubt["code"] == "no_lead", CHANGED)
    if task["participants"]:
        work.settle(lambda doubt: doubt["task"] == task["key"] and doubt["code"] == "no_participants", CHANGED)


def _settle_likeness(work: Work) -> None:
    """Two names that are known to mean one agency, or two, are no longer in doubt."""
    work.settle(
        lambda row: row["code"] == "similar_names" and all(work.meant(name) is not None for name in _pair(row)), CHANGED
    )


def _pair(doubt: Row) -> set[str]:
    return {doubt["facts"]["name"], doubt["facts"]["other"]}


def _known(work: Work, name: str) -> None:
    if not any(name == other for task in work.tasks for _role, other in work.names_of(task)):
        raise Refused(_("No task of this draft names “%(name)s”.") % {"name": name})
    work.names.setdefault(name, {"agency": None, "same_as": None, "members": None})


def _role_of(task: Row, name: str) -> str:
    for role, column in ROLES.items():
        if name in task[column]:
            return role
    raise Refused(_("“%(name)s” is not in this task.") % {"name": name})


def _take_out(task: Row, name: str) -> None:
    for column in ROLES.values():
        while name in task[column]:
            place = task[column].index(name)
            del task[column][place]
            del task["source"][column][place : place + 1]
