"""The reading vocabulary of notices, addresses and messages."""

from django.db.models import QuerySet

from kernel.models import EditableQuerySet


class NoticeQuerySet(QuerySet):
    pass


class AddressQuerySet(EditableQuerySet):
    pass


class MessageQuerySet(QuerySet):
    pass
