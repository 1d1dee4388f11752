"""One event: its page, recording it, taking it back, and what becomes of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import lists
from events.enums import EventState, StandingKind
from events.forms import DEEDS, CounterForm, EventForm, KindForm, StandingForm
from events.kinds import is_kind, kind_of
from events.models import Event
from events.services import add_standing, counter_event, open_standings, record_event
from events.services.standings import asks_for_itself, perm_to_add
from kernel.access import require
from kernel.form_pages import done_once, form_page
from kernel.pages import needs, reach
from kernel.requests import PortalRequest


def reached(request: PortalRequest, public_id) -> Event:
    """The event with its state today, in scope or shared, else Http404."""
    event, today = reach(Event, request, public_id=public_id), timezone.localdate()
    return lists.with_people([lists.shown(event, on=today)], request.acting, on=today)[0]


@needs("events.view_event")
@require_safe
def event(request: PortalRequest, public_id) -> HttpResponse:
    by, found, today = request.acting, reached(request, public_id), timezone.localdate()
    context = {
        "event": found,
        "counter": lists.counter_of(found),
        "standings": lists.standings_of(found, by),
        "may_counter": may_counter(found, by),
        "deeds": [(kind, DEEDS[kind]) for kind in open_standings(found, by=by, today=today)],
    }
    return render(request, "events/event.html", context)


def may_counter(found, by) -> bool:
    is_open = found.state not in {EventState.COUNTERED, EventState.COUNTER}
    return is_open and by.has_perm("events.counter_event", found)


@needs("events.view_event")
@require_http_methods(["GET", "POST"])
def record(request: PortalRequest, public_id) -> HttpResponse:
    """?kind=…: the form for that kind; without it, the choice of one."""
    by, now = request.acting, timezone.now()
    party = lists.party_known_to(by, public_id)
    require(by, "events.record_event", party)
    asked = request.GET.get("kind", "")
    kinds = KindForm(request.GET if asked else None)
    context = {"party": party, "kinds": kinds, "kind": None, "form": None}
    if not is_kind(asked):
        return form_page(request, "events/record.html", context)
    kind = kind_of(asked)
    data = request.POST if request.method == "POST" else None
    form = EventForm(data, kind=kind, subject=party, today=timezone.localdate(now))

    def make(**_typed) -> str:
        return record_event(form.told, by=by, at=now).get_absolute_url()

    if form.is_valid():
        done = _("The event was recorded.")
        if answer := done_once(request, form, make, done=done):
            return answer
    return form_page(request, "events/record.html", context | {"kind": kind, "form": form})


@needs("events.view_event")
@require_http_methods(["GET", "POST"])
def counter(request: PortalRequest, public_id) -> HttpResponse:
    """Says what follows, asks why, and does it."""
    by, now, found = request.acting, timezone.now(), reached(request, public_id)
    require(by, "events.counter_event", found)
    form = CounterForm(request.POST if request.method == "POST" else None)

    def make(reason: str) -> str:
        counter_event(found, reason=reason, by=by, at=now)
        return found.get_absolute_url()

    if form.is_valid():
        done = _("The event was countered.")
        if answer := done_once(request, form, make, done=done):
            return answer
    context = {"event": found, "form": form, "is_public": lists.is_public(found, on=timezone.localdate(now))}
    return form_page(request, "events/counter.html", context)


@needs("events.view_event")
@require_http_methods(["GET", "POST"])
def standing(request: PortalRequest, public_id, kind: str) -> HttpResponse:
    """Says what follows from an objection, a repair, a revocation or the end of an event, asks why, and adds it."""
    by, now, found = request.acting, timezone.now(), reached(request, public_id)
    if kind not in StandingKind:
        raise Http404
    chosen, today = StandingKind(kind), timezone.localdate(now)
    require(by, perm_to_add(chosen), found)
    is_own = asks_for_itself(found, by)
    form = StandingForm(request.POST if request.method == "POST" else None, today=today, is_own=is_own)

    def make(**told) -> str:
        add_standing(found, chosen, by=by, at=now, **{"on": today} | told)
        return found.get_absolute_url()

    if form.is_valid():
        done = _("This stands beside the event now: %(what)s.") % {"what": chosen.label}
        if answer := done_once(request, form, make, done=done):
            return answer
    context = {"event": found, "form": form, "kind": kind, "deed": DEEDS[chosen], "is_own": is_own}
    return form_page(request, "events/standing.html", context | {"is_public": lists.is_public(found, on=today)})
