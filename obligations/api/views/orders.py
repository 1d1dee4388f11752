"""`/api/v1/orders/`: orders are issued by a person, on a page; the rest can be done here too."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.api.viewsets import SharedViewSet, sent
from obligations.api.serializers.orders import (
    JudgingSerializer,
    OrderSerializer,
    OrderStepSerializer,
    ReplyingSerializer,
    WithdrawingSerializer,
)
from obligations.filters import OrderFilters
from obligations.models import SupervisionOrder
from obligations.services import orders as services
from obligations.workflow import ORDER


@extend_schema_view(shared=extend_schema(description="What the acting unit was ordered, or has ordered."))
class OrderViewSet(SharedViewSet):
    """Supervision orders (督办单) of the acting unit's territory, the newest first."""

    model, serializer_class, filterset_class = SupervisionOrder, OrderSerializer, OrderFilters
    order = ("-pk",)
    lookup_field, lookup_url_kwarg = "public_id", "id"
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    shares_only_from_elsewhere = False

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
