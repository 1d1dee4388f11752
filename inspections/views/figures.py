"""What a round has come to: completion by place and category, points by how often they are not met, peers."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inspections.definitions import FIGURES
from inspections.exports import EXPORT
from inspections.figures import LEAST_PEERS, Share, completion, peers_of, points
from inspections.filters import occasions_of
from inspections.lists import of_rounds
from inspections.models import Round, SelfInspection
from institutions.enums import Category
from kernel.pages import needs, reach
from kernel.requests import PortalRequest
from kernel.services import start_job


def _asked(request: PortalRequest) -> tuple[str, dict[str, list[Round]]]:
    """The occasion that is asked for, else the latest; and every one."""
    found, asked = occasions_of(request.acting), request.GET.get("occasion", "")
    return (asked if asked in found else next(iter(found), "")), found


def _cells(share: Share, **narrowed: Any) -> list[tuple[Any, int, str]]:
    """(label, number, address of the list behind it) for each figure; no address where no list shows it."""
    page = reverse("inspections:reports")
    cells = []
    for name, figure in FIGURES.items():
        address = "" if share.key is None else f"{page}?{urlencode(narrowed | {'figure': name})}"
        cells.append((figure.label, share.counts[name], address))
    return cells


@needs("inspections.view_figures")
@require_safe
def completion_page(request: PortalRequest) -> HttpResponse:
    by, (occasion, occasions) = request.acting, _asked(request)
    labels = {code: str(words) for code, words in Category.choices}
    found = completion(of_rounds(occasions.get(occasion, []), by=by), by=by, labels=labels)
    context = {
        "occasion": occasion, "occasions": [(key, rounds[0].title) for key, rounds in occasions.items()],
        "figures": [figure.label for figure in FIGURES.values()],
        "total": (found.total, _cells(found.total, occasion=occasion)),
        "places": [(one, _cells(one, occasion=occasion, region=one.key)) for one in found.places],
        "categories": [(one, _cells(one, occasion=occasion, category=one.key)) for one in found.categories],
    }  # fmt: skip
    return render(request, "inspections/completion.html", context)


@needs("inspections.view_figures")
@require_safe
def items(request: PortalRequest) -> HttpResponse:
    by, (occasion, occasions) = request.acting, _asked(request)
    context = {
        "occasion": occasion, "occasions": [(key, rounds[0].title) for key, rounds in occasions.items()],
        "points": points(of_rounds(occasions.get(occasion, []), by=by)),
    }  # fmt: skip
    return render(request, "inspections/items.html", context)


@needs("inspections.view_selfinspection")
@require_safe
def peers(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(SelfInspection, request, public_id=public_id)
    context = {"report": row, "peers": peers_of(row), "least": LEAST_PEERS}
    return render(request, "inspections/peers.html", context)


@needs("inspections.view_figures")
@require_POST
def export(request: PortalRequest) -> HttpResponse:
    """The list that the address asks for, as a file."""
    form = "xlsx" if request.POST.get("form") == "xlsx" else "csv"
    asked = request.GET.urlencode()
    return redirect(start_job(EXPORT, by=request.acting, at=timezone.now(), filters=asked, form=form))
