"""The reading vocabulary of duties, orders, and requests for more time."""

from datetime import date, datetime
from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from agencies.access import in_scope
from agencies.models.region import STEP
from kernel.models import EditableQuerySet
from obligations.enums import OWED, RELEASED, SETTLED, ExtensionState, Stage, Verb


def is_overdue(*, at: datetime, on: date) -> Q:
    past = Q(due_at__isnull=True, due_on__lt=on) | Q(due_at__lt=at)
    return Q(past, state__in=OWED, due_on__lte=on)  # the day alone is what the index knows


class ObligationQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """The duties of the territory, for those who supervise there."""
        return self.filter(in_scope(by, "obligations.obligation"))

    def shared_with(self, by):
        """What the acting unit itself owes, wherever it is from."""
        return self.filter(bearer=by.party_id) if by.has_perm("obligations.view_obligation") else self.none()

    def current(self, row):
        """The row as it is now, locked until the transaction ends, whatever version the caller has read.

        For workflows above, which lock a record of their own first; pages use `locked`.
        """
        found = self.select_for_update(of=("self",)).get(pk=row.pk)
        found.version += 1
        return found

    def about(self, record):
        """The duties that were opened for a record."""
        return self.filter(subject_kind=record._meta.label_lower, subject_id=record.pk)

    def about_any(self, records):
        """The duties that were opened for records, also of several kinds."""
        keys: dict[str, list[int]] = {}
        for row in records:
            keys.setdefault(row._meta.label_lower, []).append(row.pk)
        found = [Q(subject_kind=kind, subject_id__in=pks) for kind, pks in keys.items()]
        return self.filter(reduce(or_, found)) if found else self.none()

    def owed(self):
        """The bearer has to act and the clock runs."""
        return self.filter(state__in=OWED)

    def unsettled(self):
        return self.exclude(state__in=sorted(SETTLED))  # word for word the index's condition

    def overdue(self, *, at: datetime, on: date):
        """Owed, and past its day, or past its hour where it has one. on: the local day of `at`."""
        return self.filter(is_overdue(at=at, on=on))

    def with_reminders(self):
        """Each with when its bearer was reminded of it (`reminded`) and it was urged (`urged`), the latest first."""
        reminders = self.model.reminders.rel.related_model.objects.filter(
            obligation=OuterRef("pk"), stage__in=[Stage.REMIND, Stage.LEADER], notice__to_party=OuterRef("bearer")
        )
        urgings = self.model.steps.rel.related_model.objects.filter(obligation=OuterRef("pk"), verb=Verb.URGE)
        return self.annotate(
            reminded=ArraySubquery(reminders.order_by("-sent_at").values("sent_at")),
            urged=ArraySubquery(urgings.order_by("-at").values("at")),
        )

    def standing(self):
        """Neither waived nor cancelled: of a record, kind, bearer and period there is one at most."""
        return self.exclude(state__in=RELEASED)


class SupervisionOrderQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "obligations.supervisionorder"))

    def shared_with(self, by):
        """What the acting unit was ordered, or has ordered."""
        if not by.has_perm("obligations.view_supervisionorder"):
            return self.none()
        return self.filter(Q(bearer=by.party_id) | Q(issuer=by.party_id))

    def received_by(self, by):
        """What the acting unit was ordered."""
        return self.shared_with(by).filter(bearer=by.party_id)

    def issued_by_unit(self, by):
        """What the acting unit has ordered, and judges."""
        return self.shared_with(by).filter(issuer=by.party_id)

    def on_duty(self, duty, by):
        """The orders that press a duty, as far as the acting unit may open them, the latest first."""
        seen = Q(bearer=by.party_id) | Q(issuer=by.party_id) | in_scope(by, "obligations.supervisionorder")
        seen = Q() if by.user.is_superuser else seen  # an empty condition would vanish in the OR
        may_see = by.has_perm("obligations.view_supervisionorder")
        return self.filter(seen, about=duty).order_by("-pk") if may_see else self.none()


class ExtensionRequestQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "obligations.extensionrequest", path="obligation__region_path"))

    def shared_with(self, by):
        if not by.has_perm("obligations.view_extensionrequest"):
            return self.none()
        return self.filter(obligation__bearer=by.party_id)

    def put_before(self, by):
        """Those on which the acting unit decides, or has decided."""
        return self.filter(obligation__supervisor=by.party_id)

    def waiting(self):
        """Not decided, and still about something that is owed."""
        return self.filter(state=ExtensionState.ASKED, obligation__state__in=OWED)

    def over(self):
        return self.exclude(state=ExtensionState.ASKED, obligation__state__in=OWED)


class PolicyQuerySet(EditableQuerySet):
    """Amounts and rules by territory."""

    def visible_to(self, by):
        """Those of the territory, and those of the territories around, which hold there too."""
        if not by.has_perm(f"obligations.view_{self.model._meta.model_name}"):
            return self.none()
        around = [by.region_path[:end] for end in range(0, len(by.region_path), STEP)]
        return self.filter(Q(region_path__startswith=by.region_path) | Q(region_path__in=around))


class FeedQuerySet(QuerySet):
    def standing(self):
        return self.filter(revoked_at__isnull=True)
