"""One commitment: as it was signed, on a sheet of paper, published, broken."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commitments import lists
from commitments.models import Commitment
from commitments.services import consequences as services
from disclosure.enums import OVER
from events.forms import EventForm
from events.kinds import kind_of
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted
from kernel.pages import needs, reach
from kernel.requests import PortalRequest


def _reached(request: PortalRequest, public_id) -> Commitment:
    return lists.whole(reach(Commitment, request, public_id=public_id))


@needs("commitments.view_commitment")
@require_safe
def commitment(request: PortalRequest, public_id) -> HttpResponse:
    row, by, today = _reached(request, public_id), request.acting, timezone.localdate()
    publication = lists.publication_of(row, by)
    context = {
        "commitment": row, "breaches": lists.breaches_of(row, by, on=today), "publication": publication,
        "may_publish": (not publication or publication.state in OVER) and row.last_day >= today
        and by.has_perm("commitments.publish_commitment", row),
        "may_record": by.has_perm("commitments.record_breach", row),
    }  # fmt: skip
    return render(request, "commitments/commitment.html", context)


@needs("commitments.view_commitment")
@require_safe
def paper(request: PortalRequest, public_id) -> HttpResponse:
    """To be printed and put up."""
    return render(request, "commitments/paper.html", {"commitment": _reached(request, public_id)})


@needs("commitments.publish_commitment")
@require_POST
def publish(request: PortalRequest, public_id) -> HttpResponse:
    """A draft for the public, which others check."""
    row = _reached(request, public_id)
    made = services.draft_for_the_public(row, by=request.acting, at=timezone.now())
    messages.success(request, _("The draft was made. Hand it in for the two checks."))
    return redirect(made)


@needs("commitments.record_breach")
@require_http_methods(["GET", "POST"])
def breach(request: PortalRequest, public_id) -> HttpResponse:
    row, by, now = _reached(request, public_id), request.acting, timezone.now()
    require(by, "commitments.record_breach", row)
    form = EventForm(posted(request), kind=kind_of(services.BROKEN), subject=row.party, today=timezone.localdate(now))

    def make(**_typed) -> str:
        services.record_breach(row, form.told, by=by, at=now)
        return row.get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The breach was recorded."))):
        return answer
    return form_page(request, "commitments/breach.html", {"form": form, "commitment": row})
