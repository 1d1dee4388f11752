"""The access table: which role may do what with a record of its own place, a place below it, another place.

An actor's place is "city" or "east"; the districts lie below the city, while west and city are other places for east.
"""

from dataclasses import dataclass

from agencies.enums import INSTITUTION_ROLES, Role

BUSINESS = {"handler", "reviewer", "leader", "viewer", "officer", "business_admin", "police"}
KEEPERS = {"handler", "reviewer", "leader", "business_admin"}  # of plans, in the commission
EVERYBODY = BUSINESS | {"system_admin", "security_admin", "audit_admin"}

# permission → roles that may do it with a record of their territory (nobody may outside it)
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
    "tasks.import_plan": KEEPERS,
    "tasks.change_plan": KEEPERS,
    "tasks.change_task": KEEPERS,
}
ABOUT = {  # what each permission is asked about, in a place
    "agencies.change_agency": "commission",
    "agencies.hand_over": "commission",
    "agencies.change_region": "region",
    "agencies.change_user": "user",
    "agencies.reset_password": "user",
    "agencies.end_logins": "user",
    "agencies.lift_lock": "user",
    "agencies.remove_second_factor": "user",
    "agencies.change_membership": "member",
    "tasks.import_plan": "region",
    "tasks.change_plan": "plan",
    "tasks.change_task": "task",
}
# permission without a record → roles
ANYWHERE = {
    "agencies.view_region": EVERYBODY - {"audit_admin"},
    "agencies.view_agency": EVERYBODY - {"audit_admin"},
    "agencies.view_user": {"system_admin", "security_admin"},
    "agencies.view_membership": {"system_admin", "security_admin"},
    "agencies.add_user": {"system_admin"},
    "agencies.add_membership": {"security_admin"},
    "agencies.add_agency": {"business_admin"},
    "agencies.add_region": {"business_admin"},
    "agencies.delegate": BUSINESS,
    "agencies.request_emergency": {"system_admin"},
    "agencies.grant_emergency": {"security_admin"},
    "agencies.view_emergencygrant": {"system_admin", "security_admin"},
    "agencies.view_groupobjectpermission": {"security_admin"},
    "kernel.enter_admin": {"business_admin", "system_admin", "security_admin"},
    "kernel.view_audit": {"audit_admin"},
    "kernel.load_calendar": {"business_admin"},
    "kernel.view_calendaryear": {"business_admin", "system_admin"},
    "tasks.view_plan": BUSINESS,
    "tasks.view_task": BUSINESS,
    "tasks.view_responsibility": BUSINESS,
    "tasks.view_plandraft": KEEPERS,
}
# model → roles that see its rows (each within the own territory)
SEEN_BY = {
    "agencies.Region": EVERYBODY,
    "agencies.Agency": EVERYBODY - {"audit_admin"},
    "agencies.User": {"system_admin", "security_admin"},
    "agencies.Membership": {"system_admin", "security_admin", "business_admin", "leader"},
    "agencies.EmergencyGrant": {"system_admin", "security_admin"},
    "kernel.AuditRow": {"audit_admin"},
    "tasks.Plan": BUSINESS,
    "tasks.Task": BUSINESS,
    "tasks.Responsibility": BUSINESS,
    "tasks.PlanDraft": BUSINESS - {"police"},
}
SEEN_OTHERWISE = {"kernel.Job": "by whoever started it; tests/kernel/test_jobs.py"}
TERRITORY = {"city": {"city", "east", "west"}, "east": {"east"}}


def place_and_role(actor: str) -> tuple[str, str]:
    """ "east handler as city police" acts for the city's police."""
    place, role = actor.split(" as ")[-1].split(" ")
    return place, role


assert set(Role) - INSTITUTION_ROLES == EVERYBODY - {"police"}


# --- pages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """An address, who may open it (others get 403 or 404), about which record, and whether it only takes a POST."""

    roles: frozenset[str] | set[str]
    about: str = ""  # agency, user, member, task, plan, own (the actor's membership), or nothing
    post: bool = False
    extra: tuple[tuple[str, str], ...] = ()  # more parts of the address


ADMINS_OF_PEOPLE = {"system_admin", "security_admin"}
READERS = EVERYBODY - {"audit_admin"}
PAGES = {
    "home": Page(EVERYBODY),
    "agencies:agencies": Page(READERS),
    "agencies:agency": Page(READERS, "agency"),
    "agencies:create": Page({"business_admin"}),
    "agencies:edit": Page({"business_admin"}, "agency"),
    "agencies:end": Page({"business_admin"}, "agency"),
    "agencies:hand_over": Page({"business_admin"}, "agency"),
    "agencies:add_alias": Page({"business_admin"}, "agency", post=True),
    "agencies:add_section": Page({"business_admin"}, "agency", post=True),
    "agencies:my_account": Page(EVERYBODY),
    "agencies:delegate": Page(EVERYBODY, "own"),
    "agencies:people": Page(ADMINS_OF_PEOPLE),
    "agencies:person": Page(ADMINS_OF_PEOPLE, "user"),
    "agencies:create_account": Page({"system_admin"}),
    "agencies:create_accounts": Page({"system_admin"}),
    "agencies:reset_password": Page({"system_admin"}, "user"),
    "agencies:act": Page({"system_admin"}, "user", extra=(("verb", "close"),)),
    "agencies:give_role": Page({"security_admin"}, "user"),
    "agencies:confirm_role": Page({"security_admin"}, "member", post=True),
    "agencies:end_role": Page({"security_admin"}, "member"),
    "agencies:emergency": Page(ADMINS_OF_PEOPLE),
    "tasks:matrix": Page(BUSINESS),
    "tasks:tasks": Page(BUSINESS),
    "tasks:task": Page(BUSINESS, "task"),
    "kernel:audit": Page({"audit_admin"}),
    "kernel:export_audit": Page({"audit_admin"}, post=True),
    "kernel:jobs": Page(EVERYBODY),
    "api:api-root": Page(EVERYBODY),
    "api:schema": Page(EVERYBODY),
    "api:docs": Page(EVERYBODY),
    "api:region-list": Page(READERS),
    "api:region-detail": Page(READERS, "region"),
    "api:agency-list": Page(READERS),
    "api:agency-detail": Page(READERS, "agency"),
    "api:plan-list": Page(BUSINESS),
    "api:plan-shared": Page(BUSINESS),
    "api:plan-detail": Page(BUSINESS, "plan"),
    "api:task-list": Page(BUSINESS),
    "api:task-shared": Page(BUSINESS),
    "api:task-detail": Page(BUSINESS, "task"),
    "api:responsibility-list": Page(BUSINESS),
    "api:responsibility-shared": Page(BUSINESS),
    "api:responsibility-detail": Page(BUSINESS, "responsibility"),
}
ELSEWHERE = {  # addresses whose rule is about a row of their own; tested there
    "set_language": "open; tests/front",
    "healthz": "open; tests/kernel/test_health.py",
    "forgotten_password": "open; tests/agencies/test_login.py",
    "agencies:remove_alias": "tests/agencies/test_agency_pages.py",
    "agencies:close_section": "tests/agencies/test_agency_pages.py",
    "agencies:act_as": "own memberships; tests/agencies",
    "agencies:end_delegation": "own delegations; tests/agencies",
    "agencies:decide_emergency": "tests/agencies",
    "kernel:file": "by purpose; tests/kernel/test_serving_files.py",
    "kernel:thumbnail": "by purpose; tests/kernel/test_serving_files.py",
    "kernel:job": "own jobs; tests/kernel",
    "kernel:cancel_job": "own jobs; tests/kernel",
}


# --- the admin -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AdminPages:
    """The roles that open a model's list and record, those that change the record, those that add one."""

    opened_by: set[str]
    changed_by: frozenset[str] | set[str] = frozenset()
    added_by: frozenset[str] | set[str] = frozenset()


KEEPS = {"business_admin"}
ADMIN = {
    "agencies.Region": AdminPages(KEEPS | ADMINS_OF_PEOPLE, KEEPS, KEEPS),
    "agencies.Agency": AdminPages(KEEPS | ADMINS_OF_PEOPLE, KEEPS, KEEPS),
    "agencies.User": AdminPages(ADMINS_OF_PEOPLE, {"system_admin"}, {"system_admin"}),
    "agencies.Membership": AdminPages(ADMINS_OF_PEOPLE, {"security_admin"}, {"security_admin"}),
    "agencies.EmergencyGrant": AdminPages(ADMINS_OF_PEOPLE),
    "guardian.GroupObjectPermission": AdminPages({"security_admin"}),
    "kernel.CalendarYear": AdminPages({"business_admin", "system_admin"}),
    "kernel.Day": AdminPages({"business_admin", "system_admin"}),
    "tasks.Plan": AdminPages(KEEPS, KEEPS),
    "tasks.Task": AdminPages(KEEPS, KEEPS),
    "tasks.Responsibility": AdminPages(KEEPS),
    "tasks.PlanDraft": AdminPages(KEEPS),
}
