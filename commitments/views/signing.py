"""The commitments of an institution, and signing them: on the page, or by a scan of the paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments import lists
from commitments.forms import ScanForm, SignForm
from commitments.models import Commitment
from commitments.services import signing as services
from institutions.models import Institution
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted
from kernel.pages import needs, reach
from kernel.requests import PortalRequest
from practitioners.models import Practitioner


@needs("commitments.view_commitment")
@require_safe
def institution(request: PortalRequest, public_id) -> HttpResponse:
    """How an institution stands with its commitments, and what it has signed so far."""
    row, by, today = reach(Institution, request, party__public_id=public_id), request.acting, timezone.localdate()
    standing, is_open = lists.standing_of(row, on=today), not row.closed_on
    context = {
        "institution": row, "standing": standing, "today": today,
        "may_sign": is_open and not standing.this and by.has_perm("commitments.sign_commitment", row),
        "may_enter": is_open and by.has_perm("commitments.enter_scan", row),
    }  # fmt: skip
    return render(request, "commitments/institution.html", context)


@needs("commitments.view_commitment")
@require_http_methods(["GET", "POST"])
def sign(request: PortalRequest, public_id, person=None) -> HttpResponse:
    """The text, the name, and that it was read: by the principal, or by a practitioner on the institution's device."""
    row, who = _about(request, public_id, person)
    by, now = request.acting, timezone.now()
    require(by, "commitments.collect_commitment" if who else "commitments.sign_commitment", row)
    today = timezone.localdate(now)
    text = lists.text_to_sign(row, who, on=today)
    form = SignForm(posted(request), initial={"seen": text and text.pk})

    def make(name: str, seen: int, **confirmed) -> str:
        read = lists.text_read(seen, by=by)
        return _page(services.sign_commitment(row, practitioner=who, name=name, seen=read, by=by, at=now))

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The commitment is signed."))):
        return answer
    to = row.party if who else services.supervision_body_of(row.region_path, on=today)
    context = _context(row, who) | {"form": form, "text": text, "to": to, "year": today.year}
    return form_page(request, "commitments/sign.html", context)


@needs("commitments.enter_scan")
@require_http_methods(["GET", "POST"])
def scan(request: PortalRequest, public_id, person=None) -> HttpResponse:
    """What was signed on paper."""
    row, who = _about(request, public_id, person)
    by, now = request.acting, timezone.now()
    require(by, "commitments.enter_scan", row)
    form = ScanForm(posted(request), request.FILES or None, today=timezone.localdate(now))

    def make(**said) -> str:
        return _page(services.enter_commitment(row, practitioner=who, by=by, at=now, **said))

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The signed paper was entered."))):
        return answer
    return form_page(request, "commitments/scan.html", _context(row, who) | {"form": form})


def _about(request: PortalRequest, public_id, person) -> tuple[Institution, Practitioner | None]:
    """The institution, and which of its people is to sign; without one the institution itself does."""
    row = reach(Institution, request, party__public_id=public_id)
    who = lists.practitioner_at(row, person) if person else None
    if person and who is None:
        raise Http404
    return row, who


def _context(row: Institution, who: Practitioner | None) -> dict[str, Any]:
    back = reverse(f"commitments:{'people_of' if who else 'institution'}", args=[row.party.public_id])
    return {"institution": row, "practitioner": who, "back": back}


def _page(made: Commitment) -> str:
    return made.get_absolute_url()
