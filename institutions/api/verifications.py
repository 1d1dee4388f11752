"""`/api/v1/verifications/`: the verification of licences, step by step."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action

from institutions.api.changes import InstitutionRefSerializer
from institutions.enums import VerificationState
from institutions.filters import VerificationFilters
from institutions.forms.verifications import LONGEST, SHORT
from institutions.lists import institution_named
from institutions.models import Verification
from institutions.services import concluding, lapsing, verifying
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import SharedViewSet, sent

CONCLUSIONS = [(state.value, state.label) for state in concluding.STEPS]


class VerificationSerializer(RowSerializer):
    id = serializers.IntegerField()
    institution = InstitutionRefSerializer()
    due_on = serializers.DateField(help_text="The last day of the cycle that ends.")
    state = serializers.ChoiceField(VerificationState.choices)
    state_display = LabelField(VerificationState, source="state")
    applied_at = serializers.DateTimeField(allow_null=True)
    applied_by = serializers.CharField(source="applied_by__user__name", allow_null=True)
    statement = serializers.CharField()
    reviewed_at = serializers.DateTimeField(allow_null=True)
    reviewed_by = serializers.CharField(source="reviewed_by__user__name", allow_null=True)
    findings = serializers.CharField()
    visited_on = serializers.DateField(allow_null=True)
    demerits = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    decided_by = serializers.CharField(source="decided_by__user__name", allow_null=True)
    conclusion = serializers.CharField(help_text="The reasons of the conclusion, which is the state.")
    suspended_until = serializers.DateField(allow_null=True)
    verified_to = serializers.DateField(allow_null=True)


class NewVerificationSerializer(StrictSerializer):
    institution = serializers.UUIDField(help_text="Public id of the institution.")
    due_on = serializers.DateField(help_text="The last day of the cycle that ends.")


class ApplicationSerializer(StrictSerializer):
    statement = serializers.CharField(max_length=LONGEST)
    note = serializers.CharField(
        required=False, max_length=SHORT, help_text="How it came in; for the commission, which enters it."
    )


class ReviewSerializer(StrictSerializer):
    findings = serializers.CharField(max_length=LONGEST)
    visited_on = serializers.DateField(required=False, allow_null=True)
    demerits = serializers.CharField(required=False, allow_blank=True, max_length=300)


class OrderToMakeUpSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=SHORT)


class ConclusionSerializer(StrictSerializer):
    conclusion = serializers.ChoiceField(CONCLUSIONS)
    months = serializers.IntegerField(required=False, min_value=1, help_text="Of a suspension.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=SHORT)
    document_number = serializers.CharField(required=False, allow_blank=True, max_length=80)


class EndVerificationSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


@extend_schema_view(shared=extend_schema(description="The verifications of the own institution's licence."))
class VerificationViewSet(SharedViewSet):
    """The verifications of licences in the territory, by the end of the cycle; an institution's are under /shared/."""

    model, serializer_class, filterset_class = Verification, VerificationSerializer, VerificationFilters
    order = ("due_on", "pk")
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE],
        request=NewVerificationSerializer,
        responses={200: VerificationSerializer, 201: VerificationSerializer},
    )
    def create(self, request):
        """Open one by hand: most are opened by themselves."""
        by = request.acting
        require(by, "institutions.add_verification")
        told = sent(request, NewVerificationSerializer)
        institution = institution_named(by, told["institution"])
        if institution is None:
            raise serializers.ValidationError({"institution": [_("No institution of your territory has this id.")]})

        def make() -> str:
            return str(verifying.open_verification(institution, due_on=told["due_on"], by=by, at=timezone.now()).pk)

        key, is_new = made_once(request, make)
        return self.answer_made(key, is_new=is_new)

    @extend_schema(request=ApplicationSerializer, responses=VerificationSerializer)
    @action(detail=True, methods=["post"])
    def apply(self, request, **kwargs):
        """Apply for it, or anew after a suspension; for the institution, or the commission that has its application."""
        return self.done(verifying.apply_for_verification, "institutions.apply_verification", ApplicationSerializer)

    @extend_schema(request=ReviewSerializer, responses=VerificationSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request, **kwargs):
        """Record what documents, site, inspections and demerit points say."""
        return self.done(verifying.review_verification, "institutions.review_verification", ReviewSerializer)

    @extend_schema(request=ConclusionSerializer, responses=VerificationSerializer)
    @action(detail=True, methods=["post"])
    def conclude(self, request, **kwargs):
        """Passed, suspended, or the licence cancelled or revoked; for another person than who reviewed or ordered."""
        return self.done(concluding.conclude_verification, "institutions.conclude_verification", ConclusionSerializer)

    @extend_schema(request=OrderToMakeUpSerializer, responses=VerificationSerializer)
    @action(detail=True, methods=["post"], url_path="order", url_name="order")
    def order_to_make_up(self, request, **kwargs):
        """Order to make up for an application that is overdue."""
        return self.done(verifying.order_verification, "institutions.order_verification", OrderToMakeUpSerializer)

    @extend_schema(request=EndVerificationSerializer, responses=VerificationSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, **kwargs):
        """End it without a conclusion, where it should not have been opened."""
        return self.done(lapsing.end_verification, "institutions.end_verification", EndVerificationSerializer)
