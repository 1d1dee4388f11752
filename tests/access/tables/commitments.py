"""The part of commitments in the access table."""

from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import make_commitment


def make_rows(place) -> dict:
    """What the institution of each place has signed."""
    commitment = make_commitment(
        place.rows["institution"], to=place.commission.party, signed_name=f"Signer-{place.mark}"
    )
    return {"commitment": commitment}


WRITERS = {"handler", "reviewer", "leader"}
RECORDERS = WRITERS | {"officer"}
MAY = {
    "commitments.enter_scan": KEEPERS,
    "commitments.add_commitmenttemplate": ADMINS_OF_BUSINESS,
    "commitments.record_breach": RECORDERS,
    "commitments.publish_commitment": WRITERS,
}
ANYWHERE = {
    "commitments.view_commitment": BUSINESS,
    "commitments.sign_commitment": set(),
    "commitments.collect_commitment": set(),
}
ABOUT = {
    "commitments.enter_scan": "institution",
    "commitments.add_commitmenttemplate": "region",
    "commitments.record_breach": "commitment",
    "commitments.publish_commitment": "commitment",
}
SEEN_BY = {"commitments.Commitment": BUSINESS}
SEEN_OTHERWISE = {
    "commitments.CommitmentTemplate": "those of the territories around too, which hold there; "
    "tests/commitments/test_texts.py",
}
PAGES = {
    "commitments:board": Page(BUSINESS),
    "commitments:people": Page(BUSINESS),
    "commitments:templates": Page(BUSINESS),
    "commitments:add_template": Page(ADMINS_OF_BUSINESS, extra=(("kind", "institution"),)),
    "commitments:commitment": Page(BUSINESS, "commitment"),
    "commitments:paper": Page(BUSINESS, "commitment"),
    "commitments:publish": Page(WRITERS, "commitment", post=True),
    "commitments:breach": Page(RECORDERS, "commitment"),
    "commitments:institution": Page(BUSINESS, "institution"),
    "commitments:sign": Page(set(), "institution"),
    "commitments:scan": Page(KEEPERS, "institution"),
    "commitments:people_of": Page(BUSINESS, "institution"),
    "api:commitment-list": Page(BUSINESS),
    "api:commitment-shared": Page(BUSINESS),
    "api:commitment-detail": Page(BUSINESS, "commitment"),
    "api:commitment_template-list": Page(BUSINESS),
}
ADDRESS = {"commitment": lambda row: {"public_id": row.public_id}}
ELSEWHERE = {
    "commitments:template": "of territories around too; tests/commitments/test_texts.py",
    "api:commitment_template-detail": "of territories around too; tests/commitments/test_texts.py",
    "commitments:sign_person": "of an institution and one of its people; tests/commitments/test_pages.py",
    "commitments:scan_person": "of an institution and one of its people; tests/commitments/test_pages.py",
}
ADMIN = {
    "commitments.Commitment": AdminPages(ADMINS_OF_BUSINESS),
    "commitments.CommitmentTemplate": AdminPages(ADMINS_OF_BUSINESS),
}
