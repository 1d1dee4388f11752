"""The part of the register in the access table."""

from institutions.enums import EquipmentKind, PermitKind
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import make_institution


def make_rows(place) -> dict:
    """An institution of each place, with a permit and a machine."""
    institution = make_institution(region=place.region, name=f"Institution-{place.mark}")
    permit = institution.permits.create(kind=PermitKind.RADIOLOGY, number=place.mark)
    equipment = institution.equipment.create(kind=EquipmentKind.RADIOLOGY, name=f"CT-{place.mark}")
    return {"institution": institution, "permit": permit, "equipment": equipment}


KEPT = {"institutions.change_institution": KEEPERS, "institutions.close_institution": KEEPERS}
MAY = KEPT | {"institutions.add_institution": KEEPERS}
ANYWHERE = {"institutions.view_institution": BUSINESS}
ABOUT = {**dict.fromkeys(KEPT, "institution"), "institutions.add_institution": "region"}  # fmt: skip
SEEN_BY = dict.fromkeys(["institutions.Institution", "institutions.Permit", "institutions.Equipment"], BUSINESS)
PAGES = {
    "institutions:institutions": Page(BUSINESS),
    "institutions:institution": Page(BUSINESS, "institution"),
    "institutions:history": Page(BUSINESS, "institution"),
    "institutions:create": Page(KEEPERS),
    "institutions:edit": Page(KEEPERS, "institution"),
    "institutions:close": Page(KEEPERS, "institution"),
    "api:institution-list": Page(BUSINESS),
    "api:institution-shared": Page(BUSINESS),
    "api:institution-detail": Page(BUSINESS, "institution"),
    "api:institution-close": Page(KEEPERS, "institution", post=True),
}
ADDRESS = {"institution": lambda row: {"public_id": row.party.public_id}}
ELSEWHERE = {"institutions:reopen": "of a closed one; tests/institutions/test_register.py"}
ADMIN = {"institutions.Institution": AdminPages(ADMINS_OF_BUSINESS)}
