"""`/api/v1/phases/`, `/api/v1/milestones/`, `/api/v1/reaches/`, `/api/v1/recurrences/` and `/api/v1/occurrences/`."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.api.once import ONCE, made_once
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import SharedViewSet, sent
from tasks import lists
from tasks.api.serializers import ReturningSerializer
from tasks.enums import ReachState
from tasks.filters import MilestoneFilters, OccurrenceFilters, PhaseFilters, ReachFilters, RecurrenceFilters
from tasks.models import Milestone, Occurrence, Phase, Reach, Recurrence
from tasks.periods import LONGEST_PERIOD, MOST_TIMES
from tasks.services import milestones, recurrences


class PhaseSerializer(RowSerializer):
    id = serializers.IntegerField()
    plan = serializers.IntegerField(source="plan_id")
    title = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField()


class MilestoneSerializer(RowSerializer):
    id = serializers.IntegerField()
    task = serializers.IntegerField(source="task_id")
    title = serializers.CharField()
    due_on = serializers.DateField()
    quantity = serializers.DecimalField(14, 2, allow_null=True)
    unit = serializers.CharField()
    is_dropped = serializers.BooleanField()


class ReachSerializer(RowSerializer):
    """That a milestone was reached, as a lead reports it."""

    id = serializers.IntegerField()
    milestone = serializers.IntegerField(source="milestone_id")
    agency = serializers.UUIDField(source="agency__party__public_id")
    state = serializers.ChoiceField(ReachState.choices)
    state_display = LabelField(ReachState, source="state")
    reached_on = serializers.DateField()
    quantity = serializers.DecimalField(14, 2, allow_null=True)
    note = serializers.CharField()
    reported_at = serializers.DateTimeField()
    judged_at = serializers.DateTimeField(allow_null=True)
    return_reason = serializers.CharField()


class RecurrenceSerializer(RowSerializer):
    id = serializers.IntegerField()
    task = serializers.IntegerField(source="task_id")
    title = serializers.CharField()
    months = serializers.IntegerField(help_text="The length of a period.")
    at_least = serializers.IntegerField(help_text="So many times in each period.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()


class OccurrenceSerializer(RowSerializer):
    """One time that a recurrence was done; one that was struck out does not count."""

    id = serializers.IntegerField()
    recurrence = serializers.IntegerField(source="recurrence_id")
    agency = serializers.UUIDField(source="agency__party__public_id")
    period = serializers.CharField(help_text="“2026”, “2026Q4”, “2026-11”, “2025-2026”.")
    done_on = serializers.DateField()
    text = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    struck_at = serializers.DateTimeField(allow_null=True)
    struck_reason = serializers.CharField()


class MilestoneWordsSerializer(StrictSerializer):
    title = serializers.CharField(max_length=200)
    quantity = serializers.DecimalField(14, 2, required=False, allow_null=True, min_value=0)
    unit = serializers.CharField(required=False, allow_blank=True, max_length=20)


class MilestoneSettingSerializer(MilestoneWordsSerializer):
    task = serializers.IntegerField()
    due_on = serializers.DateField()
    basis = serializers.CharField(required=False, allow_blank=True, max_length=200)


class MovingSerializer(StrictSerializer):
    due_on = serializers.DateField()
    basis = serializers.CharField(max_length=200)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class ReportingSerializer(StrictSerializer):
    reached_on = serializers.DateField()
    quantity = serializers.DecimalField(14, 2, required=False, allow_null=True, min_value=0)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class RecurrenceSettingSerializer(StrictSerializer):
    task = serializers.IntegerField()
    title = serializers.CharField(max_length=200)
    months = serializers.IntegerField(min_value=1, max_value=LONGEST_PERIOD)
    at_least = serializers.IntegerField(required=False, min_value=1, max_value=MOST_TIMES)
    starts_on = serializers.DateField()


class EndingSerializer(StrictSerializer):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class RecordingSerializer(StrictSerializer):
    period = serializers.CharField(max_length=10)
    done_on = serializers.DateField()
    text = serializers.CharField(max_length=1000)


class GoalViewSet(SharedViewSet):
    """What belongs to a task; seen by whoever sees the task."""

    order: tuple[str, ...] = ("pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    def made(self, deed, shape) -> Response:
        """What `deed` makes for the task that the body names."""
        told = sent(self.request, shape)
        task = lists.task_reached(told.pop("task"), self.request.acting)
        if task is None:
            raise serializers.ValidationError({"task": [_("You see no task of this number.")]})
        row = deed(task, by=self.request.acting, at=timezone.now(), **told)
        address = self.reverse_action("detail", kwargs={"id": row.pk})
        return Response(self.shown(row), status=201, headers={"Location": address})

    def shown(self, row) -> dict:
        return self.get_serializer(self.values(self.get_queryset().filter(pk=row.pk)).get()).data


class PhaseViewSet(GoalViewSet):
    """The phases of plans; kept on the page of the plan's line."""

    model, serializer_class, filterset_class = Phase, PhaseSerializer, PhaseFilters


class MilestoneViewSet(GoalViewSet):
    """The milestones of tasks. A verb changes one; `If-Match` names the version that was read."""

    model, serializer_class, filterset_class = Milestone, MilestoneSerializer, MilestoneFilters
    order = ("due_on", "pk")

    @extend_schema(request=MilestoneSettingSerializer, responses={201: MilestoneSerializer})
    def create(self, request):
        """Set a milestone; for the commission."""
        return self.made(milestones.add_milestone, MilestoneSettingSerializer)

    @extend_schema(request=MilestoneWordsSerializer, responses=MilestoneSerializer)
    def update(self, request, **kwargs):
        """Word it anew; its day is moved apart."""
        return self.done(milestones.change_milestone, "tasks.set_goals", MilestoneWordsSerializer)

    @extend_schema(request=MovingSerializer, responses=MilestoneSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request, **kwargs):
        """Move it to another day, on a basis; whoever does it approves it."""
        return self.done(milestones.move_milestone, "tasks.move_milestone", MovingSerializer)

    @extend_schema(request=ReturningSerializer, responses=MilestoneSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request, **kwargs):
        """Ask for it no more."""
        return self.done(milestones.drop_milestone, "tasks.move_milestone", ReturningSerializer)

    @extend_schema(request=ReportingSerializer, responses=MilestoneSerializer)
    @action(detail=True, methods=["post"])
    def report(self, request, **kwargs):
        """Report it as reached; for a lead. Evidence is added on the milestone's page."""
        return self.done(milestones.report_reached, "tasks.report_goal", ReportingSerializer)


class ReachViewSet(GoalViewSet):
    """The reports that milestones were reached."""

    model, serializer_class, filterset_class = Reach, ReachSerializer, ReachFilters
    order = ("-pk",)

    @extend_schema(request=None, responses=ReachSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, **kwargs):
        """Confirm it; for the unit that watches over it."""
        return self.done(milestones.confirm_reached, "tasks.judge_goal")

    @extend_schema(request=ReturningSerializer, responses=ReachSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request, **kwargs):
        """Send it back; for the unit that watches over it."""
        return self.done(milestones.return_reached, "tasks.judge_goal", ReturningSerializer)


class RecurrenceViewSet(GoalViewSet):
    """What is to be done again and again."""

    model, serializer_class, filterset_class = Recurrence, RecurrenceSerializer, RecurrenceFilters

    @extend_schema(request=RecurrenceSettingSerializer, responses={201: RecurrenceSerializer})
    def create(self, request):
        """Ask for something again and again; for the commission."""
        return self.made(recurrences.add_recurrence, RecurrenceSettingSerializer)

    @extend_schema(request=EndingSerializer, responses=RecurrenceSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, **kwargs):
        """Ask for it no more."""
        return self.done(recurrences.end_recurrence, "tasks.move_milestone", EndingSerializer)

    @extend_schema(parameters=[ONCE], request=RecordingSerializer, responses=RecurrenceSerializer)
    @action(detail=True, methods=["post"])
    def record(self, request, **kwargs):
        """Record one time that it was done; for a lead. Files are added on its page."""
        row, told = self.get_object("tasks.report_goal"), sent(request, RecordingSerializer)
        facts = {"by": request.acting, "at": timezone.now(), **told}
        made_once(request, lambda: str(recurrences.record_occurrence(row, **facts).pk))
        return self.retrieve(request)


class OccurrenceViewSet(GoalViewSet):
    """Each time that something was done that comes again."""

    model, serializer_class, filterset_class = Occurrence, OccurrenceSerializer, OccurrenceFilters
    order = ("-pk",)

    @extend_schema(request=ReturningSerializer, responses=OccurrenceSerializer)
    @action(detail=True, methods=["post"])
    def strike(self, request, **kwargs):
        """It does not count; for the unit that watches over it."""
        return self.done(recurrences.strike_occurrence, "tasks.judge_goal", ReturningSerializer)
