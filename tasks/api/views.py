"""`/api/v1/plans/`, `/api/v1/tasks/`, `/api/v1/responsibilities/` and `/api/v1/entries/`."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from kernel.access import require
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent
from tasks import lists
from tasks.api.serializers import (
    BeginningSerializer,
    EnteringSerializer,
    EvidenceSerializer,
    PlanSerializer,
    ProgressEntrySerializer,
    ResponsibilitySerializer,
    ReturningSerializer,
    StartingSerializer,
    TaskSerializer,
    WritingSerializer,
)
from tasks.filters import PlanFilters, ProgressEntryFilters, ResponsibilityFilters, TaskFilters
from tasks.lists import Tab
from tasks.models import Plan, ProgressEntry, Responsibility, Task
from tasks.services import judging, progress
from tasks.services.progress import Progress
from tasks.services.reporting import start_reporting
from tasks.workflow import PROGRESS


class PlanViewSet(SharedViewSet):
    """The plans of the acting unit's territory, the newest first."""

    model, serializer_class, filterset_class = Plan, PlanSerializer, PlanFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(request=StartingSerializer, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request, **kwargs):
        """Let the agencies of the plan report from the period on in which a day lies."""
        plan, told = self.get_object("tasks.change_plan"), sent(request, StartingSerializer)
        start_reporting(plan, by=request.acting, at=timezone.now(), **told)
        return self.retrieve(request)


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

    A verb changes the state; `If-Match` names the version that was read.
    """

    model, serializer_class, filterset_class = ProgressEntry, ProgressEntrySerializer, ProgressEntryFilters
    order = ("-period", "-pk")
    lookup_field, lookup_url_kwarg = "public_id", "id"
    lookup_value_regex = PUBLIC_ID
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

    @action(detail=False, url_path=f"queue/(?P<tab>{'|'.join(Tab.values)})")
    def queue(self, request, tab):
        """What waits for the acting unit: to be written, reviewed in the unit, judged; or done."""
        self.may_view()
        return self.page_of(lists.entries_of(Tab(tab), request.acting))

    @extend_schema(request=EvidenceSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def evidence(self, request, **kwargs):
        """Add a file to an entry that is being written, as multipart/form-data."""
        entry, told = self.get_object("tasks.write_progress"), sent(request, EvidenceSerializer)
        file = lists.keep_for_entry(told["file"], by=request.acting, at=timezone.now())
        progress.attach_evidence(entry, file, by=request.acting)
        return self.retrieve(request)

    @extend_schema(request=EnteringSerializer, responses={201: ProgressEntrySerializer})
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def enter(self, request):
        """Enter what an agency has answered on paper, with the scan; for the unit that watches over the duty."""
        by, at = request.acting, timezone.now()
        require(by, "tasks.enter_progress")
        told = sent(request, EnteringSerializer)
        task = lists.task_reached(told.pop("task"), by)
        asked = told.pop("agency")
        unit = lists.agencies_of(task.plan_id).filter(party__public_id=asked).first() if task else None
        if task is None or unit is None:
            raise serializers.ValidationError({"task": [_("You see no such part of an agency in a task.")]})
        period, scan = told.pop("period"), told.pop("scan")
        said = self.progress(task, told)
        scans = [lists.keep_for_entry(scan, by=by, at=at)]
        entry = judging.enter_for(task, unit, period, said, scans=scans, by=by, at=at)
        row = self.values(self.get_queryset().filter(pk=entry.pk)).get()
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"])
    def recall(self, request, **kwargs):
        """Take it back within 24 hours; for who submitted it."""
        return self.done(progress.recall_progress, PROGRESS["recall"].perm)

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="hand-in")
    def hand_in(self, request, **kwargs):
        """Hand it in for the unit; for its reviewer."""
        return self.done(progress.hand_in_progress, PROGRESS["hand_in"].perm)

    @extend_schema(request=ReturningSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, **kwargs):
        """Send it back to who wrote it; for the unit's reviewer."""
        return self.done(progress.send_back_in_unit, PROGRESS["send_back"].perm, ReturningSerializer)

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request, **kwargs):
        """Accept a participant's; for a lead of the task."""
        return self.done(judging.accept_progress, PROGRESS["accept"].perm)

    @extend_schema(request=ReturningSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="return-to-participant")
    def return_to_participant(self, request, **kwargs):
        """Send a participant's back; for a lead of the task."""
        return self.done(judging.return_to_participant, PROGRESS["return_to_participant"].perm, ReturningSerializer)

    @extend_schema(request=None, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, **kwargs):
        """Confirm it; for the unit that watches over it."""
        return self.done(judging.confirm_progress, PROGRESS["confirm"].perm)

    @extend_schema(request=ReturningSerializer, responses=ProgressEntrySerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back_to_unit(self, request, **kwargs):
        """Send it back; for the unit that watches over it."""
        return self.done(judging.return_progress, PROGRESS["return"].perm, ReturningSerializer)

    def written(self, deed: Callable[..., Any], perm: str, **more) -> Response:
        entry, told = self.get_object(perm), sent(self.request, WritingSerializer)
        deed(entry, self.progress(entry.task, told), by=self.request.acting, **more)
        return self.retrieve(self.request)

    def progress(self, task: Task, told: dict) -> Progress:
        if told.get("needs_from"):
            agency = lists.agencies_of(task.plan_id).filter(party__public_id=told["needs_from"]).first()
            if agency is None:
                raise serializers.ValidationError({"needs_from": [_("No agency of the plan has this public id.")]})
            told["needs_from"] = agency
        return Progress(**told)
