"""What happens in the ledger of events."""

from events.services.bulk import Batch, record_events, record_events_of
from events.services.facts import Facts, FaultyFacts
from events.services.recording import counter_event, record_event
from events.services.standings import add_standing, open_standings

__all__ = [
    "Batch",
    "Facts",
    "FaultyFacts",
    "add_standing",
    "counter_event",
    "open_standings",
    "record_event",
    "record_events",
    "record_events_of",
]
