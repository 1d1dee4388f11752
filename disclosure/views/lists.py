"""The public list for machines, as JSON and CSV, and the feed of what is new."""

import io
import json
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from disclosure.filters import PublicListForm
from disclosure.models import Publication
from disclosure.services import register
from disclosure.views.reader import Reader, open_page
from kernel.exports import plain, write_csv
from kernel.keyset import NoPlace, Slice

SIZE = 100
COLUMNS = ("id", "kind", "party", "party_id", "agency", "title", "formed_on", "public_from", "public_until", "url")


def _told(request: HttpRequest, row: Publication) -> dict:
    """A publication as machines read it; the party's id only where the party has a page."""
    day = row.public_until
    return {
        "id": str(row.public_id),
        "kind": row.kind,
        "party": row.party_name,
        "party_id": str(row.party.public_id) if register.has_page(row.party) else None,
        "agency": row.agency.party.name,
        "title": row.title,
        "formed_on": row.formed_on.isoformat(),
        "public_from": row.public_from.isoformat(),
        "public_until": day.isoformat() if day else None,
        "url": request.build_absolute_uri(row.public_url),
        "content": row.payload,
    }


def _page(request: HttpRequest) -> Slice | HttpResponse:
    """The page that was asked for, or 400 with what cannot be."""
    form = PublicListForm(request.GET)
    faults = dict(form.errors.get_json_data()) if not form.is_valid() else {}
    unknown = set(request.GET) - set(form.fields) - {"lang"}
    faults |= {name: [{"message": _("There is no such parameter.")}] for name in sorted(unknown)}
    if faults:
        return JsonResponse({"faults": faults}, status=400)
    asked = dict(form.cleaned_data)
    asked["size"] = asked["size"] or SIZE
    try:
        return register.listed(today=timezone.localdate(), **asked)
    except NoPlace:
        return JsonResponse({"faults": {"after": [{"message": _("There is no such place.")}]}}, status=400)


def _next(request: HttpRequest, page: Slice) -> str | None:
    if not page.after:
        return None
    asked = request.GET.copy()
    asked["after"] = page.after
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


@open_page
def as_json(request: HttpRequest, reader: Reader) -> HttpResponse:
    """{"publications": [...], "next": address or null}, the newest first."""
    page = _page(request)
    if isinstance(page, HttpResponse):
        return page
    rows = [_told(request, row) for row in page.rows]
    plain = partial(json.dumps, ensure_ascii=False)
    return HttpResponse(plain({"publications": rows, "next": _next(request, page)}), content_type="application/json")


@open_page
def as_csv(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The same without the content; the next page's address is in the Link header."""
    page = _page(request)
    if isinstance(page, HttpResponse):
        return page
    text = io.StringIO(newline="")
    write_csv(
        text, COLUMNS, ([told[name] or "" for name in COLUMNS] for told in (_told(request, row) for row in page.rows))
    )
    headers = {"Content-Disposition": 'attachment; filename="publications.csv"'}
    if address := _next(request, page):
        headers["Link"] = f'<{address}>; rel="next"'
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@open_page
def feed(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Atom: what became public last."""
    feed = Atom1Feed(
        title=_("Publications of healthcare oversight"),
        link=request.build_absolute_uri(reverse("open:search")),
        description=_("Decisions and results that the supervising agencies publish."),
        language=reader.language,
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=f"urn:portal:{request.get_host()}:publications",
    )
    for row in register.newest(today=timezone.localdate(), size=register.FEED):
        link = request.build_absolute_uri(row.public_url)
        feed.add_item(
            title=plain(row.title), link=link, unique_id=f"urn:uuid:{row.public_id}", categories=[row.label],
            description=plain(f"{row.label} · {row.party_name}"), author_name=plain(row.agency.party.name),
            pubdate=row.became_public_at, updateddate=row.became_public_at,
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)
