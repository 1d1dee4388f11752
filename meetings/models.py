"""Meetings of a region's coordination body (联席会议, 会商): whom it invites, what it deals with, what it decides."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership
from kernel.models import Editable, RegionPathField, StoredFile
from meetings.access import KEEPS
from meetings.enums import Attendance, MeetingState
from meetings.querysets import DecisionQuerySet, MeetingQuerySet
from meetings.workflow import MEETING
from tasks.models import Plan, Task


class Meeting(Editable):
    """One meeting of a coordination body.

    chair: an office, no person.  minutes_by: who wrote the minutes last.  writers: the users who wrote in them or in
    the decisions, of whom none confirms.
    """

    body = models.ForeignKey(Agency, models.PROTECT, related_name="meetings", verbose_name=_("coordination body"))
    region_path = RegionPathField()  # the body's
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("begins at"))
    place = models.CharField(_("place"), max_length=200)
    chair = models.CharField(_("chair"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    convened_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("convened by")
    )
    convened_at = models.DateTimeField(_("convened at"))
    cancel_reason = models.CharField(_("reason of the cancellation"), max_length=300, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("file of the minutes")
    )
    minutes_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("minutes written by")
    )
    minutes_at = models.DateTimeField(_("minutes written at"), null=True)
    writers = ArrayField(models.BigIntegerField(), verbose_name=_("writers"), default=list, editable=False)
    confirmed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        triggers = [MEETING.guard()]
        constraints = [
            models.CheckConstraint(
                name="meeting_cancelled_says_why", condition=~Q(state=MeetingState.CANCELLED) | ~Q(cancel_reason="")
            ),
            models.CheckConstraint(
                name="meeting_confirmed_has_minutes",
                condition=~Q(state=MeetingState.CONFIRMED)
                | (
                    Q(minutes_by__isnull=False, confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(minutes="")
                ),
            ),
        ]
        indexes = [models.Index(name="meeting_newest_first", fields=["-starts_at", "-id"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:meeting", kwargs={"pk": self.pk})

    def shows_minutes_to(self, by) -> bool:
        """What is not confirmed yet is not read by those who are only invited."""
        return self.state == MeetingState.CONFIRMED or (by.agency_kind in KEEPS and by.covers(self))

    @property
    def year(self) -> int:
        """For which it counts."""
        return timezone.localdate(self.starts_at).year


class Invitation(models.Model):
    """An agency that is asked to come, and whether it came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations", verbose_name=_("meeting"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, default=Attendance.INVITED)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [models.UniqueConstraint(name="invitation_once", fields=["meeting", "agency"])]

    def __str__(self):
        return str(self.agency)


class AgendaItem(models.Model):
    """What a meeting deals with, in order."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [models.UniqueConstraint(name="agendaitem_position_once", fields=["meeting", "position"])]

    def __str__(self):
        return self.title


class Decision(Editable):
    """What a meeting has decided: who leads, who takes part, by when. With the minutes it becomes a task."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("decision"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    due_on = models.DateField(_("due on"))
    lead = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("lead"))
    participants = models.ManyToManyField(Agency, related_name="+", blank=True, verbose_name=_("participants"))
    task = models.OneToOneField(Task, models.PROTECT, null=True, related_name="+", verbose_name=_("task"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [models.UniqueConstraint(name="decision_position_once", fields=["meeting", "position"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#decision-{self.pk}"


class DecisionPlan(models.Model):
    """The plan in which a body's decisions of a year stand as tasks."""

    body = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("coordination body"))
    year = models.PositiveSmallIntegerField(_("year"))
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))

    class Meta:
        verbose_name = _("plan of decisions")
        verbose_name_plural = _("plans of decisions")
        constraints = [models.UniqueConstraint(name="decisionplan_once_a_year", fields=["body", "year"])]

    def __str__(self):
        return f"{self.body} {self.year}"
