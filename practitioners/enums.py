"""Choices of practitioners and their registrations (rules 2.4, 2.5)."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Profession(TextChoices):
    DOCTOR = "doctor", pgettext_lazy("profession", "doctor")
    ASSISTANT = "assistant", pgettext_lazy("profession", "assistant doctor")
    NURSE = "nurse", pgettext_lazy("profession", "nurse")
    VILLAGE = "village", pgettext_lazy("profession", "village doctor")
    PHARMACIST = "pharmacist", pgettext_lazy("profession", "pharmacist")
    TECHNICIAN = "technician", pgettext_lazy("profession", "technician")


DOCTORS = frozenset({Profession.DOCTOR, Profession.ASSISTANT})  # with a category, and a code of the qualification
YEARS_OF = {Profession.NURSE: 5, Profession.VILLAGE: 5}  # a registration holds so long; that of others has no end


class DoctorCategory(TextChoices):
    """执业类别 of doctors and assistant doctors."""

    CLINICAL = "clinical", pgettext_lazy("doctor", "clinical medicine")
    TCM = "tcm", pgettext_lazy("doctor", "Chinese medicine")
    DENTAL = "dental", pgettext_lazy("doctor", "dentistry")
    PUBLIC_HEALTH = "public_health", pgettext_lazy("doctor", "public health")


class RegistrationKind(TextChoices):
    MAIN = "main", pgettext_lazy("registration", "main institution")
    ADDITIONAL = "additional", pgettext_lazy("registration", "additional institution")


class RegistrationState(TextChoices):
    """That its last day has passed is no state: it follows from that day."""

    REGISTERED = "registered", pgettext_lazy("registration", "registered")
    ENDED = "ended", pgettext_lazy("registration", "ended")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


class CancelGround(TextChoices):
    """On what the law lets a registration be cancelled (rules 2.5)."""

    DEATH = "death", pgettext_lazy("cancellation", "death or declared missing")
    CRIME = "crime", pgettext_lazy("cancellation", "criminal punishment")
    REVOKED = "revoked", pgettext_lazy("cancellation", "practice certificate revoked")
    ASSESSMENT = "assessment", pgettext_lazy("cancellation", "failed the assessment twice")
    STOPPED = "stopped", pgettext_lazy("cancellation", "stopped practising for two years")
    OTHER = "other", pgettext_lazy("cancellation", "other ground of law")


class AssessmentResult(TextChoices):
    """Of the periodic assessment of doctors (定期考核)."""

    PASSED = "passed", pgettext_lazy("assessment", "passed")
    FAILED = "failed", pgettext_lazy("assessment", "failed")


class Purpose(TextChoices):
    """What personal numbers are shown in full for (rules 11.2, 11.3)."""

    REGISTRATION = "registration", pgettext_lazy("purpose", "registration or its extension")
    INSPECTION = "inspection", pgettext_lazy("purpose", "inspection or case")
    COMPLAINT = "complaint", pgettext_lazy("purpose", "complaint or report")
    REQUEST = "request", pgettext_lazy("purpose", "request of a court, procuratorate or the police")
    CORRECTION = "correction", pgettext_lazy("purpose", "check or correction of the record")
