"""The part of events in the access table."""

from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, AdminPages, Page
from tests.factories import make_clinic, make_event, make_principal


def make_rows(place) -> dict:
    """A clinic of each place, and what its commission has recorded about it."""
    mark = place.mark
    subject = make_clinic(region=place.region, name=f"Subject-{mark}")
    event = make_event(subject=subject, agency=place.commission.party, title=f"Event-{mark}", text=f"What-{mark}")
    return {"subject": subject, "event": event, "principal": make_principal(subject)}


OF_THE_AGENCY = {"handler", "reviewer", "leader", "officer"}
RECORDERS = OF_THE_AGENCY | {"police"}
MAY = {"events.record_event": RECORDERS}
ABOUT = {"events.record_event": "subject"}
ANYWHERE = {"events.view_event": BUSINESS}
OWN_TESTS = {
    "events.counter_event": "by the recording agency; tests/events/test_counter.py",
    "events.add_standing": "by the recording agency; tests/events/test_standings.py",
    "events.ask_standing": "by the subject, too; tests/events/test_standings.py",
}
SEEN_BY = {"events.Event": BUSINESS}
PAGES = {
    "events:parties": Page(BUSINESS),
    "events:ledger": Page(BUSINESS),
    "events:timeline": Page(BUSINESS, "subject"),
    "events:record": Page(RECORDERS, "subject"),
    "events:event": Page(BUSINESS, "event"),
    "events:counter": Page(OF_THE_AGENCY, "event"),
    "events:standing": Page(OF_THE_AGENCY, "event", extra=(("kind", "revoked"),)),
    "events:table": Page(RECORDERS),
    "api:event-list": Page(BUSINESS),
    "api:event-shared": Page(BUSINESS),
    "api:event-detail": Page(BUSINESS, "event"),
    "api:event-standings": Page(BUSINESS, "event"),
    "api:event-counter": Page(OF_THE_AGENCY, "event", post=True),
}
ADDRESS = dict.fromkeys(("subject", "event"), lambda row: {"public_id": row.public_id})
ELSEWHERE = {
    "events:check": "own dry runs; tests/events/test_table_pages.py",
    "events:template": "a spreadsheet for whoever records; tests/events/test_table_pages.py",
}
ADMIN = {"events.Event": AdminPages(ADMINS_OF_BUSINESS)}
