"""The working-day calendar: what each year's notice says, and the days numbered from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DayKind(models.TextChoices):
    """A day that the State Council's notice moves."""

    HOLIDAY = "holiday", pgettext_lazy("day", "holiday")
    MAKEUP = "makeup", pgettext_lazy("day", "working day in exchange")


class YearStatus(models.TextChoices):
    OFFICIAL = "official", pgettext_lazy("calendar", "official")
    PROVISIONAL = "provisional", pgettext_lazy("calendar", "provisional, Monday to Friday")


class CalendarYear(models.Model):
    """What is known of a year. Years follow one another without a gap.

    days: [{"day": "2026-01-04", "kind": "makeup", "name": "元旦"}, …]; a year's notice may reach into the December
    before. Empty while the year is provisional.
    """

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    status = models.CharField(_("status"), max_length=12, choices=YearStatus, default=YearStatus.PROVISIONAL)
    source = models.CharField(_("source"), max_length=200, blank=True)
    days = models.JSONField(_("holidays and working days in exchange"), default=list)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        constraints = [
            models.CheckConstraint(
                name="calendaryear_official_has_days", condition=Q(status=YearStatus.PROVISIONAL) | ~Q(days=[])
            ),
        ]

    def __str__(self):
        return str(self.year)


class Day(models.Model):
    """A day with its number among the working days; computed from CalendarYear by kernel_compute_days(), never edited.

    working_ordinal counts the working days on and on, and a rest day has the number before it: the n-th working day
    after a day is the working day whose number is n higher.
    """

    audited = False  # derived: the year it follows from is audited

    day = models.DateField(_("day"), primary_key=True)
    is_working = models.BooleanField(_("working day"))
    working_ordinal = models.PositiveIntegerField(_("number of the working day"), db_index=True)
    kind = models.CharField(_("kind"), max_length=8, choices=DayKind, blank=True)
    name = models.CharField(_("name"), max_length=40, blank=True)
    is_provisional = models.BooleanField(_("provisional"))

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")

    def __str__(self):
        return str(self.day)
