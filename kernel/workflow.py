"""Which state leads to which: one table a workflow, asked by `move()`, by pages for their buttons, by the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from kernel.errors import Refused


@dataclass(frozen=True)
class Transition:
    """A step: its verb, the states it may start from, the state it leads to, the permission, the button's words."""

    name: str
    sources: frozenset[str]
    target: str
    perm: str
    label: Any


class Workflow:
    """The transitions of a record's `state`, by name."""

    def __init__(self, *transitions: Transition):
        self._by_name = {transition.name: transition for transition in transitions}

    def __getitem__(self, name: str) -> Transition:
        return self._by_name[name]

    def __iter__(self) -> Iterator[Transition]:
        return iter(self._by_name.values())

    def open_to(self, by, obj) -> list[Transition]:
        """The transitions that `by` may take from the present state of `obj`: the buttons of its page."""
        return [step for step in self if obj.state in step.sources and by.has_perm(step.perm, obj)]

    def guard(self) -> pgtrigger.FSM:
        """The database's own guard, generated from the same table."""
        pairs = sorted({(source, step.target) for step in self for source in step.sources})
        moves = pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state")  # other changes do not even ask
        return pgtrigger.FSM(name="state_moves", field="state", transitions=pairs, condition=moves)


def move(obj, step: Transition, *, by) -> None:
    """Set the new state on `obj` (a locked row, saved by the caller).

    Raises PermissionDenied without the right, and Refused when the present state is no source of the step.
    """
    if not by.has_perm(step.perm, obj):
        raise PermissionDenied
    take(obj, step)


def take(obj, step: Transition) -> None:
    """As `move`, for a ledger: the right is that of the workflow above which writes it, and has been asked there."""
    if obj.state not in step.sources:
        words = {"step": step.label, "state": obj.get_state_display()}
        raise Refused(_("“%(step)s” is not possible: the record is now “%(state)s”.") % words)
    obj.state = step.target
