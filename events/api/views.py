"""`/api/v1/events/`."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from events import lists
from events.api.serializers import (
    CounterSerializer,
    EventSerializer,
    NewEventSerializer,
    NewStandingSerializer,
    StandingSerializer,
)
from events.enums import StandingKind
from events.filters import EventListFilters
from events.models import Event
from events.services import Facts, FaultyFacts, add_standing, counter_event, record_event
from events.services.standings import perm_to_add
from kernel.access import require
from kernel.api.once import ONCE, made_once
from kernel.api.viewsets import PUBLIC_ID, SharedViewSet, sent


class EventViewSet(SharedViewSet):
    """What happened to the parties of the acting unit's territory, the newest first."""

    model, serializer_class, filterset_class = Event, EventSerializer, EventListFilters
    order = lists.NEWEST_FIRST
    lookup_field, lookup_url_kwarg = "public_id", "id"
    lookup_value_regex = PUBLIC_ID

    def get_queryset(self):
        return super().get_queryset().with_standing(timezone.localdate())

    def shared_rows(self):
        """What the unit has recorded or what is about itself; of the scope the rows themselves leave it out."""
        return lists.shared(self.may_view(), on=timezone.localdate())

    @extend_schema(request=NewEventSerializer, responses={201: EventSerializer, 200: EventSerializer})
    def create(self, request):
        """Record an event. The same `source` and `source_id` again answers 200 with the event there is."""
        form = NewEventSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        told = self.understood(form.validated_data)
        try:
            event = record_event(told, by=request.acting, at=timezone.now())
        except FaultyFacts as refusal:
            raise serializers.ValidationError({name: [fault] for name, fault in refusal.faults.items()}) from None
        return self.made(event, status=201 if event.is_new else 200)

    def understood(self, data: dict[str, Any]) -> Facts:
        party = lists.known_party(self.may_view(), data["party"])
        if party is None:
            raise serializers.ValidationError({"party": [_("No party of your territory has this public id.")]})
        told: dict[str, Any] = {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in data.items()}
        del told["party"]
        return Facts(subject=party, **told)

    @extend_schema(request=CounterSerializer, responses={201: EventSerializer})
    @action(detail=True, methods=["post"])
    def counter(self, request, **kwargs):
        """Take an event back, by the agency that recorded it; answers with the counter-event."""
        event = self.get_object("events.counter_event")
        form = CounterSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        counter = counter_event(event, by=request.acting, at=timezone.now(), **form.validated_data)
        return self.made(counter, status=201)

    @extend_schema(responses=StandingSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def standings(self, request, **kwargs):
        """What became of the event: objections, repairs, revocations, its end; the newest first."""
        event = self.reach(as_it_is)
        return Response(StandingSerializer(lists.standings_of(event, request.acting), many=True).data)

    @extend_schema(
        parameters=[ONCE],
        request=NewStandingSerializer,
        responses={201: StandingSerializer, 200: StandingSerializer},
        operation_id="events_standings_add",
    )
    @standings.mapping.post
    def add(self, request, **kwargs):
        """Add what became of it: the party or the recording agency asks, the agency decides, revokes or ends it."""
        event, told, now = self.reach(as_it_is), sent(request, NewStandingSerializer), timezone.now()
        kind, by = StandingKind(told.pop("kind")), request.acting
        require(by, perm_to_add(kind), event)

        def make() -> str:
            return str(add_standing(event, kind, by=by, at=now, **{"on": timezone.localdate(now)} | told).pk)

        key, is_new = made_once(request, make)
        row = next(row for row in lists.standings_of(event, by) if row.pk == int(key))
        return Response(StandingSerializer(row).data, status=201 if is_new else 200)

    def made(self, event: Event, *, status: int) -> Response:
        row = self.values(lists.only(event, on=timezone.localdate())).get()
        address = self.reverse_action("detail", kwargs={"id": event.public_id})
        return Response(self.get_serializer(row).data, status=status, headers={"Location": address})


def as_it_is(rows):
    return rows
