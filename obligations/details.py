"""What the page of a duty tells of it: the rule behind its clock, what was done to it, who was reminded and read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notices.models import Notice
from notices.services import opened_first
from obligations.enums import DutyState, LimitUnit, Verb
from obligations.kinds import Kind, kind_of
from obligations.models import Obligation, ObligationStep


@dataclass(frozen=True)
class Rule:
    """Why a duty is due when it is. usual: the kind's own amount, where a region has another."""

    kind: Kind | None
    is_given: bool
    usual: int | None = None

    @property
    def source(self) -> str:
        """The law or document, without how sure we are of it; "" for what the portal itself has laid down."""
        source, _mark, confidence = self.kind.source.rpartition(" [") if self.kind else ("", "", "")
        return "" if confidence == "design]" else source


@dataclass(frozen=True)
class Told:
    """A reminder or an urging. read_at: when somebody of the unit first opened it, None when nobody has."""

    at: datetime
    words: Any
    unit: str
    audience: str
    read_at: datetime | None


def whole(duty: Obligation) -> Obligation:
    """The duty with all that its page names, in one query."""
    people = ("opened_by__party", "opened_by__user")
    related = ("bearer__agency", "supervisor", "section", "override__region", *people)
    return Obligation.objects.select_related(*related).get(pk=duty.pk)


def rule_of(duty: Obligation) -> Rule:
    """Where the present limit comes from: what was sent back runs by the limit for handing in again."""
    is_given = duty.unit == LimitUnit.GIVEN_DAY
    try:
        kind = kind_of("duty.resubmit" if duty.state == DutyState.RETURNED and not is_given else duty.kind)
    except LookupError:  # of a kind that is no longer declared
        return Rule(None, is_given)
    return Rule(kind, is_given, kind.amount if duty.override_id else None)


def steps_of(duty: Obligation) -> list[ObligationStep]:
    """Its history, the newest first."""
    return list(duty.steps.select_related("by__party", "by__user", "giver").order_by("-at", "-pk"))


def told_of(duty: Obligation, steps: Iterable[ObligationStep]) -> list[Told]:
    """Who was reminded of it or urged, and when it was read, the newest first; three queries."""
    reminders = list(duty.reminders.select_related("notice__to_party"))
    steps = list(steps)
    urged_at = [step.at for step in steps if step.verb == Verb.URGE]
    bearers = {duty.bearer_id} | {step.giver_id for step in steps if step.giver_id}  # also before a hand-over
    urgings = Notice.objects.filter(
        kind="obligations.urged", to_party__in=bearers, to_user=None, created_at__in=urged_at
    ).select_related("to_party")
    told: list[tuple] = [(reminder.sent_at, reminder.get_stage_display(), reminder.notice) for reminder in reminders]
    told += [(notice.created_at, Verb.URGE.label, notice) for notice in urgings]
    read = opened_first({notice.pk for _at, _words, notice in told if notice})
    return [
        Told(at, words, notice.to_party.name, notice.get_audience_display(), read.get(notice.pk))
        for at, words, notice in sorted(told, key=lambda row: row[0], reverse=True)
        if notice
    ]
