"""Choices of bulletins."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class BulletinState(TextChoices):
    DRAFT = "draft", pgettext_lazy("bulletin", "draft")
    FINAL = "final", pgettext_lazy("bulletin", "signed")
    DISCARDED = "discarded", pgettext_lazy("bulletin", "discarded")


class Section(TextChoices):
    """The parts of a bulletin, in their order."""

    OPENING = "opening", pgettext_lazy("bulletin", "Overall")
    RANKING = "ranking", pgettext_lazy("bulletin", "How the agencies stand")
    OVERDUE = "overdue", pgettext_lazy("bulletin", "What is overdue")
    DONE = "done", pgettext_lazy("bulletin", "What was done")
    DIFFICULT = "difficult", pgettext_lazy("bulletin", "What is in difficulty and has to be coordinated")
    CLOSING = "closing", pgettext_lazy("bulletin", "What is required")
