"""What is said about entries, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notices.enums import Lane
from notices.kinds import NoticeKind, declare


def to_review(facts: dict) -> str:
    """facts: title, period."""
    return _("“%(title)s” (%(period)s) waits for the review of your unit.") % facts


def handed_in(facts: dict) -> str:
    """facts: agency, title, period."""
    return _("%(agency)s has reported on “%(title)s” (%(period)s).") % facts


def sent_back(facts: dict) -> str:
    """facts: title, period, reason."""
    return _("Your entry on “%(title)s” (%(period)s) was sent back by your unit's reviewer: %(reason)s") % facts


def entered(facts: dict) -> str:
    """facts: by, title, period."""
    return _(
        "%(by)s has entered what you answered on paper about “%(title)s” (%(period)s). Look whether it is right."
    ) % (facts)


def confirmed(facts: dict) -> str:
    """facts: title, period."""
    return _("Your entry on “%(title)s” (%(period)s) was confirmed.") % facts


def goal_reached(facts: dict) -> str:
    """facts: agency, title."""
    return _("%(agency)s has reported the milestone “%(title)s” as reached.") % facts


def reach_confirmed(facts: dict) -> str:
    """facts: title."""
    return _("That you have reached the milestone “%(title)s” was confirmed.") % facts


def goal_moved(facts: dict) -> str:
    """facts: title, before, after, basis."""
    return _("The milestone “%(title)s” is due on %(after)s instead of %(before)s. Basis: %(basis)s") % facts


def goal_dropped(facts: dict) -> str:
    """facts: title, reason."""
    return _("“%(title)s” is not asked for any more: %(reason)s") % facts


def occurrence_struck(facts: dict) -> str:
    """facts: title, day, reason."""
    return _("What you recorded for %(day)s under “%(title)s” does not count: %(reason)s") % facts


def part_submitted(facts: dict) -> str:
    """facts: agency, title."""
    return _("%(agency)s has closed its part in “%(title)s”.") % facts


def part_closed(facts: dict) -> str:
    """facts: title."""
    return _("Your part in “%(title)s” is closed for good; nothing more is to be reported.") % facts


def part_sent_back(facts: dict) -> str:
    """facts: title, reason."""
    return _("Your part in “%(title)s” is not closed: %(reason)s") % facts


def part_reopened(facts: dict) -> str:
    """facts: title, reason."""
    return _("Your part in “%(title)s” is open again: %(reason)s") % facts


def assigned(facts: dict) -> str:
    """facts: by, number."""
    words = ngettext(
        "%(by)s has assigned %(number)d task to you.", "%(by)s has assigned %(number)d tasks to you.", facts["number"]
    )
    return words % facts


def vacant(facts: dict) -> str:
    """facts: name, parts, and duties, those that are owed of them now."""
    words = ngettext(
        "%(name)s handles it no longer: %(parts)d part in a task has no handler. Reports owed of it: %(duties)d.",
        "%(name)s handles them no longer: %(parts)d parts in tasks have no handler. Reports owed of them: %(duties)d.",
        facts["parts"],
    )
    return words % facts


def plan_issued(facts: dict) -> str:
    """facts: title, leads, participates."""
    return _("“%(title)s” gives your unit %(leads)d tasks to lead and %(participates)d to take part in.") % facts


def plan_left(facts: dict) -> str:
    """facts: title."""
    return (
        _("The new version of “%(title)s” gives your unit no task any more; what was owed of it is cancelled.") % facts
    )


PLAN_LEFT = declare(NoticeKind("tasks.plan_left", plan_left, heading=gettext_lazy("Tasks of a plan that ended")))
PLAN_ISSUED = declare(NoticeKind("tasks.plan_issued", plan_issued, heading=gettext_lazy("Tasks of a plan")))
ASSIGNED = declare(NoticeKind("tasks.assigned", assigned, heading=gettext_lazy("Tasks assigned to you")))
VACANT = declare(NoticeKind("tasks.vacant", vacant, heading=gettext_lazy("Tasks without a handler")))
TO_REVIEW = declare(NoticeKind("tasks.to_review", to_review, heading=gettext_lazy("An entry to review")))
HANDED_IN = declare(NoticeKind("tasks.handed_in", handed_in, heading=gettext_lazy("An entry was handed in")))
SENT_BACK = declare(NoticeKind("tasks.sent_back", sent_back, Lane.IMMEDIATE, gettext_lazy("An entry was sent back")))
ENTERED = declare(NoticeKind("tasks.entered", entered, heading=gettext_lazy("An entry was made on your behalf")))
CONFIRMED = declare(NoticeKind("tasks.confirmed", confirmed, heading=gettext_lazy("An entry was confirmed")))
GOAL_REACHED = declare(
    NoticeKind("tasks.goal_reached", goal_reached, heading=gettext_lazy("A milestone was reported as reached"))
)
REACH_CONFIRMED = declare(
    NoticeKind("tasks.reach_confirmed", reach_confirmed, heading=gettext_lazy("A milestone was confirmed"))
)
GOAL_MOVED = declare(
    NoticeKind("tasks.goal_moved", goal_moved, heading=gettext_lazy("A milestone was moved to another day"))
)
GOAL_DROPPED = declare(
    NoticeKind("tasks.goal_dropped", goal_dropped, heading=gettext_lazy("A goal is not asked for any more"))
)
OCCURRENCE_STRUCK = declare(
    NoticeKind("tasks.occurrence_struck", occurrence_struck, heading=gettext_lazy("A record was struck out"))
)
PART_SUBMITTED = declare(
    NoticeKind("tasks.part_submitted", part_submitted, heading=gettext_lazy("A part in a task was closed"))
)
PART_CLOSED = declare(
    NoticeKind("tasks.part_closed", part_closed, heading=gettext_lazy("A part in a task is closed for good"))
)
PART_SENT_BACK = declare(
    NoticeKind("tasks.part_sent_back", part_sent_back, Lane.IMMEDIATE, gettext_lazy("A closing was sent back"))
)
PART_REOPENED = declare(
    NoticeKind("tasks.part_reopened", part_reopened, Lane.IMMEDIATE, gettext_lazy("A part in a task is open again"))
)
