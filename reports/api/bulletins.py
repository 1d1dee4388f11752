"""`/api/v1/bulletins/`: how plans stood, told to the agencies."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.access import require
from kernel.api.once import ONCE, JobSerializer, made_or_queued
from kernel.api.serializers import StrictSerializer
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent
from kernel.models import Job
from reports.api.serializers import BulletinSerializer
from reports.drawing.sending import FILES, answer_with
from reports.enums import Section
from reports.filters import BulletinFilters
from reports.lists import asking, bulletins
from reports.models import Bulletin
from reports.services import bulletins as services
from reports.services.wording import LONGEST
from reports.workflow import BULLETIN
from tasks.periods import Span


class MakingSerializer(StrictSerializer):
    plan = serializers.IntegerField()
    period = serializers.CharField(help_text="“2026Q4”, “2026-11”, “2026H2” or “2026”.")
    as_of = serializers.DateTimeField(
        required=False, help_text="A moment that has passed; by default now, the last minute left out."
    )

    def validate_period(self, key: str) -> Span:
        span = asking.period_named(key)
        if span is None:
            raise serializers.ValidationError(_("This is no period: write it as 2026Q4, 2026-11, 2026H2 or 2026."))
        return span


class WordingSerializer(StrictSerializer):
    title = serializers.CharField(max_length=200)
    words = serializers.DictField(child=serializers.CharField(max_length=LONGEST), help_text=", ".join(Section))

    def validate_words(self, words: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(words) - set(Section)):
            raise serializers.ValidationError(_("There is no section %(names)s.") % {"names": ", ".join(unknown)})
        return words


class BulletinViewSet(SharedViewSet):
    """Bulletins of the territory: what is signed, and the unit's own drafts; under /shared/ what it is told.

    A verb changes a draft; `If-Match` names the version that was read.
    """

    model, serializer_class, filterset_class = Bulletin, BulletinSerializer, BulletinFilters
    order = ("-as_of", "-pk")
    lookup_field, lookup_url_kwarg = "public_id", "id"
    lookup_value_regex = PUBLIC_ID

    @extend_schema(
        parameters=[ONCE], request=MakingSerializer,
        responses={200: BulletinSerializer, 201: BulletinSerializer, 202: JobSerializer},
    )  # fmt: skip
    def create(self, request):
        """Make a draft of how a plan stood; another person signs it. A long one is made by a job, at its address."""
        by, at = request.acting, timezone.now()
        require(by, "reports.make_bulletin")
        told = sent(request, MakingSerializer)
        plan = next((plan for plan in asking.plans_of(by) if plan.pk == told["plan"]), None)
        if plan is None:
            raise serializers.ValidationError({"plan": [_("You see no plan of this number.")]})
        facts = {"span": told["period"], "by": by, "at": at, "as_of": told.get("as_of")}

        def make() -> str | Job:
            made = services.make_or_queue(plan, **facts)
            return made if isinstance(made, Job) else str(made.public_id)

        key, is_new, queued = made_or_queued(request, make)
        if queued:
            return queued
        shown = self.values(self.get_queryset().filter(public_id=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)

    @extend_schema(request=WordingSerializer, responses=BulletinSerializer)
    @action(detail=True, methods=["post"])
    def word(self, request, **kwargs):
        """Change what a draft says; a section that is left out stays."""
        row, told = self.get_object("reports.change_bulletin"), sent(request, WordingSerializer)
        services.word_bulletin(row, by=request.acting, **told)
        return self.retrieve(request)

    @extend_schema(request=None, responses=BulletinSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request, **kwargs):
        """Sign it; for another person than who wrote it. The agencies of the plan can read it then."""
        return self.done(services.sign_bulletin, BULLETIN["sign"].perm)

    @extend_schema(request=None, responses=BulletinSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request, **kwargs):
        """Drop a draft, so that another can be made."""
        return self.done(services.discard_bulletin, BULLETIN["discard"].perm)

    @extend_schema(
        parameters=[OpenApiParameter("kind", str, enum=list(FILES))],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True)
    def document(self, request, **kwargs):
        """The bulletin as a file, by default a PDF."""
        row = self.reach(lambda found: found)
        require(request.acting, "reports.view_bulletin", row)
        kind = request.query_params.get("kind", "pdf")
        return answer_with(bulletins.whole(row), kind if kind in FILES else "pdf")
