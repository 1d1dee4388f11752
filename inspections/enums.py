"""Choices of self-inspection (rules 3)."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Severity(TextChoices):
    """How grave it is when an item is not met (rules 3.3)."""

    CRITICAL = "critical", pgettext_lazy("severity", "critical")
    MAJOR = "major", pgettext_lazy("severity", "major")
    MINOR = "minor", pgettext_lazy("severity", "minor")


class Trait(TextChoices):
    """What an institution is or does, so that an item applies to it; told from its record (`sql/open.sql`)."""

    HOSPITAL = "hospital", pgettext_lazy("trait", "hospital")
    LEVEL_2 = "level_2", pgettext_lazy("trait", "level 2 or above")
    LICENSED = "licensed", pgettext_lazy("trait", "licensed, not filed")
    RADIOLOGY = "radiology", pgettext_lazy("trait", "radiology")
    NARCOTICS = "narcotics", pgettext_lazy("trait", "narcotic and psychotropic drugs")
    BLOOD = "blood", pgettext_lazy("trait", "transfusion")
    MATERNAL = "maternal", pgettext_lazy("trait", "maternal services")
    COSMETIC = "cosmetic", pgettext_lazy("trait", "cosmetic medicine")
    INTERNET = "internet", pgettext_lazy("trait", "internet treatment")
    LABORATORY = "laboratory", pgettext_lazy("trait", "laboratory")


class EvidenceRule(TextChoices):
    """When an answer needs a photo or a document."""

    NEVER = "never", pgettext_lazy("evidence", "never")
    NOT_MET = "not_met", pgettext_lazy("evidence", "where it is not met")
    ALWAYS = "always", pgettext_lazy("evidence", "always, unless it does not apply")


class ChecklistState(TextChoices):
    DRAFT = "draft", pgettext_lazy("checklist", "draft")
    PUBLISHED = "published", pgettext_lazy("checklist", "published")


class SelfInspectionKind(TextChoices):
    """Rules 3.1: full at least once a year, daily at least once a quarter, special when risks call for it."""

    FULL = "full", pgettext_lazy("self-inspection", "full")
    DAILY = "daily", pgettext_lazy("self-inspection", "daily")
    SPECIAL = "special", pgettext_lazy("self-inspection", "special")


class Newcomers(TextChoices):
    """Whether an institution that was licensed within a period owes its self-inspection."""

    NEXT = "next", pgettext_lazy("newcomers", "from the next period on")
    DAYS = "days", pgettext_lazy("newcomers", "in this period, if enough days are left")
    AT_ONCE = "at_once", pgettext_lazy("newcomers", "in this period")


class ProgrammeState(TextChoices):
    DRAFT = "draft", pgettext_lazy("programme", "draft")
    PUBLISHED = "published", pgettext_lazy("programme", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("programme", "withdrawn")


class ReportState(TextChoices):
    """Of a self-inspection (rules 3.2); whether it is overdue follows from the day of its duty."""

    PLANNED = "planned", pgettext_lazy("report", "not begun")
    IN_PROGRESS = "in_progress", pgettext_lazy("report", "in progress")
    SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
    RETURNED = "returned", pgettext_lazy("report", "sent back")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
    COVERED = "covered", pgettext_lazy("report", "covered by the full one")
    CANCELLED = "cancelled", pgettext_lazy("report", "not owed any more")


class Verdict(TextChoices):
    """The answer to an item."""

    MET = "met", pgettext_lazy("answer", "met")
    NOT_MET = "not_met", pgettext_lazy("answer", "not met")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("answer", "not applicable")


class Outcome(TextChoices):
    """What became of a change of an answer when it came in."""

    APPLIED = "applied", pgettext_lazy("change of an answer", "applied")
    RIVAL = "rival", pgettext_lazy("change of an answer", "beside another answer")


class ReportVerb(TextChoices):
    """What was done to a report after it was opened."""

    FILL = "fill", pgettext_lazy("step of a report", "signed by who filled it in")
    SUBMIT = "submit", pgettext_lazy("step of a report", "signed and submitted by the principal")
    ASK = "ask", pgettext_lazy("step of a report", "asked for its return")
    RETURN = "return", pgettext_lazy("step of a report", "sent back")
    ACCEPT = "accept", pgettext_lazy("step of a report", "accepted")
    REMIND = "remind", pgettext_lazy("step of a report", "reminded of")
    COVER = "cover", pgettext_lazy("step of a report", "covered by the full one")
    CANCEL = "cancel", pgettext_lazy("step of a report", "not owed any more")
