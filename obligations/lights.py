"""The light of a duty: its shape and its words, the same on pages, in the API, in print and in exports (ux 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import ngettext, pgettext

from obligations.enums import OWED, DutyState

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Light:
    """state: "ok", "soon", "over", "done" or "idle", which is the shape; text: the word or words beside it."""

    state: str
    text: str


def light(duty, *, at: datetime, soon: int) -> Light:
    """The light of a duty (anything with its state, due_on, due_at, was_late) at a moment.

    soon: within how many days a duty counts as due soon (`deadlines.soon_days`).
    """
    if duty.state not in OWED:
        return _settled(duty)
    if duty.due_at:
        return _by_the_hour(duty, at)
    days = (duty.due_on - timezone.localdate(at)).days
    if days < 0:
        return Light("over", ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days})
    if days == 0:
        return Light("soon", pgettext("light", "Due today"))
    if days <= soon or duty.state == DutyState.RETURNED:
        return Light("soon", ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days})
    return Light("idle", pgettext("light", "Not filled in"))


def _by_the_hour(duty, at: datetime) -> Light:
    left = duty.due_at - at
    hours = max(1, round(abs(left) / HOUR))
    if left < timedelta(0):
        return Light("over", ngettext("%(hours)d hour overdue", "%(hours)d hours overdue", hours) % {"hours": hours})
    return Light("soon", ngettext("%(hours)d hour left", "%(hours)d hours left", hours) % {"hours": hours})


def _settled(duty) -> Light:
    """What is handed in, paused or closed."""
    late = pgettext("light", "Closed, late") if duty.was_late else pgettext("light", "Closed")
    return {
        DutyState.SUBMITTED: Light("ok", pgettext("light", "Handed in")),
        DutyState.PAUSED: Light("idle", pgettext("light", "Paused")),
        DutyState.WAIVED: Light("done", pgettext("light", "Waived")),
        DutyState.CANCELLED: Light("done", pgettext("light", "Cancelled")),
    }.get(duty.state, Light("done", late))


def light_state(*, at: datetime, soon: int) -> Case:
    """`light(…).state` as an expression of the database, for counts and filters over many rows."""
    today = timezone.localdate(at)
    over = Q(due_at__lt=at) | Q(due_at__isnull=True, due_on__lt=today)
    near = Q(due_at__isnull=False) | Q(state=DutyState.RETURNED) | Q(due_on__lte=today + timedelta(days=soon))
    return Case(  # what asks least of each row stands first
        When(state=DutyState.SUBMITTED, then=Value("ok")),
        When(state=DutyState.PAUSED, then=Value("idle")),
        When(~Q(state__in=sorted(OWED)), then=Value("done")),
        When(over, then=Value("over")),
        When(near, then=Value("soon")),
        default=Value("idle"),
        output_field=CharField(),
    )


def lights_of(rows: QuerySet, *, at: datetime, soon: int) -> dict[str, int]:
    """{light: how many} of unsettled duties: the counts that `light_state` would give, for a ledger of millions.

    Few plain conditions and no GROUP BY, so that the planner shares the work out among processes.
    """
    today = timezone.localdate(at)
    past, owed = Q(due_at__lt=at) | Q(due_at__isnull=True, due_on__lt=today), Q(state__in=sorted(OWED))
    far = Q(state=DutyState.OPEN, due_at__isnull=True, due_on__gt=today + timedelta(days=soon))
    found = rows.aggregate(
        all=Count("state"), over=Count("state", filter=owed & past), far=Count("state", filter=far),
        ok=Count("state", filter=Q(state=DutyState.SUBMITTED)), paused=Count("state", filter=Q(state=DutyState.PAUSED)),
    )  # fmt: skip
    idle = found["far"] + found["paused"]
    return {
        "over": found["over"], "soon": found["all"] - found["over"] - found["ok"] - idle, "idle": idle,
        "ok": found["ok"],
    }  # fmt: skip
