"""Files that are handed in with a request or an application."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kernel.errors import Refused
from kernel.models import StoredFile

MOST_FILES = 20


def attach(row: Any, documents: Iterable[StoredFile], *, purpose: str, by) -> None:
    """Keep the files with a row that has `documents`: those of the purpose that `by` has sent, each with one row only.

    Raises Refused for others, and for more than MOST_FILES.
    """
    kept = list(documents)
    if row.documents.count() + len(kept) > MOST_FILES:
        raise Refused(_("At most %(most)d files can be handed in.") % {"most": MOST_FILES})
    keys = [file.pk for file in kept]
    own = StoredFile.objects.filter(pk__in=keys, purpose=purpose, owner=by.user_id)
    if own.count() != len(kept) or type(row).objects.filter(documents__in=own).exists():
        raise Refused(_("A file belongs to something else already. Choose it again."))
    row.documents.add(*kept)
