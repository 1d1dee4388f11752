"""The access table: which role may do what with a record of its own place, a place below it, another place.

An actor's place is "city" or "east"; the districts lie below the city, while west and city are other places for east.
"""

from agencies.enums import Role

BUSINESS = {"handler", "reviewer", "leader", "business_admin", "police"}
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
    "kernel.enter_admin": {"business_admin", "system_admin", "security_admin", "audit_admin"},
    "kernel.view_audit": {"audit_admin"},
    "kernel.load_calendar": {"business_admin"},
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
    "tasks.Plan": BUSINESS,
    "tasks.Task": BUSINESS,
    "tasks.Responsibility": BUSINESS,
}
TERRITORY = {"city": {"city", "east", "west"}, "east": {"east"}}


def place_and_role(actor: str) -> tuple[str, str]:
    """ "east handler as city police" acts for the city's police."""
    place, role = actor.split(" as ")[-1].split(" ")
    return place, role


assert {role.value for role in Role} >= EVERYBODY - {"police"}
