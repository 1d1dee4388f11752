"""How the inbox and the list of messages are narrowed, on pages and in the API alike."""

import django_filters
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notices.channels import active
from notices.enums import MessageState
from notices.kinds import headings
from notices.models import Message, Notice


class Opening(TextChoices):
    NEW = "new", pgettext_lazy("notice", "not opened")
    OPENED = "opened", pgettext_lazy("notice", "opened")


class NoticeFilters(django_filters.FilterSet):
    """For each of the branches of what is told. `new` leaves out what is older than 60 days, or than the membership."""

    state = django_filters.ChoiceFilter(label=_("Opened or not"), choices=Opening.choices, method="in_state")
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("notice", "Kind"), choices=lambda: list(headings().items()), empty_label=_("All kinds")
    )

    class Meta:
        model = Notice
        fields = ()

    def in_state(self, rows, name, value):
        by = self.request.acting
        if value == Opening.NEW:
            return rows.unread(by, at=timezone.now())
        return rows.filter(receipts__user=by.user_id)


class MessageFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("message", "State"), choices=MessageState.choices, empty_label=_("All states")
    )
    channel = django_filters.ChoiceFilter(
        label=_("Channel"),
        choices=lambda: [(key, channel.label) for key, channel in active().items()],
        empty_label=_("All channels"),
    )

    class Meta:
        model = Message
        fields = ()
