"""What a file may measure, and the refusal of one that is no plan."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 50_000
MAX_LINE = 20_000  # characters
MAX_CHARACTERS = 2_000_000
MAX_PLACES = 200_000  # of all tables, a merged cell counted once for each place it covers
MAX_COLUMNS = 200  # of a table
NO_TEXT = _("This file holds no document that can be read. Save it as .docx or .txt and import that one.")


class NotAPlan(Refused):
    """The file is no plan that can be read; `reason` is a sentence to show."""

    status = 400


def refuse_many(places: int) -> None:
    if places > MAX_PLACES:
        raise NotAPlan(_("The tables of this file have more than %(limit)s cells.") % {"limit": MAX_PLACES})
