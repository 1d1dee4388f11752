"""`/api/v1/checklists/`, `/api/v1/self-inspection-programmes/` and `/api/v1/self-inspection-rounds/`."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from inspections.enums import (
    ChecklistState,
    EvidenceRule,
    Newcomers,
    ProgrammeState,
    SelfInspectionKind,
    Severity,
    Trait,
)
from inspections.filters import ChecklistFilters, ProgrammeFilters, RoundFilters
from inspections.forms.programmes import unknown_words
from inspections.models import Checklist, ChecklistItem, Programme, Round
from inspections.services import programmes as services
from inspections.services.audiences import MOST_CODES, listed
from institutions.enums import Category, Level
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import ScopedViewSet, sent


class ChecklistItemSerializer(serializers.Serializer):
    position = serializers.IntegerField()
    heading = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
    basis = serializers.CharField()
    applies = serializers.ListField(
        child=serializers.ChoiceField(Trait.choices), help_text="To institutions of any of these; empty: to all."
    )
    severity = serializers.ChoiceField(Severity.choices)
    evidence = serializers.ChoiceField(EvidenceRule.choices)
    needs_reason = serializers.BooleanField()
    active_from = serializers.DateField(allow_null=True)
    active_to = serializers.DateField(allow_null=True)


class ChecklistSerializer(RowSerializer):
    id = serializers.IntegerField()
    region = serializers.IntegerField(source="region_id", allow_null=True, help_text="Null: the portal's own.")
    title = serializers.CharField()
    number = serializers.IntegerField(help_text="Of the version.")
    follows = serializers.IntegerField(source="follows_id", allow_null=True, help_text="The version before.")
    state = serializers.ChoiceField(ChecklistState.choices)
    state_display = LabelField(ChecklistState, source="state")
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class WholeChecklistSerializer(ChecklistSerializer):
    items = ChecklistItemSerializer(many=True, source="item_rows")

    @classmethod
    def annotations(cls):
        items = ChecklistItem.objects.filter(checklist=OuterRef("pk")).order_by("position")
        return {"item_rows": _rows(items, ChecklistItemSerializer)}


class ProgrammeRoundSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(SelfInspectionKind.choices)
    period = serializers.CharField()
    title = serializers.CharField()
    checklist = serializers.IntegerField(source="checklist_id")
    starts_on = serializers.DateField()
    opens_on = serializers.DateField()
    due_on = serializers.DateField()


class SelfInspectionProgrammeSerializer(RowSerializer):
    id = serializers.IntegerField()
    region = serializers.IntegerField(source="region_id")
    year = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(ProgrammeState.choices)
    state_display = LabelField(ProgrammeState, source="state")
    full_covers = serializers.BooleanField(
        help_text="A full self-inspection of the fourth quarter counts as its daily one too."
    )
    newcomers = serializers.ChoiceField(
        Newcomers.choices, help_text="Whether an institution that is licensed within a period owes its report."
    )
    newcomer_days = serializers.IntegerField(help_text="How many must be left, where newcomers says “days”.")
    published_at = serializers.DateTimeField(allow_null=True)
    rounds = ProgrammeRoundSerializer(many=True, source="round_rows")

    @classmethod
    def annotations(cls):
        rounds = Round.objects.filter(programme=OuterRef("pk")).order_by("due_on", "kind")
        return {"round_rows": _rows(rounds, ProgrammeRoundSerializer)}


class RoundSerializer(RowSerializer):
    id = serializers.IntegerField()
    region = serializers.IntegerField(source="region_id")
    programme = serializers.IntegerField(source="programme_id", allow_null=True, help_text="Null: a special one.")
    kind = serializers.ChoiceField(SelfInspectionKind.choices)
    kind_display = LabelField(SelfInspectionKind, source="kind")
    period = serializers.CharField()
    title = serializers.CharField()
    reason = serializers.CharField()
    checklist = serializers.IntegerField(source="checklist_id")
    opens_on = serializers.DateField()
    due_on = serializers.DateField()
    audience = serializers.JSONField(
        help_text="What narrows the territory: filters of the register, or only these institutions (public ids)."
    )


class SpecialRoundSerializer(StrictSerializer):
    title = serializers.CharField(max_length=100)
    reason = serializers.CharField(max_length=500)
    checklist = serializers.IntegerField(help_text="One that is published and holds in the territory.")
    due_on = serializers.DateField()
    category = serializers.ListField(child=serializers.ChoiceField(Category.choices), required=False)
    level = serializers.ChoiceField(Level.choices, required=False)
    codes = serializers.ListField(
        child=serializers.CharField(max_length=22), required=False, max_length=MOST_CODES, allow_empty=False,
        help_text="Unified social credit codes or registration codes: only these institutions.",
    )  # fmt: skip


class ProgrammeWithdrawalSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


def _rows(rows, shape) -> ArraySubquery:
    """What another table has of each row, as a list of the facts that the serializer names."""
    names = {name: field._kwargs.get("source") or name for name, field in shape._declared_fields.items()}
    return ArraySubquery(rows.values_list(JSONObject(**names | ({"id": "pk"} if "id" in names else {}))))


class ChecklistViewSet(ScopedViewSet):
    """Versions of checklists: of the territory, of those around, and the portal's own; one of them with its items."""

    model, filterset_class = Checklist, ChecklistFilters
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    def get_serializer_class(self):
        return WholeChecklistSerializer if self.action == "retrieve" else ChecklistSerializer


class ProgrammeViewSet(ScopedViewSet):
    """What territories ask of their institutions in a year, with its rounds; drafts only for those who word them."""

    model, serializer_class, filterset_class = Programme, SelfInspectionProgrammeSerializer, ProgrammeFilters
    order = ("-year", "-pk")
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(request=None, responses=SelfInspectionProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request, **kwargs):
        """Put it in force: what opens by today is opened now, the rest on its morning."""
        return self.done(services.publish_programme, "inspections.publish_programme")

    @extend_schema(request=ProgrammeWithdrawalSerializer, responses=SelfInspectionProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, **kwargs):
        """No further round of it is opened; what institutions owe already stays."""
        return self.done(services.withdraw_programme, "inspections.publish_programme", ProgrammeWithdrawalSerializer)


class RoundViewSet(ScopedViewSet):
    """The occasions on which institutions inspect themselves: of programmes, and special ones."""

    model, serializer_class, filterset_class = Round, RoundSerializer, RoundFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE], request=SpecialRoundSerializer, responses={200: RoundSerializer, 201: RoundSerializer}
    )
    def create(self, request):
        """Order a special self-inspection of the institutions of the own territory, or of some of them."""
        by, at = request.acting, timezone.now()
        require(by, "inspections.publish_programme", by.party)
        told = sent(request, SpecialRoundSerializer)
        checklist = Checklist.objects.usable_at(by.region_path, on=timezone.localdate(at))
        told["checklist"] = checklist.filter(pk=told["checklist"]).first()
        if told["checklist"] is None:
            raise serializers.ValidationError({"checklist": [_("Choose a checklist that is published.")]})
        audience: dict[str, Any] = {}
        if filters := {name: told.pop(name) for name in ("category", "level") if told.get(name)}:
            audience["filters"] = filters
        told.pop("category", None)
        if codes := told.pop("codes", None):
            only, unknown = listed([code.upper() for code in codes], by=by)
            if unknown:
                raise serializers.ValidationError({"codes": [unknown_words(unknown)]})
            audience |= only

        def make() -> str:
            facts = {"region": by.party.region, "audience": audience, "by": by, "at": at, **told}
            return str(services.order_special(**facts).pk)

        key, is_new = made_once(request, make)
        shown = self.values(self.get_queryset().filter(pk=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)
