"""The ledger of obligations: who owes what, for which record, by which day; what was done to it; who was reminded."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Party, Section
from kernel.models import Editable, RegionPathField
from notices.models import Notice
from obligations.enums import OWED, RELEASED, SETTLED, DutyState, LimitUnit, Stage, Verb
from obligations.kinds import label_of
from obligations.models.policy import LimitOverride
from obligations.querysets import ObligationQuerySet
from obligations.workflow import DUTY


class Obligation(Editable):
    """This bearer owes this, for this record, by this day.

    subject_kind, subject_id: the record ("tasks.responsibility", its key), which belongs to an app above; title, region
    path and section are copied when the duty is opened, so that a list of duties joins nothing above it.
    counted_from, amount, unit: what due_on follows from; a given day has no amount.  override: whose amount it is, if
    not the kind's own.  supervisor: who watches over it, never the bearer.  left: what a paused clock has left, in days
    of its unit, or in minutes where it is a clock of hours.
    """

    audited = "changes"

    public_id = models.UUIDField(_("public id"), unique=True, db_default=RandomUUID(), editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    bearer = models.ForeignKey(Party, models.PROTECT, related_name="duties", db_index=False, verbose_name=_("unit"))
    supervisor = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="supervised_duties", db_index=False,
        verbose_name=_("supervising unit"),
    )  # fmt: skip
    subject_kind = models.CharField(_("kind of record"), max_length=40)
    subject_id = models.BigIntegerField(_("record"))
    title = models.CharField(_("title"), max_length=200)
    region_path = RegionPathField(db_index=False)  # of the partial indexes below
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("section")
    )
    period = models.CharField(_("period"), max_length=10, blank=True)  # "2026Q4", "2026-11"; empty: no period
    opened_at = models.DateTimeField(_("opened at"))
    placed_at = models.DateTimeField(_("came to its unit or section at"), null=True)  # where later
    opened_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("opened by")
    )
    amount = models.SmallIntegerField(_("limit"), null=True)
    unit = models.CharField(_("unit"), max_length=8, choices=LimitUnit)
    override = models.ForeignKey(
        LimitOverride, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("regional limit")
    )
    counted_from = models.DateField(_("counted from"))
    due_on = models.DateField(_("due on"))
    due_at = models.DateTimeField(_("due at"), null=True)  # clocks of hours only
    first_due_on = models.DateField(_("first due on"))
    is_provisional = models.BooleanField(_("provisional"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=DutyState, default=DutyState.OPEN)
    submitted_at = models.DateTimeField(_("handed in at"), null=True)
    first_submitted_at = models.DateTimeField(_("first handed in at"), null=True)
    was_late = models.BooleanField(_("was handed in late"), default=False)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    paused_at = models.DateTimeField(_("paused at"), null=True)
    left = models.IntegerField(_("left on the clock"), null=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        triggers = [DUTY.guard()]
        constraints = [
            models.UniqueConstraint(  # what was waived or cancelled can be owed again
                name="obligation_once",
                fields=["subject_kind", "subject_id", "kind", "bearer", "period"],
                condition=~Q(state__in=sorted(RELEASED)),
            ),
            models.CheckConstraint(name="obligation_not_its_own_supervisor", condition=~Q(supervisor=F("bearer"))),
            models.CheckConstraint(
                name="obligation_paused_has_left",
                condition=~Q(state=DutyState.PAUSED) | Q(left__isnull=False, paused_at__isnull=False),
            ),
            models.CheckConstraint(
                name="obligation_met_was_handed_in",
                condition=~Q(state__in=[DutyState.SUBMITTED, DutyState.MET, DutyState.MET_LATE])
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="obligation_closed_has_time",
                condition=Q(closed_at__isnull=True) ^ Q(state__in=sorted(SETTLED)),
            ),
        ]
        indexes = [
            models.Index(  # what is owed, by day; territory and supervisor are read from the index
                name="obligation_owed_by_day", fields=["due_on", "id"], include=["region_path", "supervisor"],
                condition=Q(state__in=sorted(OWED)),
            ),
            models.Index(  # counts of what is not settled in a territory
                name="obligation_unsettled", fields=["region_path", "state", "due_on"], include=["bearer", "due_at"],
                condition=~Q(state__in=sorted(SETTLED)),
            ),
            models.Index(name="obligation_of_bearer", fields=["bearer", "due_on", "id"]),
            models.Index(  # the others of a record are found by obligation_once
                name="obligation_released", fields=["subject_kind", "subject_id"],
                condition=Q(state__in=sorted(RELEASED)),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("obligations:duty", kwargs={"public_id": self.public_id})

    @property
    def label(self) -> str:
        """What kind of duty it is, in words."""
        return label_of(self.kind)


class NextStep(models.Model):
    """When the next step of a duty's ladder comes; follows from its due day and the rules.

    Apart from the duty's own row, so that a scan that moves 300,000 of them touches no index of the ledger; derived, so
    without the cost of a constraint. What a duty leaves behind that is owed no longer is cleared away when its time
    comes.
    """

    audited = False

    obligation = models.OneToOneField(
        Obligation, models.CASCADE, primary_key=True, related_name="next_step", db_constraint=False,
        verbose_name=_("duty"),
    )  # fmt: skip
    at = models.DateTimeField(_("next step of the ladder"), db_index=True)


class ObligationStep(models.Model):
    """Something done to a duty after it was opened: its history, shown to people."""

    append_only = True

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="steps", verbose_name=_("duty"))
    verb = models.CharField(_("step"), max_length=10, choices=Verb)
    at = models.DateTimeField(_("at"))
    on = models.DateField(_("on"))  # the local day of `at`
    by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    due_before = models.DateField(_("due before"), null=True)
    due_after = models.DateField(_("due after"), null=True)
    giver = models.ForeignKey(  # of a hand-over
        Party, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("giver")
    )

    class Meta:
        verbose_name = _("step of a duty")
        verbose_name_plural = _("steps of duties")
        constraints = [
            models.UniqueConstraint(
                name="obligationstep_urged_once_a_day", fields=["obligation", "on"], condition=Q(verb=Verb.URGE)
            ),
        ]

    def __str__(self):
        return f"{self.get_verb_display()} {self.on}"


class Reminder(models.Model):
    """A step of the ladder that was taken: once for each duty, due day and stage.

    Written by one statement only (sql/remind.sql), beside the notice and the locked duty that it names: constraints of
    the database on the two would cost a third of a scan and say nothing new.
    """

    append_only = True

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="reminders", db_index=False, db_constraint=False,
        verbose_name=_("duty"),
    )  # fmt: skip
    due_on = models.DateField(_("due on"))
    due_at = models.DateTimeField(_("due at"), null=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    offset = models.SmallIntegerField(_("offset"))
    sent_at = models.DateTimeField(_("sent at"))
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, related_name="reminders", db_index=False, db_constraint=False,
        verbose_name=_("notice"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                name="reminder_once", fields=["obligation", "due_on", "due_at", "stage", "offset"],
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_stage_display()} {self.due_on}"
