"""The calendar of what a unit owes: the month as a page, the feed for a person's own calendar."""

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.logins import client_ip
from kernel.form_pages import form_page
from kernel.once import OnceForm, once
from kernel.pages import needs, open_view
from kernel.requests import PortalRequest
from obligations.services import feeds
from obligations.services.months import Month, weeks_of

HOUR, DAY = 3600, 86400
READINGS, MISSES = 120, 60  # an hour: of one feed, from all the devices of a person; of no feed, from one address
KEPT = 15 * 60  # seconds


@needs("obligations.view_obligation")
@require_safe
def calendar(request: PortalRequest) -> HttpResponse:
    """?month=2026-11; the present month without it."""
    at = timezone.now()
    today = timezone.localdate(at)
    month = Month.of(request.GET.get("month", ""), today=today)
    weeks = weeks_of(month, by=request.acting, at=at)
    inside = [cell for week in weeks for cell in week if cell.is_inside]
    context = {
        "month": month,
        "weeks": weeks,
        "today": today,
        "is_present": month.holds(today),
        "is_provisional": any(cell.day.is_provisional for cell in inside),
        "is_empty": not any(cell.duties or cell.day.name for cell in inside),
    }
    return render(request, "obligations/calendar.html", context)


@needs("obligations.view_obligation")
@never_cache
@require_http_methods(["GET", "POST"])
def my_feed(request: PortalRequest) -> HttpResponse:
    """Whether the acting person has a feed; a POST makes one, whose address this one answer shows."""
    by, at = request.acting, timezone.now()
    form, tokens = OnceForm(request.POST if request.method == "POST" else None), []

    def make() -> str:
        tokens.append(feeds.make_feed(by=by, at=at))
        return reverse("obligations:my_feed")

    if form.is_valid():
        once(form.cleaned_data["form_key"], by=by, make=make)
        if not tokens:
            messages.info(request, _("An address is shown only once. Make a new one if you have lost it."))
            return redirect("obligations:my_feed")
    paths = [reverse("obligations:feed", kwargs={"token": token}) for token in tokens]
    context = {
        "feed": feeds.standing_feed(by=by),
        "address": f"{settings.PORTAL_URL}{paths[0]}" if paths else "",
        "form": form if form.errors else OnceForm(),
    }
    return form_page(request, "obligations/feed.html", context)


@needs("obligations.view_obligation")
@require_POST
def revoke_feed(request: PortalRequest) -> HttpResponse:
    feeds.revoke_feed(by=request.acting, at=timezone.now())
    messages.success(request, _("The address no longer opens anything."))
    return redirect("obligations:my_feed")


@open_view
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs, which know nothing but the address; whatever is wrong with it, there is nothing here."""
    at, place = timezone.now(), f"feed.misses.{client_ip(request)}"
    if cache.get(place, 0) >= MISSES:
        return answer("", status=429)
    found = feeds.feed_behind(token, at=at)
    if found is None:
        count(place)
        return answer("", status=404)
    if count(f"feed.readings.{found.pk}") > READINGS:
        return answer("", status=429)
    feeds.note_reading(found, at=at)
    by = found.membership
    duties = feeds.duties_of(by, at=at)
    digest = feeds.digest_of(by, duties)
    whole = answer("", content_type="text/calendar; charset=utf-8", etag=f'"{digest}"')
    told = get_conditional_response(request, etag=whole["ETag"], response=whole) or whole
    if told is whole:  # to be drawn, which is slow for hundreds of duties, unless it was for somebody of the unit
        whole.content = cache.get_or_set(f"feed.{digest}", lambda: feeds.calendar_of(by, duties), DAY)
    return told


def count(key: str) -> int:
    """How often this has happened within the hour; 1 where the cache has forgotten it."""
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # forgotten in between
        return 1


def answer(content, *, status: int = 200, content_type: str = "text/plain; charset=utf-8", etag: str = ""):
    """What no other page's address, cache or search engine is to learn of."""
    headers = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    if status == 200:
        headers |= {"ETag": etag, "Cache-Control": f"private, max-age={KEPT}"}
        headers |= {"Content-Disposition": 'inline; filename="duties.ics"'}
    else:
        headers |= {"Cache-Control": "no-store"} | ({"Retry-After": str(HOUR)} if status == 429 else {})
    return HttpResponse(content, status=status, content_type=content_type, headers=headers)
