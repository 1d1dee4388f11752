"""The part of disclosure in the access table."""

from agencies.enums import PartyKind
from disclosure.enums import PublicationState
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, AdminPages, Page
from tests.factories import make_membership, make_original, make_party, make_publication, make_user


def make_rows(place) -> dict:
    """Of the commission of each place: a draft, what is being checked, and what is public."""
    mark = place.mark
    party = make_party(region=place.region, kind=PartyKind.INSTITUTION, name=f"Clinic-{mark}")
    by = make_membership(agency=place.commission, user=make_user(name=f"Drafter-{mark}"))
    facts = {"agency": place.commission, "party": party, "by": by}
    draft = make_publication(state=PublicationState.DRAFT, title=f"Draft-of-{mark}", **facts)
    checked = make_publication(state=PublicationState.PRIVACY_CHECK, title=f"Checked-in-{mark}", **facts)
    make_original(draft)
    make_original(checked)
    return {
        "clinic": party,
        "publication_draft": draft,
        "publication_checked": checked,
        "publication": make_publication(title=f"Published-in-{mark}", **facts),
    }


WRITERS, CHECKERS = {"handler", "reviewer", "leader", "police"}, {"reviewer", "leader"}
SEES_THE_TERRITORY = BUSINESS - {"police"}  # its own agency has published nothing here
OF_THE_AGENCY = WRITERS - {"police"}
HERE = "tests/disclosure/test_rights.py"
MAY = {"disclosure.view_publication": SEES_THE_TERRITORY, "disclosure.add_publication": WRITERS}
ABOUT = {"disclosure.view_publication": "publication", "disclosure.add_publication": "clinic"}
OWN_TESTS = dict.fromkeys(
    (
        "disclosure.change_publication", "disclosure.ask_withdrawal", "disclosure.read_original",
        "disclosure.check_publication", "disclosure.publish_publication", "disclosure.withdraw_publication",
        "disclosure.expire_publication",
    ),
    HERE,
)  # fmt: skip
SEEN_BY = {"disclosure.Publication": SEES_THE_TERRITORY}
PAGES = {
    "disclosure:publications": Page(BUSINESS),
    "disclosure:start": Page(WRITERS),
    "disclosure:draft": Page(WRITERS, "clinic", extra=(("kind", "check"),)),
    "disclosure:publication": Page(SEES_THE_TERRITORY, "publication"),
    "disclosure:edit": Page(OF_THE_AGENCY, "publication_draft"),
    "disclosure:step": Page(CHECKERS, "publication_checked", extra=(("verb", "pass_privacy"),)),
    "api:publication-list": Page(BUSINESS),
    "api:publication-detail": Page(SEES_THE_TERRITORY, "publication"),
    "api:publication-compared": Page(OF_THE_AGENCY, "publication_checked"),
}
ADDRESS = {
    "clinic": lambda row: {"party": row.public_id},
    **dict.fromkeys(
        ("publication", "publication_draft", "publication_checked"), lambda row: {"public_id": row.public_id}
    ),
}
ELSEWHERE = {
    **dict.fromkeys(
        [f"api:publication-{verb}" for verb in (
            "submit", "pass-privacy", "pass-secrecy", "send-back", "discard", "publish", "ask-withdrawal", "withdraw",
        )],
        "each asks what its service asks; tests/disclosure/test_api.py",
    ),
    **dict.fromkeys(
        [f"open:{page}" for page in (
            "search", "definitions", "json", "csv", "feed", "party", "qr", "publication", "missing",
        )],
        "open to everybody; tests/disclosure/test_open_pages.py",
    ),
}  # fmt: skip
ADMIN = {"disclosure.Publication": AdminPages(ADMINS_OF_BUSINESS)}
