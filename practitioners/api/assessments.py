"""`/api/v1/assessments/`: the periodic assessments of doctors."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import SharedViewSet, sent
from practitioners.api.people import tried
from practitioners.api.serializers import PractitionerRefSerializer
from practitioners.enums import AssessmentResult
from practitioners.lists import practitioner_named
from practitioners.models import Assessment
from practitioners.services import assessments as services


class AssessmentSerializer(RowSerializer):
    id = serializers.IntegerField()
    practitioner = PractitionerRefSerializer()
    held_on = serializers.DateField()
    result = serializers.ChoiceField(AssessmentResult.choices)
    result_display = LabelField(AssessmentResult, source="result")
    suspended_until = serializers.DateField(allow_null=True)


class NewAssessmentSerializer(StrictSerializer):
    practitioner = serializers.UUIDField(help_text="Public id of a doctor of the territory.")
    held_on = serializers.DateField()
    result = serializers.ChoiceField(AssessmentResult.choices)
    suspended_until = serializers.DateField(
        required=False, allow_null=True, help_text="Of who has failed: three to six months."
    )


class AssessmentFilters(django_filters.FilterSet):
    practitioner = django_filters.UUIDFilter(
        label=gettext_lazy("Practitioner (public id)"), field_name="practitioner__party__public_id"
    )
    result = django_filters.ChoiceFilter(label=gettext_lazy("Result"), choices=AssessmentResult.choices)


class AssessmentViewSet(SharedViewSet):
    """Assessments of the doctors of the territory, for its commission; an institution finds its own under /shared/."""

    model, serializer_class, filterset_class = Assessment, AssessmentSerializer, AssessmentFilters
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE],
        request=NewAssessmentSerializer,
        responses={200: AssessmentSerializer, 201: AssessmentSerializer},
    )
    def create(self, request):
        """Record what came out of one."""
        by, at = request.acting, timezone.now()
        require(by, "practitioners.keep_assessment")
        told = sent(request, NewAssessmentSerializer)
        person = practitioner_named(by, told.pop("practitioner"))
        if person is None:
            raise serializers.ValidationError({"practitioner": [_("No practitioner of your territory has this id.")]})

        def make() -> str:
            return str(tried(services.add_assessment, person, by=by, at=at, **told).pk)

        key, is_new = made_once(request, make)
        return self.answer_made(key, is_new=is_new)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request, **kwargs):
        """Take out one that was entered by mistake."""
        services.remove_assessment(self.get_object("practitioners.keep_assessment"), by=request.acting)
        return Response(status=204)
