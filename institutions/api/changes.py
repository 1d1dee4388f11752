"""`/api/v1/change-requests/`: what institutions propose to change in their records."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action

from institutions.api.serializers import InstitutionFactsSerializer
from institutions.enums import ChangeState
from institutions.facts import PROPOSABLE, kept
from institutions.filters import ChangeRequestFilters
from institutions.forms.changes import WHY
from institutions.lists import own_institution
from institutions.models import ChangeRequest
from institutions.services import changes as services
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.serializers import ComputedField, LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import SharedViewSet, sent
from kernel.errors import FaultyFacts


class InstitutionRefSerializer(RowSerializer):
    id = serializers.UUIDField(source="party__public_id")
    name = serializers.CharField()


class ProposedFactSerializer(serializers.Serializer):
    fact = serializers.CharField()
    before = serializers.JSONField(help_text="What the register said when it was proposed.")
    now = serializers.JSONField(help_text="What it says now, or said when it was decided.")
    proposed = serializers.JSONField()
    accepted = serializers.BooleanField(allow_null=True, help_text="Null until it is decided.")
    reason = serializers.CharField(help_text="Why it was refused.")


@extend_schema_field(ProposedFactSerializer(many=True))
class ProposedFactsField(ComputedField):
    needs = ("facts", "decisions", *(f"institution__{fact}" for fact in PROPOSABLE))

    def reader(self, context):
        return facts_of


def facts_of(row: dict) -> list[dict]:
    shown = []
    for fact, said in row["facts"].items():
        decision = row["decisions"].get(fact, {})
        now = decision["found"] if decision else kept(row[f"institution__{fact}"])
        shown.append(
            {"fact": fact, "before": said["before"], "now": now, "proposed": said["proposed"],
             "accepted": decision.get("accepted"), "reason": decision.get("reason", "")}
        )  # fmt: skip
    return shown


class ChangeRequestSerializer(RowSerializer):
    id = serializers.IntegerField()
    institution = InstitutionRefSerializer()
    institution_version = serializers.IntegerField(
        source="institution__version", help_text="Of the record, to be named when it is decided."
    )
    state = serializers.ChoiceField(ChangeState.choices)
    state_display = LabelField(ChangeState, source="state")
    reason = serializers.CharField()
    facts = ProposedFactsField()
    proposed_by = serializers.CharField(source="proposed_by__user__name")
    proposed_at = serializers.DateTimeField()
    ended_by = serializers.CharField(source="ended_by__user__name", allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class ProposableSerializer(InstitutionFactsSerializer):
    """As in the register, without what an institution cannot know."""

    region = owner = None  # type: ignore[assignment]

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.required = False  # within another serializer `partial` counts for nothing
        return fields


class ProposalSerializer(StrictSerializer):
    facts = ProposableSerializer(help_text="Those that the region lets institutions propose.")
    reason = serializers.CharField(max_length=WHY)


class ChangeDecisionSerializer(StrictSerializer):
    accepted = serializers.ListField(child=serializers.CharField(max_length=20), max_length=len(PROPOSABLE))
    refused = serializers.DictField(child=serializers.CharField(max_length=WHY), help_text="{fact: why not}.")
    institution_version = serializers.IntegerField(help_text="Of the record as it was read; 412 when it has moved on.")


@extend_schema_view(shared=extend_schema(description="What the own institution has proposed."))
class ChangeRequestViewSet(SharedViewSet):
    """What the institutions of the territory propose, the newest first; an institution finds its own under /shared/."""

    model, serializer_class, filterset_class = ChangeRequest, ChangeRequestSerializer, ChangeRequestFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE],
        request=ProposalSerializer,
        responses={200: ChangeRequestSerializer, 201: ChangeRequestSerializer},
    )
    def create(self, request):
        """Propose a change of the own institution's record."""
        by, at = request.acting, timezone.now()
        require(by, "institutions.propose_change")
        told, institution = sent(request, ProposalSerializer), own_institution(by)
        if institution is None:
            raise serializers.ValidationError([_("Your unit is no institution of the register.")])

        def make() -> str:
            return str(services.propose_change(institution, by=by, at=at, **told).pk)

        try:
            key, is_new = made_once(request, make)
        except FaultyFacts as refusal:
            faults = {name: [fault] for name, fault in refusal.faults.items()}
            raise serializers.ValidationError({"facts": faults}) from None
        return self.answer_made(key, is_new=is_new)

    @extend_schema(request=None, responses=ChangeRequestSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, **kwargs):
        """No longer propose it; for the institution."""
        return self.done(services.withdraw_change, "institutions.withdraw_change")

    @extend_schema(request=ChangeDecisionSerializer, responses=ChangeRequestSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request, **kwargs):
        """Accept or refuse each proposed fact; for another person, of the commission that keeps the register there."""
        row = self.get_object("institutions.decide_change")
        told = sent(request, ChangeDecisionSerializer)
        seen = told.pop("institution_version")
        services.decide_change(row, by=request.acting, at=timezone.now(), seen=seen, **told)
        return self.retrieve(request)
