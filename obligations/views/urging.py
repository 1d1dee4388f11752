"""催办: what would be urged and what not, then the deed."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.pages import needs
from kernel.requests import PortalRequest
from kernel.services import start_job
from obligations import lists
from obligations.exports import URGE_DUTIES
from obligations.services.urging import preview_urging, urge_duties, with_obstacles

AT_ONCE = 1000  # duties that are urged while the page waits, and listed on it one by one


@needs("obligations.urge_duty")
@require_POST
def urge(request: PortalRequest) -> HttpResponse:
    """The chosen duties, or all that fit the filters of the address: first who would be told, then it is sent.

    Never more than what was shown: when there is more by then, it is shown again.
    """
    by, at, asked = request.acting, timezone.now(), request.GET
    chosen, takes_all = [key for key in request.POST.getlist("duty") if is_key(key)], "all" in request.POST
    if not (chosen or takes_all):
        messages.warning(request, _("Choose the duties to urge."))
        return redirect(list_page(asked))
    rows = lists.found(lists.overdue_asked(by, asked, at=at)) if takes_all else lists.chosen_duties(by, chosen)
    preview, back = preview_urging(rows, by=by, at=at), back_to(request, rows)
    confirmed = shown_number(request.POST)
    if confirmed is None or confirmed < preview.duties or not preview.duties:
        context = {
            "preview": preview, "back": back, "chosen": chosen, "takes_all": takes_all,
            "from_duty": request.POST.get("back") == "duty",
            "has_grown": confirmed is not None and confirmed < preview.duties,
            "more_units": preview.unit_count - len(preview.units),
            "more_left": preview.left_count - len(preview.left_out),
        }  # fmt: skip
        return render(request, "obligations/urge.html", context)
    if preview.duties > AT_ONCE:
        return redirect(start_job(URGE_DUTIES, by=by, at=at, filters=asked.urlencode(), shown=confirmed))
    urged = urge_duties(rows, by=by, at=at)
    context = {"urged": urged, "left_out": with_obstacles(urged.left_out[:AT_ONCE]), "back": back}
    return render(request, "obligations/urge_done.html", context)


def shown_number(posted: QueryDict) -> int | None:
    """How many duties the person has seen and confirmed; None before that."""
    text = posted.get("confirmed", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def list_page(asked: QueryDict) -> str:
    query = asked.urlencode()
    return reverse("obligations:overdue") + (f"?{query}" if query else "")


def back_to(request: PortalRequest, rows: QuerySet) -> str:
    """The page of the duty, where it was urged from there; else the list with its filters."""
    duty = rows.first() if request.POST.get("back") == "duty" else None
    return duty.get_absolute_url() if duty else list_page(request.GET)
