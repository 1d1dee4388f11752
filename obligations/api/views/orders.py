"""`/api/v1/orders/`."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from agencies.models import Party
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent
from obligations.api.serializers.orders import (
    IssuingSerializer,
    JudgingSerializer,
    OrderSerializer,
    OrderStepSerializer,
    ReplyingSerializer,
    WithdrawingSerializer,
)
from obligations.filters import OrderFilters
from obligations.models import Obligation, SupervisionOrder
from obligations.services import order_reading as reading
from obligations.services import orders as services
from obligations.workflow import ORDER


@extend_schema_view(shared=extend_schema(description="What the acting unit was ordered, or has ordered."))
class OrderViewSet(SharedViewSet):
    """Supervision orders (督办单) of the acting unit's territory, the newest first."""

    model, serializer_class, filterset_class = SupervisionOrder, OrderSerializer, OrderFilters
    order = ("-pk",)
    lookup_field, lookup_url_kwarg = "public_id", "id"
    lookup_value_regex = PUBLIC_ID
    shares_only_from_elsewhere = False

    @extend_schema(parameters=[ONCE], request=IssuingSerializer, responses={201: OrderSerializer, 200: OrderSerializer})
    def create(self, request):
        """Press a unit of the territory; for a leader in person. The unit is told at once, owes receipt and reply."""
        by, at = request.acting, timezone.now()
        require(by, "obligations.issue_order")
        told = sent(request, IssuingSerializer)
        told["bearer"] = self.unit(told["bearer"])
        if "about" in told:
            told["about"] = self.duty(told["about"])
        key, is_new = made_once(request, lambda: str(services.issue_order(by=by, at=at, **told).public_id))
        row = self.values(self.shared_rows().filter(public_id=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(row).data, status=201 if is_new else 200, headers=headers)

    def unit(self, public_id) -> Party:
        unit = reading.unit_in_territory(self.request.acting, public_id)
        if unit is None:
            raise serializers.ValidationError({"bearer": [_("No party of your territory has this public id.")]})
        return unit

    def duty(self, public_id) -> Obligation:
        duty = reading.duty_in_territory(self.request.acting, public_id)
        if duty is None:
            raise serializers.ValidationError({"about": [_("No duty of your territory has this public id.")]})
        return duty

    @extend_schema(responses=OrderStepSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def steps(self, request, id=None):  # noqa: A002  as the address names it
        """Its history, the newest first."""
        rows = self.reach(lambda rows: rows).steps.select_related("by__party", "by__user").order_by("-pk")
        return Response(OrderStepSerializer(rows, many=True).data)

    @extend_schema(request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request, id=None):  # noqa: A002
        """Sign for it (签收); for the unit that was ordered."""
        services.receive_order(self.get_object(ORDER["receive"].perm), at=timezone.now(), by=request.acting)
        return self.retrieve(request)

    @extend_schema(request=ReplyingSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def reply(self, request, id=None):  # noqa: A002
        """Answer it; evidence is added on its page."""
        order = self.get_object(ORDER["reply"].perm)
        services.reply_to_order(order, at=timezone.now(), by=request.acting, **sent(request, ReplyingSerializer))
        return self.retrieve(request)

    @extend_schema(request=JudgingSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def judge(self, request, id=None):  # noqa: A002
        """Accept the reply or send it back; for the unit that issued the order."""
        order, told = self.get_object("obligations.judge_reply"), sent(request, JudgingSerializer)
        remark, how = told.get("remark", ""), {"at": timezone.now(), "by": request.acting}
        if told["decision"] == "return":
            services.return_reply(order, reason=remark, **how)
        else:
            services.close_order(order, remark=remark, **how)
        return self.retrieve(request)

    @extend_schema(request=WithdrawingSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, id=None):  # noqa: A002
        """Take it back; for the leader of the unit that issued it."""
        order = self.get_object(ORDER["withdraw"].perm)
        services.withdraw_order(order, at=timezone.now(), by=request.acting, **sent(request, WithdrawingSerializer))
        return self.retrieve(request)
