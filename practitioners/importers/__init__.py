"""Tables of practitioners with their registrations: the template, what its columns mean, taking rows in."""

from practitioners.importers.columns import COLUMNS, heading
from practitioners.importers.reading import Taken, rows_of_table, take_table
from practitioners.importers.template import TEMPLATE_ID, TEMPLATE_VERSION, template

__all__ = ["COLUMNS", "TEMPLATE_ID", "TEMPLATE_VERSION", "Taken", "heading", "rows_of_table", "take_table", "template"]
