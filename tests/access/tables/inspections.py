"""The part of self-inspections in the access table."""

from tests.access.roles import BUSINESS, Page
from tests.factories import make_institution, make_programme, make_report, make_round


def make_rows(place) -> dict:
    """Reports of two institutions of each place: one waits, one is handed in."""
    daily = make_round(make_programme(region=place.region))  # what is asked for is known in the territories below too
    inspected = make_institution(region=place.region, name=f"Inspected-{place.mark}")
    other = make_institution(region=place.region, name=f"Handed-in-{place.mark}")
    return {
        "inspected": inspected, "report": make_report(inspected, of=daily),
        "handed_in": make_report(other, of=daily, state="submitted"),
    }  # fmt: skip


SUPERVISORS = BUSINESS - {"police"}
REVIEW = {"handler", "reviewer", "leader", "officer"}
DECIDE = {"reviewer", "leader", "business_admin"}
MAY = {
    "inspections.review_selfinspection": REVIEW,
    "inspections.cancel_selfinspection": DECIDE,
}
ANYWHERE = {
    "inspections.view_selfinspection": SUPERVISORS,
    "inspections.answer_selfinspection": set(),
    "inspections.submit_selfinspection": set(),
}
ABOUT = {"inspections.review_selfinspection": "handed_in", "inspections.cancel_selfinspection": "report"}
SEEN_BY = {"inspections.SelfInspection": SUPERVISORS}
PAGES = {
    "inspections:reports": Page(SUPERVISORS),
    "inspections:institution": Page(SUPERVISORS, "inspected"),
    "inspections:accept": Page(REVIEW, "handed_in"),
    "inspections:return": Page(REVIEW, "handed_in"),
    "inspections:cancel": Page(DECIDE, "report"),
    "inspections:accept_many": Page(REVIEW, post=True),
    "inspections:remind": Page(REVIEW, post=True),
}
ADDRESS = {
    "report": lambda row: {"public_id": row.public_id},
    "handed_in": lambda row: {"public_id": row.public_id},
    "inspected": lambda row: {"public_id": row.party.public_id},
}
