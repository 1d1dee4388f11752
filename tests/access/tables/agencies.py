from agencies.enums import Role
from tests.access.roles import ADMINS_OF_BUSINESS, ADMINS_OF_PEOPLE, BUSINESS, EVERYBODY, READERS, AdminPages, Page
from tests.factories import make_emergency_request, make_membership, make_user


def make_rows(place) -> dict:
    user = make_user(username=f"viewer-{place.mark.lower()}", name=f"Viewer-{place.mark}")
    member = make_membership(agency=place.commission, user=user, role=Role.VIEWER)
    return {
        "region": place.region,
        "commission": place.commission,
        "police": place.police,
        "user": user,  # somebody of the commission, for questions about people
        "member": member,
        "grant": make_emergency_request(by=member, reason=f"Reason-{place.mark}"),
    }


MAY = {
    "agencies.change_agency": {"business_admin"},
    "agencies.hand_over": {"business_admin"},
    "agencies.change_region": {"business_admin"},
    "agencies.change_user": {"system_admin"},
    "agencies.reset_password": {"system_admin"},
    "agencies.end_logins": {"system_admin"},
    "agencies.lift_lock": {"system_admin"},
    "agencies.remove_second_factor": {"security_admin"},
    "agencies.change_membership": {"security_admin"},
}
ABOUT = {
    "agencies.change_agency": "commission",
    "agencies.hand_over": "commission",
    "agencies.change_region": "region",
    "agencies.change_user": "user",
    "agencies.reset_password": "user",
    "agencies.end_logins": "user",
    "agencies.lift_lock": "user",
    "agencies.remove_second_factor": "user",
    "agencies.change_membership": "member",
}
ANYWHERE = {
    "agencies.view_region": READERS,
    "agencies.view_agency": READERS,
    "agencies.view_user": ADMINS_OF_PEOPLE,
    "agencies.view_membership": ADMINS_OF_PEOPLE,
    "agencies.add_user": {"system_admin"},
    "agencies.add_membership": {"security_admin"},
    "agencies.add_agency": {"business_admin"},
    "agencies.add_region": {"business_admin"},
    "agencies.delegate": BUSINESS,
    "agencies.request_emergency": {"system_admin"},
    "agencies.grant_emergency": {"security_admin"},
    "agencies.view_emergencygrant": ADMINS_OF_PEOPLE,
    "agencies.view_groupobjectpermission": {"security_admin"},
}
OWN_TESTS = {  # about the person itself
    "agencies.end_delegation": "tests/agencies/test_delegation.py",
    "agencies.end_emergency": "tests/agencies/test_emergency.py",
}
SEEN_BY = {
    "agencies.Region": EVERYBODY,
    "agencies.Agency": READERS,
    "agencies.User": ADMINS_OF_PEOPLE,
    "agencies.Membership": ADMINS_OF_PEOPLE | {"business_admin", "leader"},
    "agencies.EmergencyGrant": ADMINS_OF_PEOPLE,
}
PAGES = {
    "home": Page(EVERYBODY),
    "search": Page(EVERYBODY),
    "agencies:agencies": Page(READERS),
    "agencies:agency": Page(READERS, "police"),
    "agencies:create": Page({"business_admin"}),
    "agencies:edit": Page({"business_admin"}, "police"),
    "agencies:end": Page({"business_admin"}, "police"),
    "agencies:hand_over": Page({"business_admin"}, "police"),
    "agencies:add_alias": Page({"business_admin"}, "police", post=True),
    "agencies:add_section": Page({"business_admin"}, "police", post=True),
    "agencies:my_account": Page(EVERYBODY),
    "agencies:delegate": Page(EVERYBODY, "own"),
    "agencies:people": Page(ADMINS_OF_PEOPLE),
    "agencies:person": Page(ADMINS_OF_PEOPLE, "user"),
    "agencies:create_account": Page({"system_admin"}),
    "agencies:create_accounts": Page({"system_admin"}),
    "agencies:reset_password": Page({"system_admin"}, "user"),
    "agencies:act": Page({"system_admin"}, "user", extra=(("verb", "close"),)),
    "agencies:give_role": Page({"security_admin"}, "user"),
    "agencies:proposed": Page({"security_admin"}),
    "agencies:confirm_role": Page({"security_admin"}, "member", post=True),
    "agencies:end_role": Page({"security_admin"}, "member"),
    "agencies:emergency": Page(ADMINS_OF_PEOPLE),
    "api:region-list": Page(READERS),
    "api:region-detail": Page(READERS, "region"),
    "api:agency-list": Page(READERS),
    "api:agency-detail": Page(READERS, "police"),
    "api:api-root": Page(EVERYBODY),
    "api:schema": Page(EVERYBODY),
    "api:docs": Page(EVERYBODY),
}
ADDRESS = {"police": lambda row: {"public_id": row.party.public_id}}
ELSEWHERE = {
    "forgotten_password": "open; tests/agencies/test_login.py",
    "agencies:remove_alias": "tests/agencies/test_agency_pages.py",
    "agencies:close_section": "tests/agencies/test_agency_pages.py",
    "agencies:act_as": "own memberships; tests/agencies",
    "agencies:end_delegation": "own delegations; tests/agencies",
    "agencies:decide_emergency": "tests/agencies",
}
ADMIN = {
    "agencies.Region": AdminPages(ADMINS_OF_BUSINESS | ADMINS_OF_PEOPLE, ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "agencies.Agency": AdminPages(ADMINS_OF_BUSINESS | ADMINS_OF_PEOPLE, ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "agencies.User": AdminPages(ADMINS_OF_PEOPLE, {"system_admin"}, {"system_admin"}),
    "agencies.Membership": AdminPages(ADMINS_OF_PEOPLE, {"security_admin"}, {"security_admin"}),
    "agencies.EmergencyGrant": AdminPages(ADMINS_OF_PEOPLE),
    "guardian.GroupObjectPermission": AdminPages({"security_admin"}),
}
