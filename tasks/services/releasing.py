"""An agency that a plan no longer names in a task, or no longer as a lead: what was owed, what waits to be judged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from obligations.enums import DutyState
from obligations.models import Obligation
from obligations.services import cancel_duty
from tasks.enums import ClosingVerb, EntryState, EntryVerb
from tasks.kinds import REPORT
from tasks.models import Assignment, Closing, ProgressEntry, Task
from tasks.services.closings import note_step as note_closing
from tasks.services.progress import note_step as note_entry
from tasks.workflow import CLOSING, PROGRESS


@dataclass(frozen=True)
class Release:
    """One change of a plan by one person at one moment; reason: what is said of all that ends with it."""

    reason: str
    by: Any
    at: datetime

    def part(self, task: Task, agency: int) -> None:
        """Nothing more of the task is asked of the agency; what it has handed in is still judged."""
        Assignment.objects.filter(task=task, agency=agency).delete()
        self._closing(task, agency)
        self._entries(task, agency)
        self.cancel(Obligation.objects.about(task).filter(kind=REPORT.key, bearer=agency))
        self.goals(task, agency)

    def goals(self, task: Task, agency: int) -> None:
        """Goals are the leads' affair: who takes part from now on owes them no longer."""
        for goal in (*task.milestones.all(), *task.recurrences.all()):
            self.cancel(Obligation.objects.about(goal).filter(bearer=agency))

    def cancel(self, duties) -> None:
        """All but those that are handed in, which are judged first, and those that are settled."""
        for duty in duties.unsettled().exclude(state=DutyState.SUBMITTED).order_by("pk"):
            cancel_duty(duty, at=self.at, by=self.by, reason=self.reason)

    def _closing(self, task: Task, agency: int) -> None:
        """A closing that waits has nothing left to close."""
        verb = CLOSING["return"]
        waiting = Closing.objects.filter(part__task=task, part__agency=agency, state__in=verb.sources)
        for closing in waiting.select_for_update(of=("self",)):
            closing.state, closing.version = verb.target, closing.version + 1
            closing.save()
            note_closing(closing, ClosingVerb.RETURN, by=self.by, at=self.at, text=self.reason)

    def _entries(self, task: Task, agency: int) -> None:
        """What its own reviewer has not handed in yet goes back to who wrote it: nobody could confirm it any more."""
        waiting = ProgressEntry.objects.filter(task=task, agency=agency, state=EntryState.SUBMITTED)
        for entry in waiting.select_for_update(of=("self",)).order_by("pk"):
            entry.state, entry.version = PROGRESS["send_back"].target, entry.version + 1
            entry.return_reason = self.reason
            entry.save()
            note_entry(entry, EntryVerb.RETURN, by=self.by, at=self.at, reason=self.reason)
