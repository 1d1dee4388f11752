"""The public's pages: search, a party, a publication, what the words mean."""

import hashlib
from datetime import datetime, timedelta

from django import forms
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import kinds
from disclosure.services import register
from disclosure.services.register import Register
from disclosure.views.reader import Reader, draw, open_page, unless_known
from kernel.drawing import qr_code
from kernel.keyset import NoPlace
from obligations.kinds import kind_of as duty_kind

SHORTEST, LONGEST = 2, 100  # signs of a part of a name


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=LONGEST)
    after = forms.CharField(required=False, max_length=200)


@open_page
def search(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Parties by a part of their name; without one, what became public last."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "after": ""}
    text, today = asked["q"].strip(), timezone.localdate()
    context = {"q": text, "shortest": SHORTEST, "is_short": bool(text) and len(text) < SHORTEST}
    if text and not context["is_short"]:
        context |= _found(reader, text, asked["after"], today)
    else:
        context["newest"] = register.newest(today=today, size=register.NEW)
    return HttpResponse(draw("open/search.html", request, reader, context, q=text))


def _found(reader: Reader, text: str, after: str, today) -> dict:
    try:
        page = register.search(text, after=after)
    except NoPlace:
        page = register.search(text)
    numbers = register.counts(page.rows, today=today)
    more = reader.address(reverse("open:search"), q=text, after=page.after) if page.after else ""
    return {"found": [(party, numbers.get(party.pk, 0)) for party in page.rows], "more": more, "is_first": not after}


@open_page
def party(request: HttpRequest, reader: Reader, public_id) -> HttpResponse:
    """Everything that is public about a party; drawn once for each version of its register and each day."""
    found = register.register_of(public_id)
    if found is None:
        raise Http404
    today = timezone.localdate()
    key = _key(request, reader, found, today)
    body = cache.get(key)
    if body is None:
        body = draw("open/party.html", request, reader, _party(request, found, today))
        cache.set(key, body, _until_midnight(timezone.localtime()))
    return unless_known(request, HttpResponse(body), key)


def _key(request: HttpRequest, reader: Reader, found: Register, today) -> str:
    parts = (
        request.build_absolute_uri(request.path), found.version, today.isoformat(), reader.language,
        str(reader.is_large), static("portal/open.css"),
    )  # fmt: skip
    return f"open-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:40]}"


def _until_midnight(now: datetime) -> int:
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((midnight - now).total_seconds()))


def _party(request: HttpRequest, found: Register, today) -> dict:
    extract = register.extract(found.party, today=today)
    address = request.build_absolute_uri(request.path)
    successor = found.party.successor
    return {
        "party": found.party,
        "has_ended": bool(found.party.valid_to and found.party.valid_to < today),
        "successor": successor if successor and register.has_page(successor) else None,
        "extract": extract,
        "sections": extract.sections,
        "qr": qr_code(address, label=_("QR code that leads to this page")),
    }


@open_page
def qr(request: HttpRequest, reader: Reader, public_id) -> HttpResponse:
    """The code to print and put up: it leads to the party's page, whose address stays."""
    found = register.register_of(public_id)
    if found is None:
        raise Http404
    address = request.build_absolute_uri(reverse("open:party", kwargs={"public_id": public_id}))
    image = qr_code(address, label=found.party.name)
    return HttpResponse(image, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


@open_page
def publication(request: HttpRequest, reader: Reader, public_id) -> HttpResponse:
    """One publication; 410 once it is withdrawn or its time is over, with the day and, if withdrawn, the reason."""
    today = timezone.localdate()
    found = register.publication_at(public_id, today=today)
    if found is None:
        raise Http404
    context = {"publication": found.publication, "has_page": register.has_page(found.publication.party)}
    if found.state == "public":
        return HttpResponse(draw("open/publication.html", request, reader, context))
    context["is_withdrawn"] = found.state == "withdrawn"
    return HttpResponse(draw("open/gone.html", request, reader, context), status=410)


@open_page
def definitions(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What is published, how soon, how long, and what is hidden; how machines fetch it."""
    rows = [(kind, duty_kind(kind.clock)) for kind in kinds.kinds()]
    return HttpResponse(draw("open/definitions.html", request, reader, {"kinds": rows}))


@open_page
def missing(request: HttpRequest, reader: Reader, **anything) -> HttpResponse:
    """Whatever is no address of the public pages."""
    raise Http404
