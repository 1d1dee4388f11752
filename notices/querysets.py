"""The reading vocabulary of notices, addresses and messages."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies.models import Membership
from kernel.models import EditableQuerySet
from notices.enums import ROLES, Audience, MessageState

NEWS_DAYS = 60  # an older notice is history, opened or not


def news_since(by, at: datetime) -> datetime:
    """What was said earlier counts as history: before the person came to the unit, or long ago."""
    first_day = timezone.make_aware(datetime.combine(by.valid_from, time.min))
    return max(first_day, at - timedelta(days=NEWS_DAYS))


class Branches:
    """Querysets of one model that are read as one list: it takes the first rows of each, and of those the first.

    Each branch is served by an index of its own; an OR over them would read all that the unit was ever told. Asked like
    a queryset by kernel.keyset: filter, order_by, and a slice that begins at the first row.
    """

    def __init__(self, branches: Sequence[QuerySet], order: tuple[str, ...] = ("-pk",)):
        self.branches, self.order, self.model = branches, order, branches[0].model

    def each(self, change: Callable[[Any], QuerySet]) -> "Branches":
        return Branches([change(branch) for branch in self.branches], self.order)

    def filter(self, *conditions, **facts) -> "Branches":
        return self.each(lambda branch: branch.filter(*conditions, **facts))

    def order_by(self, *order: str) -> "Branches":
        return Branches(self.branches, order)

    def __getitem__(self, cut: slice) -> QuerySet:
        first, *others = [branch.order_by(*self.order)[cut] for branch in self.branches]
        return first.union(*others, all=True).order_by(*self.order)[cut] if others else first


class NoticeQuerySet(QuerySet):
    """Who is told is said here for a reader, in sql/ for everybody at once and for the bell; a test compares them."""

    def told_to(self, by) -> list["NoticeQuerySet"]:
        """What is said to the acting membership: a queryset for each way of being told."""
        audiences = [audience for audience, roles in ROLES.items() if by.role in roles]
        in_section = Q(section=None) | Q(section=by.section_id) if by.section_id else Q()
        of_unit = [branch.filter(in_section) for branch in self.told_to_unit(by, audiences)]
        return [*of_unit, self._told_there(by).filter(to_user=by.user_id)]

    def told_to_unit(self, by, audiences=tuple(Audience)) -> list["NoticeQuerySet"]:
        """What is said to these audiences of the acting unit: a queryset for each."""
        told = self._told_there(by).filter(to_user=None)
        return [told.filter(audience=audience) for audience in audiences]

    def _told_there(self, by):
        """Nobody supervises himself: a member of the unit it is about is not told, whichever hat he wears."""
        member = Membership.objects.valid_on(timezone.localdate()).filter(user=by.user_id, party=OuterRef("about"))
        return self.filter(~Exists(member), to_party=by.party_id)

    def visible_to(self, by):
        """For a single row; lists go by branches."""
        first, *others = [branch.order_by().values("pk") for branch in self.told_to(by)]
        return self.filter(pk__in=first.union(*others))

    def with_opening(self, by):
        """Annotated with opened_at: when the person opened it, or None."""
        mine = FilteredRelation("receipts", condition=Q(receipts__user=by.user_id))
        return self.annotate(mine=mine).annotate(opened_at=F("mine__opened_at"))

    def unread(self, by, *, at: datetime):
        """News that the person has not opened."""
        return self.filter(created_at__gte=news_since(by, at)).exclude(receipts__user=by.user_id)


class AddressQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """One's own."""
        return self.filter(user=by.user_id)


class MessageQuerySet(QuerySet):
    def visible_to(self, by):
        """To the system administrator those of the people whose accounts are kept in the territory."""
        if not by.has_perm("notices.view_message"):
            return self.none()
        return self.filter(user__region_path__startswith=by.region_path)

    def due(self, *, at: datetime, lease: timedelta, longest_pause: timedelta):
        """What may be tried now: it waits, its pause is over, and nobody has it in hand.

        A time further ahead than any pause or lease was written by a clock that has been set back since.
        """
        pause_over = Q(next_try_at__lte=at) | Q(next_try_at__gt=at + 2 * longest_pause)
        free = Q(claimed_until=None) | Q(claimed_until__lte=at) | Q(claimed_until__gt=at + 2 * lease)
        return self.filter(pause_over, free, state=MessageState.WAITING)
