"""`/api/v1/self-inspections/`: the reports of self-inspections, and what supervisors decide about them."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from inspections.enums import ReportState, SelfInspectionKind, Severity, Verdict
from inspections.filters import ReportFilters
from inspections.lists import BY_PLACE, answers_of
from inspections.models import Answer, SelfInspection
from inspections.services.reports import cancel_report
from inspections.services.reviewing import accept_report, return_report
from institutions.api.changes import InstitutionRefSerializer
from kernel.access import require
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet


class SelfInspectionSerializer(RowSerializer):
    public_id = serializers.UUIDField()
    institution = InstitutionRefSerializer()
    round = serializers.IntegerField(source="round_id")
    title = serializers.CharField(source="round__title")
    kind = serializers.ChoiceField(SelfInspectionKind.choices)
    kind_display = LabelField(SelfInspectionKind, source="kind")
    period = serializers.CharField()
    due_on = serializers.DateField(source="round__due_on", help_text="Of the round; its duty may have more time.")
    state = serializers.ChoiceField(ReportState.choices)
    state_display = LabelField(ReportState, source="state")
    number = serializers.CharField(help_text="Of the receipt; empty before it is handed in.")
    digest = serializers.CharField(help_text="SHA-256 over everything that was handed in.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    reviewed_at = serializers.DateTimeField(allow_null=True)
    not_met = serializers.IntegerField(help_text="How many points are not met; 0 before it is handed in.")

    @classmethod
    def annotations(cls):
        said = (
            Answer.objects.filter(report=OuterRef("pk"), verdict=Verdict.NOT_MET, report__submitted_at__isnull=False)
            .order_by()
            .values("report")
        )
        return {"not_met": Coalesce(Subquery(said.annotate(number=Count("pk")).values("number")), 0)}


class SelfInspectionAnswerSerializer(RowSerializer):
    code = serializers.CharField(source="item__code")
    heading = serializers.CharField(source="item__heading")
    text = serializers.CharField(source="item__text")
    severity = serializers.ChoiceField(Severity.choices, source="item__severity")
    verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True)
    explanation = serializers.CharField()
    found_on = serializers.DateField(allow_null=True)
    person = serializers.CharField(help_text="Who sees to it.")
    answered_at = serializers.DateTimeField(source="at")


class ReturnReportSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300, help_text="Why it is sent back; the institution is told.")


class CancelReportSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300, help_text="Why it is no longer owed.")


@extend_schema_view(shared=extend_schema(description="The self-inspections of the own institution."))
class SelfInspectionViewSet(SharedViewSet):
    """The self-inspections of the territory, by place; an institution's own are under /shared/."""

    model, serializer_class, filterset_class = SelfInspection, SelfInspectionSerializer, ReportFilters
    order = BY_PLACE
    lookup_field, lookup_url_kwarg, lookup_value_regex = "public_id", "id", PUBLIC_ID

    @extend_schema(responses=SelfInspectionAnswerSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def answers(self, request, **kwargs):
        """What is said to each point, in their order; others than the institution see it once it is handed in."""
        report = self.reach(lambda rows: rows)
        require(request.acting, "inspections.view_answer", report)
        rows = answers_of(report).values(*SelfInspectionAnswerSerializer.columns())
        return Response(SelfInspectionAnswerSerializer(rows, many=True).data)

    @extend_schema(request=None, responses=SelfInspectionSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request, **kwargs):
        """It stands as it was handed in."""
        return self.done(accept_report, "inspections.review_selfinspection")

    @extend_schema(request=ReturnReportSerializer, responses=SelfInspectionSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request, **kwargs):
        """Send it back with a reason, to be handed in anew."""
        return self.done(return_report, "inspections.review_selfinspection", ReturnReportSerializer)

    @extend_schema(request=CancelReportSerializer, responses=SelfInspectionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, **kwargs):
        """It is no longer owed."""
        return self.done(cancel_report, "inspections.cancel_selfinspection", CancelReportSerializer)
