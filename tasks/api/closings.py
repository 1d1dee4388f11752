"""`/api/v1/closings/`: the end of an agency's part in a task."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import SharedViewSet, sent
from tasks import lists
from tasks.api.serializers import ReturningSerializer
from tasks.enums import ClosingState, TaskRole
from tasks.filters import ClosingFilters
from tasks.models import Closing
from tasks.services import closings


class ClosingSerializer(RowSerializer):
    id = serializers.IntegerField()
    task = serializers.IntegerField(source="task_id")
    agency = serializers.UUIDField(source="agency__party__public_id")
    role = serializers.ChoiceField(TaskRole.choices)
    state = serializers.ChoiceField(ClosingState.choices)
    state_display = LabelField(ClosingState, source="state")
    summary = serializers.CharField()
    submitted_at = serializers.DateTimeField()


class ClosePartSerializer(StrictSerializer):
    task = serializers.IntegerField()
    summary = serializers.CharField(max_length=closings.LONGEST_SUMMARY)


class ClosingViewSet(SharedViewSet):
    """Parts that were closed for good, are to be, or are open again."""

    model, serializer_class, filterset_class = Closing, ClosingSerializer, ClosingFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"
    shares_only_from_elsewhere = False

    @extend_schema(request=ClosePartSerializer, responses={201: ClosingSerializer})
    def create(self, request):
        """Close the part of the acting unit in a task."""
        told, by = sent(request, ClosePartSerializer), request.acting
        part = lists.own_part(told["task"], by)
        if part is None:
            raise serializers.ValidationError({"task": [_("Your unit has no part in a task of this number.")]})
        row = closings.close_part(part, summary=told["summary"], by=by, at=timezone.now())
        shown = self.values(self.shared_rows().filter(pk=row.pk)).get()
        address = self.reverse_action("detail", kwargs={"id": row.pk})
        return Response(self.get_serializer(shown).data, status=201, headers={"Location": address})

    @extend_schema(request=None, responses=ClosingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, **kwargs):
        """Confirm it; for the unit that watches over the part."""
        return self.done(closings.confirm_closing, "tasks.judge_closing")

    @extend_schema(request=ReturningSerializer, responses=ClosingSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request, **kwargs):
        """Send it back; for the unit that watches over the part."""
        return self.done(closings.return_closing, "tasks.judge_closing", ReturningSerializer)

    @extend_schema(request=ReturningSerializer, responses=ClosingSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request, **kwargs):
        """Open it again; for the unit that watches over the part."""
        return self.done(closings.reopen_part, "tasks.judge_closing", ReturningSerializer)
