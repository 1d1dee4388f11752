"""`/api/v1/meetings/` and `/api/v1/decisions/`."""

from django.db.models import Case, F, TextField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.api.once import ONCE, made_once
from kernel.api.serializers import LabelField, RowSerializer, StrictSerializer
from kernel.api.viewsets import SharedViewSet, sent
from meetings import lists, services
from meetings.enums import Attendance, MeetingState
from meetings.filters import DecisionFilters, MeetingFilters
from meetings.forms import CAME, LONGEST_ITEM, LONGEST_MINUTES, LONGEST_TEXT, MOST_ITEMS
from meetings.models import Decision, Meeting


class MeetingSerializer(RowSerializer):
    id = serializers.IntegerField()
    body = serializers.UUIDField(source="body__party__public_id")
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    place = serializers.CharField()
    chair = serializers.CharField()
    state = serializers.ChoiceField(MeetingState.choices)
    state_display = LabelField(MeetingState, source="state")
    cancel_reason = serializers.CharField()
    minutes = serializers.CharField(source="confirmed_minutes", help_text="Once they are confirmed.")
    confirmed_at = serializers.DateTimeField(allow_null=True)

    @classmethod
    def annotations(cls):
        confirmed = When(state=MeetingState.CONFIRMED, then=F("minutes"))
        return {"confirmed_minutes": Case(confirmed, default=Value(""), output_field=TextField())}


class DecisionSerializer(RowSerializer):
    id = serializers.IntegerField()
    meeting = serializers.IntegerField(source="meeting_id")
    position = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    due_on = serializers.DateField()
    lead = serializers.UUIDField(source="lead__party__public_id")
    task = serializers.IntegerField(source="task_id", allow_null=True, help_text="Which it became with the minutes.")


class ConveningSerializer(StrictSerializer):
    body = serializers.UUIDField()
    title = serializers.CharField(max_length=200)
    starts_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=200)
    chair = serializers.CharField(max_length=100, help_text="The office that chairs it, not a name.")
    agenda = serializers.ListField(child=serializers.CharField(max_length=LONGEST_ITEM), max_length=MOST_ITEMS)
    agencies = serializers.ListField(child=serializers.UUIDField(), max_length=500)


class CancellingSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class CameSerializer(StrictSerializer):
    agency = serializers.UUIDField()
    attendance = serializers.ChoiceField(CAME)


class HoldingSerializer(StrictSerializer):
    attendance = CameSerializer(many=True)


class MinutesSerializer(StrictSerializer):
    minutes = serializers.CharField(max_length=LONGEST_MINUTES)


class DecidingSerializer(StrictSerializer):
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    due_on = serializers.DateField()
    lead = serializers.UUIDField()
    participants = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)


def agencies_named(keys, region_path: str, field: str) -> list:
    """The agencies of these public ids, each once, among those that can be invited there."""
    keys = list(dict.fromkeys(keys))
    found = {row.party.public_id: row for row in lists.agencies_for(region_path, on=timezone.localdate())}
    if missing := [str(key) for key in keys if key not in found]:
        words = _("No agency that can be chosen has this public id: %(ids)s.") % {"ids": ", ".join(missing)}
        raise serializers.ValidationError({field: [words]})
    return [found[key] for key in keys]


class MeetingViewSet(SharedViewSet):
    """The meetings of coordination bodies; under /shared/ those to which the acting unit was invited.

    A verb changes the state; `If-Match` names the version that was read. Files are added on the meeting's page.
    """

    model, serializer_class, filterset_class = Meeting, MeetingSerializer, MeetingFilters
    order = ("-starts_at", "-pk")
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"

    @extend_schema(
        parameters=[ONCE], request=ConveningSerializer, responses={200: MeetingSerializer, 201: MeetingSerializer}
    )
    def create(self, request):
        """Convene a meeting; for the body and its region's commission."""
        told, by = sent(request, ConveningSerializer), request.acting
        body = lists.bodies_for(by).filter(party__public_id=told.pop("body")).first()
        if body is None:
            raise serializers.ValidationError({"body": [_("Your region has no coordination body of this public id.")]})
        told["agencies"] = agencies_named(told["agencies"], by.region_path, "agencies")
        facts = {"by": by, "at": timezone.now(), **told}
        key, is_new = made_once(request, lambda: str(services.convene(body, **facts).pk))
        shown = self.values(self.get_queryset().filter(pk=key)).get()
        headers = {"Location": self.reverse_action("detail", kwargs={"id": key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)

    @extend_schema(request=CancellingSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, **kwargs):
        """Cancel it; whoever was invited is told."""
        return self.done(services.cancel_meeting, "meetings.keep_meeting", CancellingSerializer)

    @extend_schema(request=HoldingSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request, **kwargs):
        """It took place: who came, of everybody invited."""
        meeting = self.get_object("meetings.keep_meeting")
        told = sent(request, HoldingSerializer)["attendance"]
        invitations = meeting.invitations.select_related("agency__party")
        invited = {row.agency.party.public_id: row.agency_id for row in invitations}
        came = {invited[line["agency"]]: Attendance(line["attendance"]) for line in told if line["agency"] in invited}
        services.hold_meeting(meeting, attendance=came, by=request.acting, at=timezone.now())
        return self.retrieve(request)

    @extend_schema(request=MinutesSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def minutes(self, request, **kwargs):
        """Write its minutes."""
        return self.done(services.write_minutes, "meetings.keep_meeting", MinutesSerializer)

    @extend_schema(request=DecidingSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request, **kwargs):
        """Record a decision; it becomes a task once the minutes are confirmed."""
        meeting, told = self.get_object("meetings.keep_meeting"), sent(request, DecidingSerializer)
        (told["lead"],) = agencies_named([told["lead"]], meeting.region_path, "lead")
        told["participants"] = agencies_named(told.get("participants", []), meeting.region_path, "participants")
        services.add_decision(meeting, by=request.acting, at=timezone.now(), **told)
        return self.retrieve(request)

    @extend_schema(request=None, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, **kwargs):
        """Confirm its minutes; for another person than who wrote them."""
        return self.done(services.confirm_minutes, "meetings.confirm_minutes")


class DecisionViewSet(SharedViewSet):
    """What was decided; under /shared/ in the confirmed minutes of meetings to which the acting unit was invited."""

    model, serializer_class, filterset_class = Decision, DecisionSerializer, DecisionFilters
    order = ("-pk",)
    lookup_url_kwarg, lookup_value_regex = "id", "[0-9]+"
