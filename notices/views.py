"""The inbox, one's own addresses, and the messages that leave the portal."""

from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.errors import Refused
from kernel.form_pages import form_page, refuse
from kernel.keyset import KeysetPage, page_of
from kernel.pages import KeysetListView, needs, part_or_page, reach
from kernel.requests import PortalRequest
from notices.channels import active
from notices.enums import MessageState
from notices.filters import MessageFilters, NoticeFilters, Opening
from notices.forms import AddressForm
from notices.masking import masked
from notices.models import Message, Notice
from notices.services import addresses, reading, retrying
from notices.workflow import MESSAGE

PAGE_SIZE = 50
TONES = {MessageState.SENT: "ok", MessageState.DEAD: "over"}


@require_safe
def inbox(request: PortalRequest) -> HttpResponse:
    """A link in a message names the unit it is about; a person of several units is asked to act for that one."""
    unit = request.GET.get("unit")
    if unit and unit != str(request.acting.party.public_id):
        others = [row for row in request.memberships if str(row.party.public_id) == unit]
        if others:
            return render(request, "notices/elsewhere.html", {"others": others})
    at = timezone.now()
    filters = NoticeFilters(request.GET, queryset=reading.nothing(), request=request)
    rows: Any = reading.told(request.acting).each(lambda branch: narrowed(branch, request))
    found = page_of(rows, ("-pk",), request.GET, size=PAGE_SIZE) if filters.is_valid() else KeysetPage([], "", "")
    context = {"filters": filters, "page_obj": found, "items": reading.in_words(found, by=request.acting, at=at)}
    return part_or_page(request, "notices/_inbox.html", context | tabs(request), page="notices/inbox.html")


def narrowed(branch, request: PortalRequest):
    return NoticeFilters(request.GET, queryset=branch, request=request).qs


def tabs(request: PortalRequest) -> dict:
    return {
        "only_new": request.GET.get("state") == Opening.NEW,
        "may_view_unopened": request.acting.has_perm("notices.view_unread"),
    }


@require_http_methods(["GET", "POST"])
def open_notice(request: PortalRequest, pk: int) -> HttpResponse:
    """Record that the person has opened it, and lead to where it is dealt with: once, and in the unit it is said to."""
    told = [row for row in [request.acting, *request.memberships] if reading.is_told(pk, by=row)]
    if not told:
        raise Http404
    if told[0] != request.acting:
        return render(request, "notices/elsewhere.html", {"others": told})
    notice = reach(Notice, request, pk=pk)
    reading.open_notice(notice, by=request.acting, at=timezone.now())
    return redirect(notice.url)


@needs("notices.view_unread")
@require_safe
def unopened(request: PortalRequest) -> HttpResponse:
    at = timezone.now()
    rows: Any = reading.unopened(request.acting, at=at)
    found = page_of(rows, ("-pk",), request.GET, size=PAGE_SIZE)
    context = {"page_obj": found, "items": reading.in_words(found, by=request.acting, at=at), "may_view_unopened": True}
    return part_or_page(request, "notices/_unopened.html", context, page="notices/unopened.html")


@require_safe
def own_addresses(request: PortalRequest) -> HttpResponse:
    channels = active()
    rows = [{"row": row, "channel": channels[row.channel]} for row in addresses.addresses_of(request.acting)]
    return render(request, "notices/addresses.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def address(request: PortalRequest, channel: str) -> HttpResponse:
    row = addresses.address_of(request.acting, channel)
    if row is None:
        raise Http404
    if "version" in request.POST:
        shown = request.POST["version"]
        row.version = int(shown) if shown.isdecimal() and len(shown) < 10 else -1
    way = active()[channel]
    form = AddressForm(request.POST or None, channel=way, initial=recorded(row) | {"is_on": row.is_on or not row.pk})
    context = {"form": form, "channel": way, "version": row.version}
    if form.is_valid():
        try:
            addresses.set_address(row, by=request.acting, **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=recorded)
        else:
            notes.success(request, _("The address is kept."))
            return redirect("notices:addresses")
    return form_page(request, "notices/address.html", context)


def recorded(row) -> dict:
    return {"address": row.address, "language": row.language, "is_on": row.is_on}


class MessageList(KeysetListView):
    """Messages with their masked addresses; without a filter those that were given up."""

    model, filterset, perm = Message, MessageFilters, "notices.view_message"
    related, order = ("user",), ("-pk",)
    part, page = "notices/_messages.html", "notices/messages.html"

    def rows(self):
        rows = super().rows()
        return rows if "state" in self.request.GET else rows.filter(state=MessageState.DEAD)

    def context(self, **context) -> dict:
        found, by = list(context["page_obj"]), self.request.acting
        known, channels = addresses.known_addresses(found), active()
        items = [
            {
                "row": row,
                "address": masked(known.get((row.user_id, row.channel), "")),
                "channel": channels[row.channel].label if row.channel in channels else row.channel,
                "tone": TONES.get(row.state),
                "may_retry": MESSAGE["retry"] in MESSAGE.open_to(by, row),
            }
            for row in found
        ]
        return super().context(items=items, shown_state=self.request.GET.get("state", MessageState.DEAD), **context)


@needs("notices.retry_message")
@require_POST
def retry(request: PortalRequest, pk: int) -> HttpResponse:
    retrying.retry_message(reach(Message, request, pk=pk), by=request.acting, at=timezone.now())
    notes.success(request, _("The message will be tried again."))
    return redirect("notices:messages")


@needs("notices.retry_message")
@require_POST
def retry_all(request: PortalRequest) -> HttpResponse:
    """All dead letters of the list as it is filtered."""
    filters = MessageFilters(request.GET, queryset=retrying.dead_letters(request.acting), request=request)
    count = retrying.retry_messages(filters.qs, by=request.acting, at=timezone.now()) if filters.is_valid() else 0
    words = ngettext("%(number)d message will be tried again.", "%(number)d messages will be tried again.", count)
    notes.success(request, words % {"number": count})
    return redirect("notices:messages")
