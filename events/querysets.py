"""The reading vocabulary of events and what became of them."""

from datetime import date

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from agencies.access import NOTHING, in_scope
from agencies.enums import DUTY_ADMINS
from agencies.models import Party
from events.enums import ENDED, UNDONE, StandingKind
from events.kinds import keys_kept_from_party

EVENT = "events.event"
WEIGHT = Case(  # of the standings that hold at once, the first is the one that counts
    When(kind__in=sorted(UNDONE), then=0),
    When(kind=StandingKind.REPAIR_APPROVED, then=1),
    When(kind=StandingKind.EXPIRED, then=2),
    default=3,
    output_field=IntegerField(),
)


class EventQuerySet(QuerySet):
    def visible_to(self, by):
        """The events of the territory, for the agencies that supervise or enforce there."""
        return self.filter(in_scope(by, EVENT))

    def shared_with(self, by):
        """What the acting unit has recorded or what is about itself, as far as its scope does not hold it."""
        if not by.has_perm("events.view_event") or by.user.is_superuser:
            return self.none()
        rows = self.filter(Q(agency=by.party_id) | self._told_to_subject(by))
        if in_scope(by, EVENT) is NOTHING:
            return rows
        return rows.filter(Q(region_path__lt=by.region_path) | Q(region_path__gt=f"{by.region_path}:"))  # ":" > "9"

    def about(self, party: Party, by):
        """What the acting unit may know about a party; the party's index bounds it, so that the OR costs nothing."""
        rows = self.filter(subject=party)
        if not by.has_perm("events.view_event"):
            return rows.none()
        if by.user.is_superuser:
            return rows
        if party.pk == by.party_id:
            return rows.filter(Q(agency=by.party_id) | self._told_to_subject(by))
        return rows.filter(in_scope(by, EVENT) | Q(agency=by.party_id))

    def _told_to_subject(self, by) -> Q:
        """What the acting unit reads about itself."""
        return Q(subject=by.party_id) & ~Q(kind__in=keys_kept_from_party())

    def recorded_by_unit(self, by):
        """What the acting unit has recorded, wherever."""
        return self.filter(agency=by.party_id) if by.has_perm("events.view_event") else self.none()

    def in_force(self, on: date):
        """What counts on that day: neither countered by then, nor revoked, nor successfully objected to."""
        undone = self._standings(on).filter(kind__in=sorted(UNDONE))
        return self.filter(~Exists(self._counters(on)), ~Exists(undone), counters__isnull=True)

    def public_on(self, day: date):
        """What may be public on that day: in force, within its period, neither repaired nor expired."""
        ended = self._standings(day).filter(kind__in=sorted(ENDED))
        within = Q(public_until__isnull=True) | Q(public_until__gte=day)
        return self.in_force(day).filter(within, ~Exists(ended), public_from__lte=day)

    def with_standing(self, on: date):
        """Each with what its state on that day follows from (Event.state_on): `counter_key`, by which event it was
        countered, and `standing_kind`, the standing that counts then; None where there is none.

        Scalar subqueries: for an EXISTS the planner, which forgets that a page ends, would read the whole ledger.
        """
        standing = self._standings(on).order_by(WEIGHT, "-on", "-pk").values("kind")[:1]
        return self.annotate(
            counter_key=Subquery(self._counters(on).values("pk")[:1]),
            standing_kind=Subquery(standing, output_field=CharField(null=True)),
        )

    def _counters(self, on: date):
        return self.model.objects.filter(counters=OuterRef("pk"), occurred_on__lte=on)

    def _standings(self, on: date):
        standings = self.model.standings.rel.related_model.objects
        return standings.filter(event=OuterRef("pk")).holding_on(on)


class StandingQuerySet(QuerySet):
    def holding_on(self, day: date):
        """Begun and not over."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), on__lte=day)


def parties_for(by) -> QuerySet[Party]:
    """The parties about which the acting unit may ask: those of its territory, else itself."""
    if by.user.is_superuser:
        return Party.objects.all()
    if by.role in DUTY_ADMINS:
        return Party.objects.none()
    if not by.is_governmental:
        return Party.objects.filter(pk=by.party_id)
    return Party.objects.filter(region_path__startswith=by.region_path)


def parties_of(by, on: date) -> list[int]:
    """Keys of the parties in which the acting person has a role, under whichever hat: he records nothing about them."""
    return list(by.user.memberships.valid_on(on).values_list("party_id", flat=True))
