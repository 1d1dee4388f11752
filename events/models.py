"""The ledger of events: what happened to whom, from which source, and what became of it. Nothing of it ever changes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Party
from events.enums import BEFORE_THE_END, STATES, CheckResult, CreditKind, EventState, Level, Penalty, StandingKind
from events.kinds import credit_of, label_of
from events.querysets import EventQuerySet, StandingQuerySet
from kernel.models import RegionPathField

DOCUMENT_NUMBER = r"^[\u4e00-\u9fff]+〔[0-9]{4}〕[0-9]+号$"  # 神政办发〔2020〕112号 (rules 2.4)


STATE_FOLLOWS_FROM = ("counters_id", "counter_key", "standing_kind", "public_until")


def state_from(facts: Mapping[str, Any], day: date) -> EventState:
    """Where an event stands on a day; facts: STATE_FOLLOWS_FROM, read `with_standing` of that day."""
    if facts["counters_id"]:
        return EventState.COUNTER
    if facts["counter_key"]:
        return EventState.COUNTERED
    state = STATES.get(facts["standing_kind"], EventState.VALID)
    if state in BEFORE_THE_END and facts["public_until"] and facts["public_until"] < day:
        return EventState.EXPIRED
    return state


class Event(models.Model):
    """This happened to this party, on this day, from this source; a mistake is answered by a counter-event.

    occurred_on: the day of the decision or document where there is one.  agency: whose record it is; recorded_by is
    None when no person entered it.  points: in hundredths, negative against the party.  public_from, public_until: the
    first and the last day on which it may be public; the last is open where the first stands alone.  regime: the
    publicity rules of its day (events/deadlines.py).  source, source_id: the system that it comes from and its key
    there.  counters: the event that this one takes back, with opposite points and demerits.
    details: {"results": [CheckResult], "penalties": [Penalty], "fine": "12000.00", "confiscated": "300.00",
    "public_basis": text}, each where the kind has it; amounts in yuan.
    """

    append_only = True
    is_new = True  # False on what record_event found already recorded

    public_id = models.UUIDField(_("public id"), unique=True, db_default=RandomUUID(), editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.ForeignKey(Party, models.PROTECT, related_name="events", db_index=False, verbose_name=_("party"))
    region_path = RegionPathField(db_index=False)  # the subject's, when it was recorded
    occurred_on = models.DateField(_("day"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("recorded by")
    )
    agency = models.ForeignKey(
        Party, models.PROTECT, related_name="events_recorded", db_index=False, verbose_name=_("recording agency")
    )
    level = models.CharField(_("level"), max_length=8, choices=Level, blank=True)
    points = models.IntegerField(_("points (hundredths)"), default=0)
    demerits = models.SmallIntegerField(_("demerit points"), default=0)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    public_from = models.DateField(_("public from"), null=True, blank=True)
    public_until = models.DateField(_("public until"), null=True, blank=True)
    regime = models.CharField(_("publicity rules"), max_length=20, blank=True)
    source = models.CharField(_("source system"), max_length=60, blank=True)
    source_id = models.CharField(_("key in the source system"), max_length=120, blank=True)
    counters = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="counter_events", db_index=False,
        verbose_name=_("counters"),
    )  # fmt: skip
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(
                name="event_once_per_source", fields=["source", "source_id"], condition=~Q(source_id="")
            ),
            models.UniqueConstraint(
                name="event_countered_once", fields=["counters"], condition=Q(counters__isnull=False)
            ),
            models.CheckConstraint(
                name="event_source_is_whole", condition=Q(source="", source_id="") | ~Q(source="") & ~Q(source_id="")
            ),
            models.CheckConstraint(
                name="event_level_has_rules", condition=Q(level="", regime="") | ~Q(level="") & ~Q(regime="")
            ),
            models.CheckConstraint(
                name="event_document_number_form",
                condition=Q(document_number="") | Q(document_number__regex=DOCUMENT_NUMBER),
            ),
            models.CheckConstraint(
                name="event_public_days_in_order",
                condition=Q(public_until__isnull=True)
                | Q(public_until__gte=F("public_from"), public_from__isnull=False),
            ),
            models.CheckConstraint(name="event_not_its_own_counter", condition=~Q(counters=F("pk"))),
            models.CheckConstraint(
                name="event_demerits_of_a_counter_only_below_zero",
                condition=Q(demerits__gte=0) | Q(counters__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="event_of_party", fields=["subject", "occurred_on", "id"]),
            models.Index(name="event_of_agency", fields=["agency", "occurred_on", "id"]),
            models.Index(name="event_of_kind", fields=["kind", "occurred_on", "id"]),
            models.Index(name="event_by_day", fields=["occurred_on", "id"]),
            models.Index(name="event_in_territory", fields=["region_path", "id"]),
        ]

    def __str__(self):
        return self.heading

    def get_absolute_url(self):
        return reverse("events:event", kwargs={"public_id": self.public_id})

    @property
    def label(self) -> str:
        """What kind of event it is, in words."""
        return label_of(self.kind)

    @property
    def heading(self) -> str:
        return self.title or self.label

    @property
    def credit(self) -> CreditKind:
        return credit_of(self.kind)

    @property
    def is_counter(self) -> bool:
        return self.counters_id is not None

    @property
    def results(self) -> list[str]:
        """What a check found, in words."""
        return [str(CheckResult(code).label) for code in self.details.get("results", ())]

    @property
    def penalties(self) -> list[str]:
        """The kinds of penalty, in words."""
        return [str(Penalty(code).label) for code in self.details.get("penalties", ())]

    def state_on(self, day: date) -> EventState:
        """Where it stands on that day; of a row that was read `with_standing` of that day."""
        facts = {name: getattr(self, name) for name in STATE_FOLLOWS_FROM}
        return state_from(facts, day)

    @property
    def score(self) -> Decimal:
        """The points as people write them."""
        return Decimal(self.points) / 100


class Standing(models.Model):
    """What became of an event: an objection, a repair, a revocation, its end. on: from which day; until: the last."""

    append_only = True

    event = models.ForeignKey(Event, models.PROTECT, related_name="standings", db_index=False, verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=20, choices=StandingKind)
    on = models.DateField(_("from day"))
    until = models.DateField(_("until day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(name="standing_once_a_day", fields=["event", "kind", "on"]),
            models.CheckConstraint(
                name="standing_days_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("on"))
            ),
            models.CheckConstraint(
                name="standing_document_number_form",
                condition=Q(document_number="") | Q(document_number__regex=DOCUMENT_NUMBER),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on}"
