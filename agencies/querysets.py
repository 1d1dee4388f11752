"""The reading vocabulary of regions, parties, agencies and memberships."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Prefetch, Q, QuerySet, TextField, Value
from django.utils import timezone

from agencies.access import in_scope
from kernel.models import EditableQuerySet


def in_force(day: date, prefix: str = "") -> Q:
    """Rows whose validity holds on `day` (valid_to is the last day; empty is open)."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day}))


class DatedQuerySet(QuerySet):
    def valid_on(self, day: date):
        return self.filter(in_force(day))


class PartyQuerySet(EditableQuerySet):
    def named(self, text: str):
        """The parties in whose name `text` stands, two signs or more, whatever their width, capitals and spaces.

        Asked of the index of two-character pieces, so that a million names take as long as a thousand.
        """
        pieces = Func(Value(text), function="agencies_name_pieces", output_field=ArrayField(TextField()))
        return self.filter(name_pieces__contains=pieces)


class RegionQuerySet(DatedQuerySet, EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "agencies.region", path="path"))

    def with_code(self, code: str):
        """The regions that have carried the official division `code`, in whichever scheme."""
        return self.filter(codes__code=code).distinct()


class AgencyQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "agencies.agency", path="party__region_path"))

    def valid_on(self, day: date):
        return self.filter(in_force(day, "party__"))


class UserQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """The people of the territory, for those who keep accounts."""
        return self.filter(in_scope(by, "agencies.user"))

    def with_roles(self, day: date, by):
        """Each with `roles`: what it may act as on that day or later where `by` looks after it, proposals included."""
        memberships = self.model.memberships.rel.related_model.objects.visible_to(by).not_over(day)
        memberships = memberships.select_related("party", "section", "represents__user").order_by("valid_from", "pk")
        return self.prefetch_related(Prefetch("memberships", queryset=memberships, to_attr="roles"))


class MembershipQuerySet(DatedQuerySet, EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "agencies.membership", path="party__region_path"))

    def standing(self):
        """Neither ended early nor only proposed."""
        return self.filter(ended_at__isnull=True, is_proposed=False)

    def proposed(self):
        """Those that count when a security administrator has confirmed them."""
        return self.filter(is_proposed=True, ended_at__isnull=True)

    def valid_on(self, day: date):
        return super().valid_on(day).standing()

    def at_work(self, day: date):
        """Valid on that day, of persons who can log in."""
        return self.valid_on(day).filter(user__is_active=True)

    def not_over(self, day: date):
        """Valid on that day or later, proposals included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), ended_at__isnull=True)

    def acting(self, user, *, today: date | None = None):
        """What `user` may act as on that day, the oldest first, with all that a request needs.

        A delegation rests while the account of who is represented is closed.
        """
        represented = Q(represents=None) | Q(represents__user__is_active=True)
        rows = self.valid_on(today or timezone.localdate()).filter(represented, user=user)
        related = ("user", "section", "party__region", "party__agency", "represents__user")
        return rows.select_related(*related).order_by("valid_from", "pk")


class EmergencyGrantQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "agencies.emergencygrant", path="requested_as__party__region_path"))
