"""`/api/v1/limits/` and `/api/v1/ladder/`: what differs from region to region, for who keeps it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import ScopedViewSet, sent
from obligations import kinds
from obligations.api.serializers import policy as shapes
from obligations.filters import LadderFilters, LimitFilters
from obligations.models import LimitOverride, ReminderRule
from obligations.services import policy


class PolicyViewSet(ScopedViewSet):
    """Rows that hold in the territory: its own, and those of the territories around."""

    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    def placed(self, told: dict[str, Any]) -> dict[str, Any]:
        """With the region itself in place of its id, and a kind that is declared."""
        if told["kind"] and told["kind"] not in dict(kinds.choices()):
            raise serializers.ValidationError({"kind": [_("There is no such kind of duty.")]})
        if told["region"] is None:
            return told
        region = policy.region_in_territory(self.request.acting, told["region"])
        if region is None:
            raise serializers.ValidationError({"region": [_("No region of your territory has this id.")]})
        return told | {"region": region}

    def made(self, make) -> Response:
        key, is_new = made_once(self.request, lambda: str(make().pk))
        row = self.values(self.get_queryset().filter(pk=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(row).data, status=201 if is_new else 200, headers=headers)


class LimitViewSet(PolicyViewSet):
    """Regional limits: how long a limit is in a territory, from when on, and by which document."""

    model, serializer_class, filterset_class = LimitOverride, shapes.LimitSerializer, LimitFilters
    order = ("kind", "region_path", "valid_from", "pk")

    @extend_schema(
        parameters=[ONCE],
        request=shapes.NewLimitSerializer,
        responses={201: shapes.LimitSerializer, 200: shapes.LimitSerializer},
    )
    def create(self, request):
        """Set a limit for a territory; it concerns the duties that are opened afterwards."""
        require(request.acting, "obligations.add_limitoverride")
        told = self.placed(sent(request, shapes.NewLimitSerializer))
        return self.made(lambda: policy.set_limit(by=request.acting, **told))

    @extend_schema(request=shapes.ChangedLimitSerializer, responses=shapes.LimitSerializer)
    def update(self, request, **kwargs):
        """Correct a limit by which no duty has been counted yet."""
        limit = self.get_object("obligations.change_limitoverride")
        policy.change_limit(limit, by=request.acting, **sent(request, shapes.ChangedLimitSerializer))
        return self.retrieve(request)


class LadderViewSet(PolicyViewSet):
    """The steps of the ladders of reminders."""

    model, serializer_class, filterset_class = ReminderRule, shapes.RuleSerializer, LadderFilters
    order = ("kind", "region_path", "unit", "offset", "pk")

    @extend_schema(
        parameters=[ONCE],
        request=shapes.NewRuleSerializer,
        responses={201: shapes.RuleSerializer, 200: shapes.RuleSerializer},
    )
    def create(self, request):
        """Add a step; the first of a ladder of its own brings along those that have held there so far."""
        require(request.acting, "obligations.add_reminderrule")
        told = self.placed(sent(request, shapes.NewRuleSerializer))
        return self.made(lambda: policy.add_step(by=request.acting, at=timezone.now(), **told))

    @extend_schema(request=shapes.ChangedRuleSerializer, responses=shapes.RuleSerializer)
    def update(self, request, **kwargs):
        """Another stage or time; the next step of every duty that is owed is found anew."""
        rule, told = self.get_object("obligations.change_reminderrule"), sent(request, shapes.ChangedRuleSerializer)
        policy.change_step(rule, by=request.acting, at=timezone.now(), **told)
        return self.retrieve(request)

    @extend_schema(responses={204: None})
    def destroy(self, request, **kwargs):
        """Take a step out; after the last one the more general ladder holds again."""
        rule = self.get_object("obligations.delete_reminderrule")
        policy.remove_step(rule, by=request.acting, at=timezone.now())
        return Response(status=204)
