"""Who commits himself: an institution to the supervision body, a practitioner to the institution (rules 3.1)."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CommitmentKind(TextChoices):
    INSTITUTION = "institution", pgettext_lazy("commitment", "of an institution")
    PRACTITIONER = "practitioner", pgettext_lazy("commitment", "of a practitioner")
