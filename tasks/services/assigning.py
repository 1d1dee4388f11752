"""Saying who in an agency does its part in a task, also anew when a person leaves (rules 9a)."""

from collections.abc import Collection
from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Membership, Section
from kernel.access import require
from kernel.errors import Refused
from notices.enums import Audience
from notices.services import tell
from obligations.models import Obligation
from obligations.services import place_duties
from tasks.access import WRITERS
from tasks.kinds import REPORT
from tasks.messages import ASSIGNED
from tasks.models import Assignment, Responsibility


class Naming(TypedDict, total=False):
    """What is to change: None for nobody, left out where it stays."""

    section: Section | None
    handler: Membership | None
    deputy: Membership | None


@transaction.atomic
def assign_parts(parts: Collection[Responsibility], naming: Naming, *, by, at: datetime) -> int:
    """Give parts of the acting agency to a section, a handler, a deputy; returns how many parts have changed.

    Who is named anew is told once. What is still owed goes to the section.
    Raises PermissionDenied unless `by` writes for the agency of every part, and Refused for a section or a person of
    another unit, and where one person would stand in for himself.
    """
    for part in parts:
        require(by, "tasks.assign_work", part)
    if not parts or not naming:
        raise Refused(_("Choose the tasks, and who is to do them."))
    _refuse_strangers(naming, by=by, at=at)
    rows = {row.task_id: row for row in _locked(parts, by=by)}
    changed, told = [], dict.fromkeys(("handler", "deputy"), 0)
    for part in parts:
        row = rows[part.task_id]
        before = {name: getattr(row, f"{name}_id") for name in naming}
        for name, value in naming.items():
            setattr(row, name, value)
        if row.handler and row.deputy and row.handler.user_id == row.deputy.user_id:
            facts = {"name": row.handler.user.name, "title": part.task.title}
            raise Refused(_("%(name)s would stand in for himself: “%(title)s”.") % facts)
        new = {name for name in naming if getattr(row, f"{name}_id") != before[name]}
        if new:
            changed.append(row)
        for name in new & told.keys():
            told[name] += 1
    Assignment.objects.bulk_update(changed, ["section", "handler", "deputy"])
    if "section" in naming:
        place_duties(_owed(changed, by=by), naming["section"], at=at)
    _tell(naming.get("handler"), told["handler"], by=by, at=at)
    _tell(naming.get("deputy"), told["deputy"], by=by, at=at)
    return len(changed)


def _locked(parts: Collection[Responsibility], *, by) -> list[Assignment]:
    keys = [part.task_id for part in parts]
    facts = {"agency_id": by.party_id, "region_path": by.region_path}
    Assignment.objects.bulk_create([Assignment(task_id=key, **facts) for key in keys], ignore_conflicts=True)
    rows = Assignment.objects.filter(agency=by.party_id, task__in=keys).select_related("handler__user", "deputy__user")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _refuse_strangers(naming: Naming, *, by, at: datetime) -> None:
    section = naming.get("section")
    if section and section.agency_id != by.party_id:
        raise Refused(_("“%(section)s” is no section of %(unit)s.") % {"section": section.name, "unit": by.party.name})
    staff = Membership.objects.at_work(timezone.localdate(at)).filter(party=by.party_id, role__in=WRITERS)
    for person in (naming.get("handler"), naming.get("deputy")):
        if person and not staff.filter(pk=person.pk).exists():
            facts = {"name": person.user.name, "unit": by.party.name}
            raise Refused(_("%(name)s does not write for %(unit)s today.") % facts)


def _owed(rows: Collection[Assignment], *, by):
    tasks = [row.task_id for row in rows]
    return Obligation.objects.filter(
        subject_kind="tasks.task", subject_id__in=tasks, kind=REPORT.key, bearer=by.party_id
    )


def _tell(person: Membership | None, number: int, *, by, at: datetime) -> None:
    if person is None or not number or person.user_id == by.user_id:
        return
    tell(
        ASSIGNED, to=by.party, to_user=person.user, audience=Audience.EVERYBODY, at=at,
        url=f"{reverse('tasks:assignments')}?person={person.pk}", key=f"{ASSIGNED.key}:{person.pk}:{at.isoformat()}",
        params={"by": by.user.name, "number": number},
    )  # fmt: skip
