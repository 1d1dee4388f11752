"""The part of the register in the access table."""

from datetime import date

from institutions.enums import EquipmentKind, PermitKind
from institutions.models import ProposableFacts
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import (
    make_account_request,
    make_change_request,
    make_institution,
    make_object,
    make_principal,
    make_uscc,
    make_verification,
)


def make_rows(place) -> dict:
    """An institution of each place, with a permit and a machine, and a change that it proposes."""
    owner = place.commission.party
    institution = make_institution(region=place.region, name=f"Institution-{place.mark}", owner=owner)
    permit = institution.permits.create(kind=PermitKind.RADIOLOGY, number=place.mark)
    wrong_permit = institution.permits.create(kind=PermitKind.BLOOD, number=place.mark)
    equipment = institution.equipment.create(kind=EquipmentKind.RADIOLOGY, name=f"CT-{place.mark}")
    proposed_by = make_principal(institution.party)
    change = make_change_request(institution, reason=f"Change-{place.mark}", proposed_by=proposed_by)
    proposable = ProposableFacts.objects.create(
        region=place.region, region_path=place.region.path, facts=["phone"], valid_from=date(2026, 1, 1),
        basis=f"Basis-{place.mark}",
    )  # fmt: skip
    obj = make_object(region=place.region, name=f"Object-{place.mark}")
    asked = make_account_request(institution, reason=f"Asked-{place.mark}")
    checked = make_account_request(
        make_institution(region=place.region, name=f"Asking-{place.mark}", uscc=make_uscc()), state="checked"
    )
    verification = make_verification(institution)
    return {
        "asked": asked, "checked": checked, "object": obj, "verification": verification,
        "institution": institution, "permit": permit, "wrong_permit": wrong_permit, "equipment": equipment,
        "change": change, "proposable": proposable,
    }  # fmt: skip


COMMISSION = BUSINESS - {"police"}
REVIEWS, CONCLUDES = {"handler", "reviewer", "leader"}, {"reviewer", "leader"}
KEPT = {"institutions.change_institution": KEEPERS, "institutions.close_institution": KEEPERS}
MAY = KEPT | {
    "institutions.add_institution": KEEPERS,
    "institutions.decide_change": KEEPERS,
    "institutions.keep_permit": KEEPERS,
    "institutions.keep_equipment": KEEPERS,
    "institutions.add_proposablefacts": ADMINS_OF_BUSINESS,
    "institutions.add_supervisedobject": KEEPERS | {"police"},
    "institutions.change_supervisedobject": KEEPERS,
    "institutions.end_supervisedobject": KEEPERS,
    "institutions.check_account": KEEPERS,
    "institutions.open_account": {"system_admin"},
    "institutions.add_verification": KEEPERS,
    "institutions.end_verification": KEEPERS,
    "institutions.apply_verification": KEEPERS,
    "institutions.review_verification": REVIEWS,
    "institutions.order_verification": REVIEWS,
    "institutions.conclude_verification": CONCLUDES,
}
ANYWHERE = {
    "institutions.view_institution": BUSINESS,
    "institutions.view_supervisedobject": BUSINESS,
    "institutions.view_accountrequest": KEEPERS | {"system_admin"},
    "institutions.view_changerequest": COMMISSION,
    "institutions.view_verification": COMMISSION,
    "institutions.propose_change": set(),
    "institutions.view_proposablefacts": ADMINS_OF_BUSINESS,
}
ABOUT = {
    **dict.fromkeys(KEPT, "institution"),
    "institutions.add_institution": "region",
    "institutions.decide_change": "change",
    "institutions.keep_permit": "permit",
    "institutions.keep_equipment": "equipment",
    "institutions.add_proposablefacts": "region",
    "institutions.add_supervisedobject": "region",
    "institutions.change_supervisedobject": "object",
    "institutions.end_supervisedobject": "object",
    "institutions.check_account": "asked",
    "institutions.open_account": "checked",
    "institutions.add_verification": "institution",
    **dict.fromkeys(
        [f"institutions.{verb}_verification" for verb in ("end", "apply", "review", "order", "conclude")],
        "verification",
    ),
}
SEEN_BY = {
    **dict.fromkeys(["institutions.Institution", "institutions.Permit", "institutions.Equipment"], BUSINESS),
    "institutions.SupervisedObject": BUSINESS,
    "institutions.ChangeRequest": COMMISSION,
    "institutions.AccountRequest": KEEPERS | {"system_admin"},
    "institutions.Verification": COMMISSION,
}
SEEN_OTHERWISE = {
    "institutions.RegisterImport": "own imports; tests/institutions/test_import_pages.py",
    "institutions.ProposableFacts": "those of the territories around too, which hold there; "
    "tests/institutions/test_changes.py",
}
PAGES = {
    "institutions:institutions": Page(BUSINESS),
    "institutions:institution": Page(BUSINESS, "institution"),
    "institutions:history": Page(BUSINESS, "institution"),
    "institutions:licence": Page(BUSINESS, "institution"),
    "institutions:publications": Page(BUSINESS, "institution"),
    "institutions:labels": Page(BUSINESS, "institution"),
    "institutions:add_permit": Page(KEEPERS, "institution"),
    "institutions:edit_permit": Page(KEEPERS, "permit"),
    "institutions:remove_permit": Page(KEEPERS, "wrong_permit", post=True),
    "institutions:add_equipment": Page(KEEPERS, "institution"),
    "institutions:edit_equipment": Page(KEEPERS, "equipment"),
    "institutions:account_requests": Page(KEEPERS | {"system_admin"}),
    "institutions:account_request": Page(KEEPERS | {"system_admin"}, "asked"),
    "institutions:check_papers": Page(KEEPERS, "asked", post=True),
    "institutions:refuse_account": Page(KEEPERS, "asked"),
    "institutions:open_account": Page({"system_admin"}, "checked", post=True),
    "institutions:objects": Page(BUSINESS),
    "institutions:object": Page(BUSINESS, "object"),
    "institutions:create_object": Page(KEEPERS | {"police"}),
    "institutions:edit_object": Page(KEEPERS, "object"),
    "institutions:end_object": Page(KEEPERS, "object"),
    "api:object-list": Page(BUSINESS),
    "api:object-detail": Page(BUSINESS, "object"),
    "api:object-end": Page(KEEPERS, "object", post=True),
    "institutions:create": Page(KEEPERS),
    "institutions:export": Page(BUSINESS, post=True),
    "institutions:imports": Page(KEEPERS),
    "institutions:send": Page(KEEPERS),
    "institutions:template": Page(KEEPERS),
    "institutions:edit": Page(KEEPERS, "institution"),
    "institutions:close": Page(KEEPERS, "institution"),
    "institutions:suspend": Page(KEEPERS, "institution"),
    "institutions:accounts": Page({"system_admin"}),
    "institutions:changes": Page(COMMISSION),
    "institutions:change": Page(COMMISSION, "change"),
    "institutions:propose": Page(set(), "institution"),
    "institutions:withdraw_change": Page(set(), "change", post=True),
    "institutions:verifications": Page(COMMISSION),
    "institutions:verification": Page(COMMISSION, "verification"),
    "institutions:open_verification": Page(KEEPERS, "institution"),
    "institutions:apply": Page(KEEPERS, "verification"),
    "institutions:review": Page(REVIEWS, "verification"),
    "institutions:order": Page(REVIEWS, "verification"),
    "institutions:conclude": Page(CONCLUDES, "verification"),
    "institutions:end_verification": Page(KEEPERS, "verification"),
    "api:verification-list": Page(COMMISSION),
    "api:verification-shared": Page(COMMISSION),
    "api:verification-detail": Page(COMMISSION, "verification"),
    "api:verification-apply": Page(KEEPERS, "verification", post=True),
    "api:verification-review": Page(REVIEWS, "verification", post=True),
    "api:verification-order": Page(REVIEWS, "verification", post=True),
    "api:verification-conclude": Page(CONCLUDES, "verification", post=True),
    "api:verification-end": Page(KEEPERS, "verification", post=True),
    "api:change_request-list": Page(COMMISSION),
    "api:change_request-shared": Page(COMMISSION),
    "api:change_request-detail": Page(COMMISSION, "change"),
    "api:change_request-withdraw": Page(set(), "change", post=True),
    "api:change_request-decide": Page(KEEPERS, "change", post=True),
    "api:permit-list": Page(BUSINESS),
    "api:permit-shared": Page(BUSINESS),
    "api:permit-detail": Page(BUSINESS, "permit"),
    "api:equipment-list": Page(BUSINESS),
    "api:equipment-shared": Page(BUSINESS),
    "api:equipment-detail": Page(BUSINESS, "equipment"),
    "api:institution-list": Page(BUSINESS),
    "api:institution-shared": Page(BUSINESS),
    "api:institution-detail": Page(BUSINESS, "institution"),
    "api:institution-close": Page(KEEPERS, "institution", post=True),
    "api:institution-suspend": Page(KEEPERS, "institution", post=True),
}
ADDRESS = {
    "institution": lambda row: {"public_id": row.party.public_id},
    "object": lambda row: {"public_id": row.party.public_id},
    "equipment": lambda row: {"public_id": row.public_id},
}
ELSEWHERE = {
    "institutions:ask_account": "open; tests/institutions/test_asking.py",
    "institutions:account_asked": "open; tests/institutions/test_asking.py",
    "open_register:equipment": "for everybody; tests/institutions/test_permits.py",
    "institutions:resume": "of a suspended one; tests/institutions/test_register_steps.py",
    "api:institution-resume": "of a suspended one; tests/institutions/test_register_steps.py",
    "api:institution-reopen": "of a closed one; tests/institutions/test_register_steps.py",
    "institutions:reopen": "of a closed one; tests/institutions/test_register.py",
    "institutions:import": "own imports; tests/institutions/test_import_pages.py",
}
ADMIN = {
    "institutions.Institution": AdminPages(ADMINS_OF_BUSINESS),
    "institutions.SupervisedObject": AdminPages(ADMINS_OF_BUSINESS),
    "institutions.ChangeRequest": AdminPages(ADMINS_OF_BUSINESS),
    "institutions.AccountRequest": AdminPages({"business_admin", "system_admin"}),
    "institutions.Verification": AdminPages(ADMINS_OF_BUSINESS),
    "institutions.ProposableFacts": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
}
