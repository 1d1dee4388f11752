from agencies.enums import AgencyKind
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, AdminPages, Page
from tests.factories import make_agency, make_decision, make_meeting

WRITERS = {"handler", "reviewer", "leader"}
DECIDERS = {"reviewer", "leader"}
ABOVE = BUSINESS - {"police"}  # who sees it in the scope; the police are invited


def make_rows(place) -> dict:
    body = make_agency(region=place.region, kind=AgencyKind.COORDINATION, name=f"Body-{place.mark}")
    meeting = make_meeting(body=body, invited=(place.police,), title=f"Meeting-{place.mark}", state="held")
    return {
        "body": body,
        "meeting": meeting,
        "planned": make_meeting(body=body, invited=(place.police,), title=f"Planned-{place.mark}"),
        "decision": make_decision(meeting=meeting, lead=place.police, title=f"Decision-{place.mark}"),
    }


ANYWHERE = {
    "meetings.view_meeting": BUSINESS,
    "meetings.keep_meeting": WRITERS,
    "meetings.confirm_minutes": DECIDERS,
}
SEEN_BY = {"meetings.Meeting": ABOVE, "meetings.Decision": ABOVE}
PAGES = {
    "meetings:meetings": Page(BUSINESS),
    "meetings:convene": Page(WRITERS),
    "meetings:meeting": Page(BUSINESS, "meeting"),
    "meetings:change": Page(WRITERS, "planned"),
    "meetings:hold": Page(WRITERS, "planned"),
    "meetings:minutes": Page(WRITERS, "meeting"),
    "meetings:confirm": Page(DECIDERS, "meeting"),
    "meetings:cancel": Page(WRITERS, "planned"),
    "meetings:add_decision": Page(WRITERS, "meeting"),
    "meetings:change_decision": Page(WRITERS, "decision"),
    "api:meeting-list": Page(BUSINESS),
    "api:meeting-shared": Page(BUSINESS),
    "api:meeting-detail": Page(BUSINESS, "meeting"),
    "api:meeting-cancel": Page(WRITERS, "planned", post=True),
    "api:meeting-hold": Page(WRITERS, "planned", post=True),
    "api:meeting-minutes": Page(WRITERS, "meeting", post=True),
    "api:meeting-decide": Page(WRITERS, "meeting", post=True),
    "api:meeting-confirm": Page(DECIDERS, "meeting", post=True),
    "api:decision-list": Page(BUSINESS),
    "api:decision-shared": Page(BUSINESS),
    "api:decision-detail": Page(ABOVE, "decision"),  # the police read it once the minutes are confirmed
    "meetings:remove_decision": Page(WRITERS, "decision", post=True),  # the last: then it is gone
}
ADMIN = {
    "meetings.Meeting": AdminPages(ADMINS_OF_BUSINESS),
    "meetings.Decision": AdminPages(ADMINS_OF_BUSINESS),
}
