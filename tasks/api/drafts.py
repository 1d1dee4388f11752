"""`/api/v1/drafts/`: documents that were read, what is decided about them, and the plans that are made of them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from agencies.api.serializers import RegionRefSerializer
from agencies.models import Agency
from kernel.access import require
from kernel.api.once import ONCE, JobSerializer, made_or_queued
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import ScopedViewSet, sent
from kernel.models import Job
from tasks import services
from tasks.enums import DraftState
from tasks.filters import PlanDraftFilters
from tasks.forms.drafts import DECISIONS, facts_of
from tasks.importer import Doubt
from tasks.models import PlanDraft
from tasks.services.accepting import base_of
from tasks.services.drafts import UNDO, agencies_to_name, regions_to_import, same_plan


class PlanDraftSerializer(RowSerializer):
    id = serializers.IntegerField()
    title = serializers.CharField(source="work__document__title", allow_null=True)
    region = RegionRefSerializer()
    state = serializers.ChoiceField(DraftState.choices)
    state_display = LabelField(DraftState, source="state")
    plan = serializers.IntegerField(
        source="plan_id", allow_null=True, help_text="The plan made of it; of an open draft the one it is of."
    )
    created_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)


class SendingSerializer(StrictSerializer):
    file = serializers.FileField(help_text="A plan as it was published: DOCX, XLSX, PDF, HTML, Markdown or TXT.")
    region = serializers.IntegerField(required=False, help_text="By default the acting unit's.")


class DraftDecisionSerializer(StrictSerializer):
    verb = serializers.ChoiceField([*DECISIONS, UNDO], help_text="“undo” takes back the last decision.")
    facts = serializers.DictField(default=dict, help_text="As `work` names them; agencies by their public id.")


class AcceptingSerializer(StrictSerializer):
    reports_on = serializers.DateField(required=False, help_text="From when the agencies of a new plan report.")
    until = serializers.DateField(required=False, help_text="The last day of a new plan.")
    base = serializers.CharField(
        required=False, allow_blank=True, help_text="As `work` said it; refused where the plan has moved on."
    )


class DraftWorkSerializer(serializers.Serializer):
    """The draft after all decisions. names: whom each printed name means; doubts: `decided` is null while open."""

    document = serializers.DictField()
    tasks = serializers.ListField(child=serializers.DictField())
    base = serializers.CharField(help_text="The version in force that this one follows; empty for a new plan.")
    names = serializers.DictField()
    doubts = serializers.ListField(child=serializers.DictField())


class DraftViewSet(ScopedViewSet):
    """Drafts of plans in the territory, the newest first. A verb changes an open one; `If-Match` names its version."""

    model, serializer_class, filterset_class = PlanDraft, PlanDraftSerializer, PlanDraftFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE], request=SendingSerializer,
        responses={200: PlanDraftSerializer, 201: PlanDraftSerializer, 202: JobSerializer},
    )  # fmt: skip
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def send(self, request):
        """Send a document, as multipart/form-data: it is read, a long one by a job; the same one is the same draft."""
        by, at = request.acting, timezone.now()
        require(by, "tasks.import_plan")
        told = sent(request, SendingSerializer)
        regions = regions_to_import(by, on=timezone.localdate(at))
        asked = told.get("region")
        region = regions.filter(pk=asked).first() if asked else regions.first()
        if region is None:
            raise serializers.ValidationError({"region": [_("Your unit imports no plans for this region.")]})

        def make() -> str | Job:
            made = services.take_document(told["file"], region=region, by=by, at=at)
            return made if isinstance(made, Job) else str(made.pk)

        key, is_new, queued = made_or_queued(request, make)
        if queued:
            return queued
        shown = self.values(self.get_queryset().filter(pk=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)

    @extend_schema(responses=DraftWorkSerializer)
    @action(detail=True)
    def work(self, request, **kwargs):
        """The document, the tasks, whom the names mean, and the doubts, open or decided."""
        draft = self.get_object_to_read()
        work = draft.decided
        keys = {key for row in work.names.values() for key in [row["agency"], *(row["members"] or [])] if key}
        public = {pk: str(key) for pk, key in Agency.objects.filter(pk__in=keys).values_list("pk", "party__public_id")}
        names = {name: _named(row, public) for name, row in work.names.items()}
        doubts = [row | {"message": _sentence(row)} for row in work.doubts]
        shown = {"document": work.document, "tasks": work.tasks, "names": names, "doubts": doubts}
        return Response(shown | {"base": base_of(same_plan(draft))})

    def get_object_to_read(self) -> PlanDraft:
        require(self.request.acting, "tasks.view_plandraft")
        return self.reach(lambda rows: rows)

    @extend_schema(request=DraftDecisionSerializer, responses=PlanDraftSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request, **kwargs):
        """Take one decision, or take back the last."""
        draft, by, at = self.get_object("tasks.import_plan"), request.acting, timezone.now()
        told = sent(request, DraftDecisionSerializer)
        if told["verb"] == UNDO:
            services.undo_decision(draft, by=by, at=at)
        else:
            facts = facts_of(told["verb"], _with_keys(draft, told["facts"]))
            if facts is None:
                raise serializers.ValidationError({"facts": [_("These are not the facts of this decision.")]})
            services.take_decision(draft, told["verb"], facts, by=by, at=at)
        return self.retrieve(request)

    @extend_schema(request=AcceptingSerializer, responses=PlanDraftSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request, **kwargs):
        """Make the plan, or its new version, once every doubt is decided."""
        return self.done(services.accept_draft, "tasks.import_plan", AcceptingSerializer)

    @extend_schema(request=None, responses=PlanDraftSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request, **kwargs):
        """Put it aside for good; its document stays."""
        draft = self.get_object("tasks.import_plan")
        services.discard_draft(draft, by=request.acting)
        return self.retrieve(request)


def _named(row: dict[str, Any], public: dict[int, str]) -> dict[str, Any]:
    members = row["members"]
    shown = None if members is None else [public[key] for key in members if key in public]
    return {"agency": public.get(row["agency"]), "same_as": row["same_as"], "members": shown}


def _sentence(doubt: dict[str, Any]) -> str:
    return str(Doubt(doubt["code"], doubt["line"], doubt["number"], doubt["facts"]).message)


def _with_keys(draft: PlanDraft, facts: dict[str, Any]) -> dict[str, Any]:
    """Agencies by our keys instead of their public ids; one that may not be named here becomes none that exists."""
    if not {"agency", "agencies"} & set(facts):
        return facts
    rows = agencies_to_name(draft, on=timezone.localdate()).values_list("party__public_id", "pk")
    keys = {str(public): pk for public, pk in rows}
    known = dict(facts)
    if "agency" in facts:
        known["agency"] = keys.get(str(facts["agency"]), -1)
    if isinstance(facts.get("agencies"), list):
        known["agencies"] = [keys.get(str(each), -1) for each in facts["agencies"]]
    return known
