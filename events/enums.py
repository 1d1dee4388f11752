"""Choices of the ledger of events."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CreditKind(TextChoices):
    """What an event is to the credit record of its subject (rules 7.1); other is internal, the rest is public."""

    BASIC = "basic", pgettext_lazy("credit", "basic")
    GOOD = "good", pgettext_lazy("credit", "good")
    DISHONEST = "dishonest", pgettext_lazy("credit", "dishonest")
    OTHER = "other", pgettext_lazy("credit", "other (internal)")


class Level(TextChoices):
    """How grave dishonesty is (rules 7.2)."""

    MINOR = "minor", pgettext_lazy("dishonesty", "minor")
    GENERAL = "general", pgettext_lazy("dishonesty", "general")
    SERIOUS = "serious", pgettext_lazy("dishonesty", "serious")


class Penalty(TextChoices):
    """The kinds of administrative penalty (rules 5.3)."""

    WARNING = "warning", pgettext_lazy("penalty", "warning")
    CIRCULAR_CRITICISM = "circular_criticism", pgettext_lazy("penalty", "circular criticism")
    FINE = "fine", pgettext_lazy("penalty", "fine")
    CONFISCATE_GAINS = "confiscate_gains", pgettext_lazy("penalty", "confiscation of illegal gains")
    CONFISCATE_GOODS = "confiscate_goods", pgettext_lazy("penalty", "confiscation of illegal goods")
    SUSPEND_PERMIT = "suspend_permit", pgettext_lazy("penalty", "permit suspended")
    DOWNGRADE = "downgrade", pgettext_lazy("penalty", "qualification lowered")
    REVOKE_PERMIT = "revoke_permit", pgettext_lazy("penalty", "permit revoked")
    RESTRICT_OPERATION = "restrict_operation", pgettext_lazy("penalty", "operation restricted")
    STOP_PRODUCTION = "stop_production", pgettext_lazy("penalty", "operation stopped")
    CLOSE = "close", pgettext_lazy("penalty", "closure")
    BAR_FROM_WORK = "bar_from_work", pgettext_lazy("penalty", "barred from the profession")
    DETENTION = "detention", pgettext_lazy("penalty", "administrative detention")
    OTHER = "other", pgettext_lazy("penalty", "other penalty of a law or regulation")


class CheckResult(TextChoices):
    """What a check found (rules 4.4); several may hold at once, but not beside "nothing found"."""

    OK = "ok", pgettext_lazy("check", "no problem found")
    UNREACHABLE = "unreachable", pgettext_lazy("check", "not to be reached at the registered address")
    CLOSED = "closed", pgettext_lazy("check", "closed or being wound up")
    REFUSED = "refused", pgettext_lazy("check", "refused to cooperate, gravely")
    CANCELLED = "cancelled", pgettext_lazy("check", "registration cancelled")
    REVOKED = "revoked", pgettext_lazy("check", "licence revoked")
    ANNULLED = "annulled", pgettext_lazy("check", "registration annulled")
    MOVED = "moved", pgettext_lazy("check", "moved away")
    NOT_DISCLOSED = "not_disclosed", pgettext_lazy("check", "did not publish what must be published")
    FALSE_DISCLOSURE = "false_disclosure", pgettext_lazy("check", "published something hidden or false")
    ORDERED = "ordered", pgettext_lazy("check", "problem found, ordered to correct it")
    PENDING = "pending", pgettext_lazy("check", "problem found, to be dealt with")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("check", "does not carry on what was checked")
    OTHER_BREACH = "other_breach", pgettext_lazy("check", "breach of another department's rules")


NATIONAL_RESULTS = {  # the codes of the national enterprise publicity system, older set (rules 4.4)
    "1": CheckResult.OK, "6": CheckResult.UNREACHABLE, "7": CheckResult.CLOSED, "8": CheckResult.REFUSED,
    "9": CheckResult.CANCELLED, "10": CheckResult.REVOKED, "11": CheckResult.ANNULLED, "12": CheckResult.MOVED,
    "B": CheckResult.NOT_DISCLOSED, "C": CheckResult.FALSE_DISCLOSURE, "E": CheckResult.ORDERED,
    "F": CheckResult.NOT_APPLICABLE,
    **dict.fromkeys("345DG", CheckResult.OTHER_BREACH),
}  # fmt: skip


class StandingKind(TextChoices):
    """What becomes of an event after it was recorded (rules 7.3, 7.4)."""

    OBJECTION_RAISED = "objection_raised", pgettext_lazy("standing", "objection raised")
    OBJECTION_UPHELD = "objection_upheld", pgettext_lazy("standing", "objection upheld")
    OBJECTION_REJECTED = "objection_rejected", pgettext_lazy("standing", "objection rejected")
    REPAIR_APPLIED = "repair_applied", pgettext_lazy("standing", "repair applied for")
    REPAIR_APPROVED = "repair_approved", pgettext_lazy("standing", "repaired")
    REPAIR_REJECTED = "repair_rejected", pgettext_lazy("standing", "repair rejected")
    REVOKED = "revoked", pgettext_lazy("standing", "decision revoked")
    EXPIRED = "expired", pgettext_lazy("standing", "expired")


UNDONE = frozenset({StandingKind.REVOKED, StandingKind.OBJECTION_UPHELD})  # as if it had not been
ENDED = frozenset({StandingKind.REPAIR_APPROVED, StandingKind.EXPIRED})  # it was, and is no longer shown
ASKED_FOR = frozenset({StandingKind.OBJECTION_RAISED, StandingKind.REPAIR_APPLIED})  # by the subject, not decided yet
ANSWERS = {  # what is decided → what it must have been asked for
    StandingKind.OBJECTION_UPHELD: StandingKind.OBJECTION_RAISED,
    StandingKind.OBJECTION_REJECTED: StandingKind.OBJECTION_RAISED,
    StandingKind.REPAIR_APPROVED: StandingKind.REPAIR_APPLIED,
    StandingKind.REPAIR_REJECTED: StandingKind.REPAIR_APPLIED,
}


class EventState(TextChoices):
    """Where an event stands on a day: derived from its counter-event, its standings and its last public day."""

    VALID = "valid", pgettext_lazy("event", "in force")
    DISPUTED = "disputed", pgettext_lazy("event", "disputed")
    IN_REPAIR = "in_repair", pgettext_lazy("event", "repair applied for")
    REPAIRED = "repaired", pgettext_lazy("event", "repaired")
    EXPIRED = "expired", pgettext_lazy("event", "expired")
    UNDONE = "undone", pgettext_lazy("event", "revoked")
    COUNTERED = "countered", pgettext_lazy("event", "countered")
    COUNTER = "counter", pgettext_lazy("event", "counter-event")


STATES = {  # of the standing that counts; any other leaves the event in force
    StandingKind.REVOKED: EventState.UNDONE,
    StandingKind.OBJECTION_UPHELD: EventState.UNDONE,
    StandingKind.REPAIR_APPROVED: EventState.REPAIRED,
    StandingKind.EXPIRED: EventState.EXPIRED,
    StandingKind.OBJECTION_RAISED: EventState.DISPUTED,
    StandingKind.REPAIR_APPLIED: EventState.IN_REPAIR,
}
BEFORE_THE_END = frozenset({EventState.VALID, EventState.DISPUTED, EventState.IN_REPAIR})  # the last public day ends it
