"""Tables of events that departments send: the template, what its columns mean, and what a table can be recorded as."""

from events.importers.columns import COLUMNS
from events.importers.reading import Reading, read_events
from events.importers.template import TEMPLATE_ID, TEMPLATE_VERSION, template

__all__ = ["COLUMNS", "TEMPLATE_ID", "TEMPLATE_VERSION", "Reading", "read_events", "template"]
