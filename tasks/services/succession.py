"""When an agency ends: its parts in tasks pass to the successor."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.services import hand_over
from tasks.enums import TaskRole
from tasks.models import Assignment, Responsibility
from tasks.services.closings import open_merged

KIND = "tasks.responsibility"


def open_parts(agency: Agency):
    rows = Responsibility.objects.filter(agency=agency).select_related("task__plan")
    return rows.order_by("task__plan", "task__position", "pk")


def titles(agency: Agency) -> list[str]:
    """The agency's parts in tasks that are still to be done, as a person would name them."""
    return [
        f"{part.task.plan.title} › {part.task.number} {part.task.title} · {part.get_role_display()}"
        for part in open_parts(agency)
        if part.closed_on is None
    ]


def pass_parts(giver: Agency, taker: Agency, **who) -> list[int]:
    """Give the parts to the successor; returns their keys. The plan's own words stay.

    An agency has one part in a task: where the successor has one already the two become one, the leading one if
    there is any. Who is to do it the successor says anew.
    """
    Assignment.objects.filter(agency=giver).delete()
    rows = list(open_parts(giver).select_for_update(of=("self",)))
    own = Responsibility.objects.select_for_update().filter(agency=taker, task__in=[row.task_id for row in rows])
    held = {row.task_id: row for row in own}
    passed = []
    for row in rows:
        other = held.get(row.task_id)
        if other is not None and (row.closed_on is None or other.closed_on is None):
            row.closed_on = other.closed_on = None  # one of the two is still to be done
            open_merged([row, other], **who)
        if other is None or (row.role == TaskRole.LEAD and other.role != TaskRole.LEAD):
            if other is not None:
                row.print_also(other.printed_name)
                other.delete()
            row.agency = taker
            row.save(update_fields=["agency", "closed_on", "printed_name"])
            passed.append(row.pk)
        else:
            other.print_also(row.printed_name)
            row.delete()
            other.save(update_fields=["closed_on", "printed_name"])
            passed.append(other.pk)
    return passed


def register() -> None:
    hand_over.moves(KIND, label=_("Parts in tasks"), open_duties=titles, move=pass_parts)
