"""What everybody reads of the register."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from disclosure.views.reader import Reader, draw, open_page
from institutions.lists import equipment_with_code, is_permitted


@open_page
def equipment(request: HttpRequest, reader: Reader, public_id) -> HttpResponse:
    """A machine by the code that is put on it: whose it is, and whether its permit holds (rules 1.3).

    The institution enters its machines itself: that a permit holds is said only where the commission has recorded it.
    """
    row = equipment_with_code(public_id)
    if row is None:
        raise Http404
    today = timezone.localdate()
    has_ended = bool(row.permit_to and row.permit_to < today)
    is_in_use = row.is_in_use and row.institution.closed_on is None
    context = {
        "equipment": row, "institution": row.institution, "is_in_use": is_in_use, "has_ended": has_ended,
        "is_permitted": is_permitted(row, on=today),
    }  # fmt: skip
    return HttpResponse(draw("open/equipment.html", request, reader, context))
