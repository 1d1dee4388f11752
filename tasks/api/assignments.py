"""`/api/v1/assignments/`: who in an agency does which of its parts, and that they were received."""

from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.serializers import RowSerializer, StrictSerializer
from kernel.api.viewsets import SharedViewSet, sent
from tasks import lists
from tasks.filters import AssignmentFilters
from tasks.models import Assignment, Responsibility
from tasks.services.assigning import Naming, assign_parts
from tasks.services.receiving import receive_parts


class AssignmentSerializer(RowSerializer):
    id = serializers.IntegerField()
    task = serializers.IntegerField(source="task_id")
    agency = serializers.UUIDField(source="agency__party__public_id")
    section = serializers.CharField(source="section__name", allow_null=True)
    handler = serializers.IntegerField(source="handler_id", allow_null=True, help_text="A membership of the agency.")
    handler_name = serializers.CharField(source="handler__user__name", allow_null=True)
    deputy = serializers.IntegerField(source="deputy_id", allow_null=True, help_text="Who stands in.")
    deputy_name = serializers.CharField(source="deputy__user__name", allow_null=True)


class PartsSerializer(StrictSerializer):
    parts = serializers.ListField(
        child=serializers.IntegerField(), min_length=1, max_length=1000, help_text="Responsibilities of the own agency."
    )


class AssigningSerializer(PartsSerializer):
    """What is left out stays as it is; null means nobody."""

    section = serializers.CharField(required=False, allow_null=True, max_length=100)
    handler = serializers.IntegerField(required=False, allow_null=True)
    deputy = serializers.IntegerField(required=False, allow_null=True)


class AssignmentViewSet(SharedViewSet):
    """Who in the agencies handles their parts in tasks; under /shared/ those of the acting agency.

    What was never assigned is not among them.
    """

    model, serializer_class, filterset_class = Assignment, AssignmentSerializer, AssignmentFilters
    shares_only_from_elsewhere = False
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        request=AssigningSerializer,
        responses=inline_serializer("Assigned", {"changed": serializers.IntegerField()}),
    )
    @action(detail=False, methods=["post"])
    def assign(self, request):
        """Give responsibilities (`parts`) of the acting agency to a section, a handler, a deputy; all or none."""
        by, at = request.acting, timezone.now()
        require(by, "tasks.assign_work")
        told = sent(request, AssigningSerializer)
        parts = own_parts(by, told.pop("parts"))
        found = {"section": lists.own_sections(by), "handler": lists.staff_of(by, today=timezone.localdate(at))}
        found["deputy"] = found["handler"]
        naming: dict[str, Any] = {}
        for name, value in told.items():
            key = "name" if name == "section" else "pk"
            naming[name] = None if value is None else found[name].filter(**{key: value}).first()
            if value is not None and naming[name] is None:
                raise serializers.ValidationError({name: [_("Your unit has none of this name or number.")]})
        return Response({"changed": assign_parts(parts, cast(Naming, naming), by=by, at=at)})

    @extend_schema(
        parameters=[ONCE],
        request=PartsSerializer,
        responses=inline_serializer(
            "Received", {"number": serializers.CharField(), "received": serializers.IntegerField()}
        ),
    )
    @action(detail=False, methods=["post"])
    def receive(self, request):
        """Sign (签收) for responsibilities of the acting agency, under one number; what was signed for before stays."""
        by = request.acting
        require(by, "tasks.receive_work")
        parts = own_parts(by, sent(request, PartsSerializer)["parts"])

        def receive() -> str:
            done = receive_parts(parts, by=by, at=timezone.now())
            return f"{done.parts} {done.number}"

        count, _blank, number = made_once(request, receive)[0].partition(" ")
        return Response({"number": number, "received": int(count)})


def own_parts(by, keys: list[int]) -> list[Responsibility]:
    """Raises ValidationError where one is no part of the acting agency."""
    parts = lists.own_parts(by, keys)
    if len(parts) != len(set(keys)):
        raise serializers.ValidationError({"parts": [_("Some are no parts of your unit.")]})
    return parts
