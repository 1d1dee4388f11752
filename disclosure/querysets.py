"""The reading vocabulary of publications."""

from datetime import date

from django.db.models import F, Q

from agencies.access import in_scope
from agencies.enums import DUTY_ADMINS, AgencyKind
from disclosure.enums import PublicationState
from kernel.models import EditableQuerySet


class PublicationQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """What the acting agency publishes itself; for a health commission whatever is published in its territory."""
        if by.user.is_superuser or by.agency_kind == AgencyKind.HEALTH_COMMISSION:
            return self.filter(in_scope(by, "disclosure.publication"))
        is_reader = by.is_governmental and by.role not in DUTY_ADMINS
        return self.filter(agency=by.party_id) if is_reader else self.none()

    def public_on(self, day: date):
        """What everybody may read on that day, whatever a job has done or not done yet."""
        begun = Q(state=PublicationState.PUBLISHED, public_from__lte=day)
        return self.filter(begun, Q(public_until__isnull=True) | Q(public_until__gte=day))

    def once_public_on(self, day: date):
        """What everybody may read on that day, or could read before."""
        in_time = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__date__gte=F("public_from"))
        return self.filter(in_time, published_at__isnull=False, public_from__lte=day)

    def over_on(self, day: date):
        """Published, and past its last day."""
        return self.filter(state=PublicationState.PUBLISHED, public_until__lt=day)
