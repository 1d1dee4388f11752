"""Tables of institutions that are sent: their columns, what a row says, the template, and what was wrong."""

from institutions.importers.columns import COLUMNS, headings
from institutions.importers.reading import Reader, open_table
from institutions.importers.report import write_report
from institutions.importers.template import TEMPLATE_ID, TEMPLATE_VERSION, template

__all__ = [
    "COLUMNS", "TEMPLATE_ID", "TEMPLATE_VERSION", "Reader", "headings", "open_table", "template", "write_report",
]  # fmt: skip
