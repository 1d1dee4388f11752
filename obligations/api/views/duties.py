"""`/api/v1/duties/`."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.access import require
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent
from obligations import kinds, lists
from obligations.api.serializers import duties as serializers
from obligations.api.serializers.extensions import AskingSerializer, ExtensionSerializer
from obligations.deadlines import overrides_at
from obligations.details import steps_of, told_of
from obligations.filters import DutyFilters
from obligations.models import Obligation
from obligations.services import extend_duty, waive_duty
from obligations.services.counting import count_lights, count_units
from obligations.services.extensions import ask_extension
from obligations.services.urging import LISTED, preview_urging, urge_duties, with_obstacles

SAYS_WHICH = {"state", "light", "unit", "subject_kind"}  # parameters that ask for more than what is owed


@extend_schema_view(shared=extend_schema(description="What the acting unit itself owes, has handed in, or owed."))
class DutyViewSet(SharedViewSet):
    """Duties of the acting unit's territory, and its own, by their due day."""

    model, serializer_class, filterset_class = Obligation, serializers.DutySerializer, DutyFilters
    order = ("due_on", "pk")
    lookup_field, lookup_url_kwarg = "public_id", "id"
    lookup_value_regex = PUBLIC_ID
    shares_only_from_elsewhere = False

    def list(self, request, *args, **kwargs):
        """What the territory owes; asked by `state`, `light`, `unit` or `subject_kind`, whatever fits."""
        rows = self.get_queryset()
        return self.page_of(rows if SAYS_WHICH & set(request.query_params) else rows.owed())

    @extend_schema(responses=serializers.StepSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def steps(self, request, id=None):  # noqa: A002  as the address names it
        """What was done to it after it was opened, the newest first."""
        return Response(serializers.StepSerializer(steps_of(self.reach(as_it_is)), many=True).data)

    @extend_schema(responses=serializers.ToldSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def reminders(self, request, id=None):  # noqa: A002
        """Who was reminded of it or urged, and when that was read, the newest first."""
        duty = self.reach(as_it_is)
        return Response(serializers.ToldSerializer(told_of(duty, steps_of(duty)), many=True).data)

    @extend_schema(request=serializers.WaivingSerializer, responses=serializers.DutySerializer)
    @action(detail=True, methods=["post"])
    def waive(self, request, id=None):  # noqa: A002
        """Release the bearer from it; for the unit that watches over it."""
        duty = self.get_object("obligations.waive_duty")
        waive_duty(duty, at=timezone.now(), by=request.acting, **sent(request, serializers.WaivingSerializer))
        return self.retrieve(request)

    @extend_schema(request=serializers.ExtendingSerializer, responses=serializers.DutySerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request, id=None):  # noqa: A002
        """Give more time; for the unit that watches over it."""
        duty = self.get_object("obligations.extend_duty")
        extend_duty(duty, at=timezone.now(), by=request.acting, **sent(request, serializers.ExtendingSerializer))
        return self.retrieve(request)

    @extend_schema(request=AskingSerializer, responses={201: ExtensionSerializer})
    @action(detail=True, methods=["post"], url_path="ask-extension")
    def ask_extension(self, request, id=None):  # noqa: A002
        """Ask the unit that watches over it for more time; for the unit that owes it. See /extensions/."""
        duty = self.get_object("obligations.ask_extension")
        asked = ask_extension(duty, at=timezone.now(), by=request.acting, **sent(request, AskingSerializer))
        row = duty.requests.values(*ExtensionSerializer.columns()).get(pk=asked.pk)
        return Response(ExtensionSerializer(row).data, status=201)

    @extend_schema(request=serializers.UrgingSerializer, responses=serializers.UrgedSerializer)
    @action(detail=False, methods=["post"])
    def urge(self, request):
        """Urge overdue duties that the acting unit watches over, each once a day."""
        by, at = request.acting, timezone.now()
        require(by, "obligations.urge_duty")
        told = sent(request, serializers.UrgingSerializer)
        if told["all"]:
            rows = self.filter_queryset(lists.overdue(by, span=lists.Span.SUPERVISED, at=at))
        else:
            rows = lists.chosen_duties(by, told["duties"])
        done = preview_urging(rows, by=by, at=at) if told["dry_run"] else urge_duties(rows, by=by, at=at)
        left_out = done.left_out if told["dry_run"] else with_obstacles(done.left_out[:LISTED])
        answer = {
            "dry_run": told["dry_run"], "duties": done.duties, "units": done.unit_count, "notices": done.notices,
            "left_out": [{"id": duty.public_id, "title": duty.title, "reason": why.label} for duty, why in left_out],
        }  # fmt: skip
        return Response(serializers.UrgedSerializer(answer).data)

    @extend_schema(responses=serializers.SummarySerializer)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def summary(self, request):
        """How many unsettled duties of the territory show which light."""
        counted = count_lights(self.may_view(), at=timezone.now())
        return Response(serializers.SummarySerializer({"at": counted.at, "lights": counted.found}).data)

    @extend_schema(responses=serializers.ByUnitSerializer)
    @action(detail=False, url_path="by-unit", pagination_class=None, filter_backends=[])
    def by_unit(self, request):
        """What each unit of the territory owes, and how much of it is overdue."""
        counted = count_units(self.may_view(), at=timezone.now())
        return Response(serializers.ByUnitSerializer({"at": counted.at, "units": counted.found}).data)

    @extend_schema(responses=serializers.KindSerializer(many=True))
    @action(detail=False, pagination_class=None, filter_backends=[])
    def kinds(self, request):
        """Every kind of duty, with the limit that holds in the region of the acting unit today."""
        by = self.may_view()
        own = overrides_at(by.region_path, on=timezone.localdate())
        rows = [
            vars(kind) | {
                "unit_display": kind.unit.label, "usual": kind.amount,
                "amount": own[kind.key].amount if kind.key in own else kind.amount,
                "basis": own[kind.key].basis if kind.key in own else "",
            }
            for kind in kinds.kinds()
        ]  # fmt: skip
        return Response(serializers.KindSerializer(rows, many=True).data)


def as_it_is(rows):
    return rows
