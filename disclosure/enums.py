"""Choices of publications."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class PublicationState(TextChoices):
    """Where a publication stands (rules 11.4). That its last day is over is seen by the day, before a job says so."""

    DRAFT = "draft", pgettext_lazy("publication", "draft")
    PRIVACY_CHECK = "privacy_check", pgettext_lazy("publication", "privacy check")
    SECRECY_CHECK = "secrecy_check", pgettext_lazy("publication", "secrecy check")
    APPROVED = "approved", pgettext_lazy("publication", "approved")
    PUBLISHED = "published", pgettext_lazy("publication", "public")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("publication", "ended")
    DISCARDED = "discarded", pgettext_lazy("publication", "discarded")


UNDER_CHECK = frozenset({PublicationState.PRIVACY_CHECK, PublicationState.SECRECY_CHECK})
UNFINISHED = UNDER_CHECK | {PublicationState.DRAFT, PublicationState.APPROVED}
OVER = frozenset({PublicationState.WITHDRAWN, PublicationState.EXPIRED, PublicationState.DISCARDED})


class Privacy(TextChoices):
    """What becomes of a recorded value when it is drafted for the public (rules 11.3)."""

    CODE = "code", pgettext_lazy("privacy", "public number")  # as it is, unless it is an identity card's
    PUBLIC = "public", pgettext_lazy("privacy", "public")  # short words; numbers of persons are hidden
    TEXT = "text", pgettext_lazy("privacy", "text")  # numbers of persons and houses, and names, are hidden
    PERSON = "person", pgettext_lazy("privacy", "natural person")  # the surname stays
    ADDRESS = "address", pgettext_lazy("privacy", "address")  # an institution's; a natural person's is never shown
    NEVER = "never", pgettext_lazy("privacy", "never public")  # and is hidden where it stands in a text


class Section(TextChoices):
    """Under which heading of a party's public page it stands."""

    LICENCE = "licence", pgettext_lazy("public page", "Licences")
    GRADE = "grade", pgettext_lazy("public page", "Credit grade")
    COMMITMENT = "commitment", pgettext_lazy("public page", "Commitment to practise lawfully")
    CHECKS = "checks", pgettext_lazy("public page", "Results of inspections")
    PENALTIES = "penalties", pgettext_lazy("public page", "Administrative penalties")
    OTHER = "other", pgettext_lazy("public page", "Other publications")


class WithdrawalGround(TextChoices):
    """What the public is told of why something was withdrawn; the words of a person about it stay inside."""

    REVOKED = "revoked", pgettext_lazy("withdrawal", "the decision was revoked")
    CHANGED = "changed", pgettext_lazy("withdrawal", "the decision was changed")
    MISTAKEN = "mistaken", pgettext_lazy("withdrawal", "what was published was wrong")
    REPAIRED = "repaired", pgettext_lazy("withdrawal", "the credit was repaired")


class CheckResult(TextChoices):
    """What an inspection came to (rules 4.4, in the words of the public page)."""

    OK = "ok", pgettext_lazy("check result", "No problem found")
    ORDERED = "ordered", pgettext_lazy("check result", "Problems found, correction ordered")
    PENDING = "pending", pgettext_lazy("check result", "Problems found, being dealt with")
    UNREACHABLE = "unreachable", pgettext_lazy("check result", "Not to be reached at its registered place")
    CLOSED = "closed", pgettext_lazy("check result", "Closed or being wound up")
    REFUSED = "refused", pgettext_lazy("check result", "Did not cooperate")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("check result", "Does not do what was to be checked")


class Level(TextChoices):
    """How serious dishonesty is, which says how long it may be public: the limits `publicity.…` (rules 7.2)."""

    MINOR = "minor", pgettext_lazy("level", "minor")
    GENERAL = "general", pgettext_lazy("level", "general")
    SERIOUS = "serious", pgettext_lazy("level", "serious")


class Grade(TextChoices):
    A = "a", pgettext_lazy("grade", "A (keeps its word)")
    B = "b", pgettext_lazy("grade", "B (normal)")
    C = "c", pgettext_lazy("grade", "C (attention)")
    D = "d", pgettext_lazy("grade", "D (key supervision)")
