"""The reading vocabulary of regions, parties, agencies and memberships."""

from datetime import date

from django.db.models import Q, QuerySet
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
        members = Q(memberships__in=self.model.memberships.rel.related_model.objects.visible_to(by))
        return self.filter(members).distinct()


class MembershipQuerySet(DatedQuerySet, EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "agencies.membership", path="party__region_path"))

    def acting(self, user, *, today: date | None = None):
        """What `user` may act as on that day, the oldest first, with all that a request needs."""
        rows = self.valid_on(today or timezone.localdate()).filter(user=user)
        return rows.select_related("user", "section", "party__region", "party__agency").order_by("valid_from", "pk")
