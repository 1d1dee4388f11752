"""To find a party, and what has happened to it; and the ledger of a territory or of a unit."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agencies.models import Party
from events import lists
from events.filters import EventFilters, EventListFilters
from events.models import Event
from events.querysets import EVENT
from kernel.access import competent_kinds
from kernel.pages import KeysetListView
from kernel.requests import PortalRequest


def sees_territory(by) -> bool:
    """Whether the unit's kind is one that sees other agencies' events."""
    return by.user.is_superuser or by.agency_kind in competent_kinds(EVENT)


class Parties(KeysetListView):
    """?q=…: parts of names."""

    model, order, perm = Party, ("pk",), "events.view_event"
    part, page = "events/_parties.html", "events/parties.html"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        if request.acting.has_perm(self.perm) and not request.acting.is_governmental:
            return redirect("events:timeline", public_id=request.acting.party.public_id)
        return super().get(request, **kwargs)

    def rows(self):
        return lists.parties_named(self.request.acting, self.words)

    @property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()[:100]

    def context(self, **context) -> dict:
        by = self.request.acting
        may = {"sees_territory": sees_territory(by), "may_record": by.has_perm("events.record_event")}
        return context | may | {"q": self.words, "is_short": len(self.words) == 1}


class Ledger(KeysetListView):
    """What happened in the territory; under ?tab=mine what the unit itself has recorded, wherever."""

    model, filterset, perm = Event, EventListFilters, "events.view_event"
    order, related = lists.NEWEST_FIRST, (*lists.SHOWN_WITH, "subject")
    part, page = "events/_ledger.html", "events/ledger.html"

    @property
    def is_mine(self) -> bool:
        return self.request.GET.get("tab") == "mine" or not sees_territory(self.request.acting)

    def rows(self):
        return lists.ledger(self.request.acting, is_mine=self.is_mine, on=timezone.localdate())

    def context(self, **context) -> dict:
        by = self.request.acting
        events = lists.with_people(context["page_obj"], by, on=timezone.localdate())
        may = {"sees_territory": sees_territory(by), "may_record": by.has_perm("events.record_event")}
        return context | may | {"events": events, "is_mine": self.is_mine}


class Timeline(KeysetListView):
    """What the acting unit may know about a party, the newest first."""

    model, filterset, perm = Event, EventFilters, "events.view_event"
    order, related = lists.NEWEST_FIRST, lists.SHOWN_WITH
    part, page = "events/_timeline.html", "events/timeline.html"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        self.party = lists.party_known_to(request.acting, kwargs["public_id"])
        return super().get(request, **kwargs)

    def rows(self):
        return lists.timeline(self.party, self.request.acting, on=timezone.localdate())

    def context(self, **context) -> dict:
        by = self.request.acting
        return context | {
            "party": self.party,
            "events": lists.with_people(context["page_obj"], by, on=timezone.localdate()),
            "recorders": [] if self.request.htmx else lists.recorders(self.party, by),
            "may_record": by.has_perm("events.record_event", self.party),
        }
