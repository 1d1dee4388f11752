"""Who may keep regions, agencies and accounts, and how a territory is asked for."""

from django.db.models import Q
from django.utils import timezone

from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, AgencyKind, PartyKind, Role
from kernel.access import competence, competent_kinds, grants

NOTHING = Q(pk__in=[])
KEPT_BY = {  # kinds of record that belong to the running of the portal, not to its business
    "agencies.user": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "agencies.emergencygrant": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "agencies.membership": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.BUSINESS_ADMIN, Role.LEADER},
    "agencies.region": set(Role),
    "agencies.agency": set(Role) - {Role.AUDIT_ADMIN},
}

competence("agencies.region", GOVERNMENT_KINDS)
competence("agencies.agency", GOVERNMENT_KINDS)
competence("agencies.membership", GOVERNMENT_KINDS)
competence("agencies.user", GOVERNMENT_KINDS)
competence("agencies.emergencygrant", GOVERNMENT_KINDS)


def in_scope(by, record_kind: str, *, path: str = "region_path") -> Q:
    """The rows of `record_kind` that the acting unit sees: a range of the region path, where its kind is competent.

    The three administrators of rules 11.1 see no business record at all.
    """
    if by.user.is_superuser:
        return Q()
    if by.role not in KEPT_BY.get(record_kind, set(Role) - DUTY_ADMINS):
        return NOTHING
    if by.agency_kind not in competent_kinds(record_kind):
        return NOTHING
    return Q(**{f"{path}__startswith": by.region_path})


def belongs_to(user, party_id: int) -> bool:
    """Whether a person has a role there today, under whichever hat: nobody decides about himself (rules 9a)."""
    return user.memberships.valid_on(timezone.localdate()).filter(party_id=party_id).exists()


def granted_to(by, perm: str, model):
    """The keys of the rows of `model` that were shared with the agency of `by` (django-guardian, its group)."""
    from guardian.models import GroupObjectPermission

    app, codename = perm.split(".")
    rows = GroupObjectPermission.objects.filter(
        group__agency=by.party_id,
        permission__codename=codename,
        permission__content_type__app_label=app,
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
    )
    return [int(pk) for pk in rows.values_list("object_pk", flat=True)]


def _covers(by, obj) -> bool:
    return obj is None or by.covers(obj)


@grants("agencies.view_region", "agencies.view_agency", "agencies.view_agencyalias", "agencies.view_section")
def belongs_to_an_agency(by, obj):
    return by.agency_kind in GOVERNMENT_KINDS and by.role != Role.AUDIT_ADMIN


@grants(
    "agencies.add_region", "agencies.change_region", "agencies.add_agency", "agencies.change_agency",
    "agencies.add_agencyalias", "agencies.change_agencyalias", "agencies.delete_agencyalias",
    "agencies.add_section", "agencies.change_section", "agencies.hand_over",
    "agencies.view_regioncode", "agencies.add_regioncode", "agencies.change_regioncode",
)  # fmt: skip
def keeps_master_data_here(by, obj):
    return by.role == Role.BUSINESS_ADMIN and _covers(by, obj)


@grants("agencies.view_user", "agencies.view_membership")
def keeps_or_leads_people_here(by, obj):
    return by.role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN} and _covers(by, obj)


@grants(
    "agencies.add_user", "agencies.change_user", "agencies.reset_password", "agencies.end_logins",
    "agencies.lift_lock",
)  # fmt: skip
def keeps_accounts_here(by, obj):
    """The system administrator opens and closes accounts; what they may do is not his to say."""
    return by.role == Role.SYSTEM_ADMIN and _covers(by, obj)


@grants("agencies.add_membership", "agencies.change_membership")
def gives_rights_here(by, obj):
    """The security administrator gives rights to others, never to himself (rules 11.1)."""
    return by.role == Role.SECURITY_ADMIN and (obj is None or (by.covers(obj) and obj.user_id != by.user_id))


@grants("agencies.remove_second_factor")
def guards_log_ins_here(by, obj):
    """Whoever gives out new passwords does not also take the second factor away."""
    return by.role == Role.SECURITY_ADMIN and (obj is None or (by.covers(obj) and obj.pk != by.user_id))


@grants("agencies.delegate")
def may_be_represented(by, obj):
    """Everybody hands over his own work for a leave: not an administrator's duties, not what was handed to him."""
    if obj is None:
        return by.role not in DUTY_ADMINS
    return obj.user_id == by.user_id and obj.role not in DUTY_ADMINS and obj.represents_id is None


@grants("agencies.end_delegation")
def is_represented_by_it(by, obj):
    return obj is None or (obj.represents_id is not None and obj.represents.user_id == by.user_id)


@grants("agencies.request_emergency")
def runs_the_system(by, obj):
    return by.role == Role.SYSTEM_ADMIN


@grants("agencies.view_emergencygrant")
def runs_or_guards_the_system(by, obj):
    return by.role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN} and _covers(by, obj)


@grants("agencies.grant_emergency")
def guards_the_system(by, obj):
    return by.role == Role.SECURITY_ADMIN and (obj is None or (by.covers(obj) and obj.user_id != by.user_id))


@grants("agencies.end_emergency")
def holds_or_guards_it(by, obj):
    """The one who holds the rights gives them back; a security administrator takes them back."""
    return obj is not None and (obj.user_id == by.user_id or guards_the_system(by, obj))


@grants("agencies.view_groupobjectpermission")
def sees_exceptional_shares(by, obj):
    return by.role == Role.SECURITY_ADMIN


@grants("kernel.enter_admin")
def keeps_something_there(by, obj):
    """An audit administrator keeps nothing: the trail has its own page."""
    return by.role in {Role.BUSINESS_ADMIN, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}


@grants("kernel.view_audit")
def reads_the_trail(by, obj):
    return by.role == Role.AUDIT_ADMIN


@grants("kernel.view_whole_audit")
def reads_the_trail_at_the_top(by, obj):
    """What no unit did (the system, failed log-ins, commands) concerns no territory: it is for the top commission."""
    path = by.region_path
    above = [path[:end] for end in range(4, len(path), 4)]
    is_topmost = not type(by.party).objects.filter(kind=PartyKind.AGENCY, region_path__in=above).exists()
    return by.role == Role.AUDIT_ADMIN and by.agency_kind == AgencyKind.HEALTH_COMMISSION and is_topmost


@grants("kernel.load_calendar")
def keeps_the_calendar(by, obj):
    return by.role == Role.BUSINESS_ADMIN


@grants("kernel.view_calendaryear", "kernel.view_day")
def looks_at_the_calendar(by, obj):
    return by.role in {Role.SYSTEM_ADMIN, Role.BUSINESS_ADMIN}
