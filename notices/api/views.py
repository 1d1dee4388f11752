"""`/api/v1/notices/`."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.api.viewsets import ScopedViewSet
from notices.api.serializers import NoticeSerializer
from notices.filters import NoticeFilters
from notices.models import Notice
from notices.services import reading


class NoticeViewSet(ScopedViewSet):
    """What is said to the person in the acting unit, the newest first."""

    model, serializer_class, filterset_class = Notice, NoticeSerializer, NoticeFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    def list(self, request, *args, **kwargs):
        rows: Any = reading.told(self.may_view()).each(self.filter_queryset)
        return self.get_paginated_response(self.in_words(self.paginate_queryset(rows)))

    def retrieve(self, request, *args, **kwargs):
        return Response(self.in_words([self.reach(self.with_opening)])[0])

    @extend_schema(request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request, id=None):  # noqa: A002 as the address names it
        """Record that the person has opened the notice; the first time counts."""
        reading.open_notice(self.get_object(), by=request.acting, at=timezone.now())
        return self.retrieve(request)

    def with_opening(self, rows):
        return rows.with_opening(self.request.acting)

    def in_words(self, rows):
        items = reading.in_words(rows, by=self.request.acting, at=timezone.now())
        return self.get_serializer(items, many=True).data
