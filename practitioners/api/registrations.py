"""`/api/v1/registrations/`: where practitioners may practise."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action

from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import SharedViewSet, sent
from practitioners.api.people import institution_meant, tried
from practitioners.api.serializers import (
    CancelRegistrationSerializer,
    EndRegistrationSerializer,
    NewRegistrationSerializer,
    RegistrationSerializer,
    TermSerializer,
    UntilSerializer,
)
from practitioners.filters import RegistrationFilters
from practitioners.models import Registration
from practitioners.services import registrations as services
from practitioners.services.people import practitioner_with


@extend_schema_view(shared=extend_schema(description="Those at the own institution."))
class RegistrationViewSet(SharedViewSet):
    """Registrations at the institutions of the territory; an institution finds its own under /shared/."""

    model, serializer_class, filterset_class = Registration, RegistrationSerializer, RegistrationFilters
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE],
        request=NewRegistrationSerializer,
        responses={200: RegistrationSerializer, 201: RegistrationSerializer},
    )
    def create(self, request):
        """Register at an institution somebody who is known already, named by a number."""
        by, at = request.acting, timezone.now()
        require(by, "practitioners.add_registration")
        told = sent(request, NewRegistrationSerializer)
        institution = institution_meant(by, told.pop("institution"))
        person = practitioner_with(told.pop("number"), by=by)
        if person is None:
            raise serializers.ValidationError({"number": [_("No practitioner has this number.")]})

        def make() -> str:
            return str(tried(services.register, person, institution=institution, by=by, at=at, **told).pk)

        key, is_new = made_once(request, make)
        return self.answer_made(key, is_new=is_new)

    @extend_schema(request=TermSerializer, responses=RegistrationSerializer)
    def partial_update(self, request, **kwargs):
        """Change the scope, or correct the days; what is left out stays."""
        row = self.get_object("practitioners.change_registration")
        form = TermSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        tried(services.change_registration, row, by=request.acting, at=timezone.now(), **form.validated_data)
        return self.retrieve(request)

    @extend_schema(request=None, responses=RegistrationSerializer)
    @action(detail=True, methods=["post"])
    def apply(self, request, **kwargs):
        """Hand in the application for a nurse's extension; for the institution."""
        return self.done(services.apply_for_extension, "practitioners.apply_extension")

    @extend_schema(request=UntilSerializer, responses=RegistrationSerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request, **kwargs):
        """It holds longer; what its institution owed for that is met."""
        return self.done(services.extend_registration, "practitioners.extend_registration", UntilSerializer)

    @extend_schema(request=EndRegistrationSerializer, responses=RegistrationSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, **kwargs):
        """The person does not practise there any more."""
        return self.done(services.end_registration, "practitioners.end_registration", EndRegistrationSerializer)

    @extend_schema(request=CancelRegistrationSerializer, responses=RegistrationSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, **kwargs):
        """The authority cancels it on a ground of law."""
        return self.done(services.cancel_registration, "practitioners.end_registration", CancelRegistrationSerializer)
