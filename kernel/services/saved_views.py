"""Filters of a list kept under a name, and dropped."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from kernel.access import require
from kernel.errors import Refused
from kernel.models import SavedView

MOST = 20  # of a page
LONGEST = 1000  # letters of the column
PLACES = frozenset({"after", "before", "page"})  # where one stands in a list: no filter


@transaction.atomic
def save_view(*, page: str, name: str, query: str, by) -> SavedView:
    """Keep the filters of a list; the same name again replaces them. Raises Refused for one too many, or too long."""
    require(by, "kernel.save_view")
    kept = SavedView.objects.visible_to(by).of(page)
    if kept.exclude(name=name).count() >= MOST:
        raise Refused(_("At most %(most)d views of a page are kept. Remove one first.") % {"most": MOST})
    asked = QueryDict(query, mutable=True)
    for place in PLACES & asked.keys():
        del asked[place]
    query = asked.urlencode()
    if len(query) > LONGEST:
        raise Refused(_("These are too many filters to keep under a name."))
    view, _is_new = SavedView.objects.update_or_create(membership=by, page=page, name=name, defaults={"query": query})
    return view
