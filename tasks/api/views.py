"""`/api/v1/plans/`, `/api/v1/tasks/`, `/api/v1/responsibilities/` and `/api/v1/entries/`."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.api.viewsets import SharedViewSet, sent
from tasks import lists
from tasks.api.serializers import (
    BeginningSerializer,
    PlanSerializer,
    ProgressEntrySerializer,
    ResponsibilitySerializer,
    ReturningSerializer,
    TaskSerializer,
    WritingSerializer,
)
from tasks.filters import PlanFilters, ProgressEntryFilters, ResponsibilityFilters, TaskFilters
from tasks.models import Plan, ProgressEntry, Responsibility, Task
from tasks.services import judging, progress
from tasks.services.progress import Progress
from tasks.workflow import PROGRESS


class PlanViewSet(SharedViewSet):
    """The plans of the acting unit's territory, the newest first."""

    model, serializer_class, filterset_class = Plan, PlanSerializer, PlanFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"


class TaskViewSet(SharedViewSet):
    """The tasks of the plans, as they were published."""

    model, serializer_class, filterset_class = Task, TaskSerializer, TaskFilters
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"


class ResponsibilityViewSet(SharedViewSet):
    """Who leads and who takes part in which task."""

    model, serializer_class, filterset_class = Responsibility, ResponsibilitySerializer, ResponsibilityFilters
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"


class ProgressEntryViewSet(SharedViewSet):
    """What the agencies report; under /shared/ those of the acting unit, and of tasks in which it has a part.

    A verb changes the state; `If-Match` names the version that was read. Evidence is added on the entry's page.
    """

    model, serializer_class, filterset_class = ProgressEntry, ProgressEntrySerializer, ProgressEntryFilters
    order = ("-period", "-pk")
    lookup_field, lookup_url_kwarg = "public_id", "id"
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    shares_only_from_elsewhere = False

    @extend_schema(request=BeginningSerializer, responses={201: ProgressEntrySerializer})
    def create(self, request):
        """Begin the acting unit's entry for a period; the one there is, when it was begun before."""
        told = sent(request, BeginningSerializer)
        task = lists.task_reached(told["task"], request.acting)
        if task is None:
            raise serializers.ValidationError({"task": [_("You see no task of this number.")]})
        entry = progress.begin_entry(task, told["period"], by=request.acting)
        row = self.values(self.shared_rows().filter(pk=entry.pk)).get()
        address = self.reverse_action("detail", kwargs={"id": entry.public_id})
        return Response(self.get_serializer(row).data, status=201, headers={"Location": address})

    @extend_schema(request=WritingSerializer, responses=ProgressEntrySerializer)
    def update(self, request, **kwargs):
        """Keep what it says so far, whole or not."""
        return self.written(progress.write_progress, "tasks.write_progress")

    @extend_schema(request=WritingSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request, **kwargs):
        """Submit it to the unit's reviewer, saying what it says."""
        return self.written(progress.submit_progress, PROGRESS["submit"].perm, at=timezone.now())

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"])
    def recall(self, request, **kwargs):
        """Take it back within 24 hours; for who submitted it."""
        return self.done(progress.recall_progress, "recall")

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="hand-in")
    def hand_in(self, request, **kwargs):
        """Hand it in for the unit; for its reviewer."""
        return self.done(progress.hand_in_progress, "hand_in")

    @extend_schema(request=ReturningSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, **kwargs):
        """Send it back to who wrote it; for the unit's reviewer."""
        return self.done(progress.send_back_in_unit, "send_back", ReturningSerializer)

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request, **kwargs):
        """Accept a participant's; for a lead of the task."""
        return self.done(judging.accept_progress, "accept")

    @extend_schema(request=ReturningSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="return-to-participant")
    def return_to_participant(self, request, **kwargs):
        """Send a participant's back; for a lead of the task."""
        return self.done(judging.return_to_participant, "return_to_participant", ReturningSerializer)

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, **kwargs):
        """Confirm it; for the unit that watches over it."""
        return self.done(judging.confirm_progress, "confirm")

    @extend_schema(request=ReturningSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back_to_unit(self, request, **kwargs):
        """Send it back; for the unit that watches over it."""
        return self.done(judging.return_progress, "return", ReturningSerializer)

    def done(self, deed: Callable[..., Any], verb: str, shape: type | None = None) -> Response:
        entry = self.get_object(PROGRESS[verb].perm)
        told = sent(self.request, shape) if shape else {}
        deed(entry, by=self.request.acting, at=timezone.now(), **told)
        return self.retrieve(self.request)

    def written(self, deed: Callable[..., Any], perm: str, **more) -> Response:
        entry, told = self.get_object(perm), sent(self.request, WritingSerializer)
        if told.get("needs_from"):
            agency = lists.agencies_of(entry.task).filter(party__public_id=told["needs_from"]).first()
            if agency is None:
                raise serializers.ValidationError({"needs_from": [_("No agency of the plan has this public id.")]})
            told["needs_from"] = agency
        deed(entry, Progress(**told), by=self.request.acting, **more)
        return self.retrieve(self.request)
