"""`/api/v1/plans/`, `/api/v1/tasks/` and `/api/v1/responsibilities/`."""

from kernel.api.viewsets import SharedViewSet
from tasks.api.serializers import PlanSerializer, ResponsibilitySerializer, TaskSerializer
from tasks.filters import PlanFilters, ResponsibilityFilters, TaskFilters
from tasks.models import Plan, Responsibility, Task


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
