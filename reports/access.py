"""Who reads the figures of a territory, and who makes and signs bulletins."""

from agencies.enums import DUTY_ADMINS, INSTITUTION_ROLES, AgencyKind, Role
from kernel.access import competence, grants
from reports.enums import BulletinState

COORDINATES = frozenset({AgencyKind.HEALTH_COMMISSION, AgencyKind.COORDINATION})
MAKERS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}
SIGNERS = {Role.REVIEWER, Role.LEADER}

for record in ("reports.bulletin", "reports.bulletintemplate"):
    competence(record, COORDINATES)


@grants("reports.view_dashboard", "reports.view_bulletintemplate")
def coordinates_a_territory(by, obj):
    """The commission and the coordination body see how all agencies of their territory stand."""
    coordinates = by.role not in DUTY_ADMINS and by.agency_kind in COORDINATES
    return coordinates and (obj is None or by.covers(obj))


@grants("reports.view_own_tasks")
def works_for_an_agency(by, obj):
    return by.is_governmental and by.role not in DUTY_ADMINS


@grants("reports.view_own_institution")
def works_for_an_institution(by, obj):
    return by.role in INSTITUTION_ROLES


@grants("reports.view_bulletin")
def reads_bulletins(by, bulletin):
    """A draft is its unit's own; what is signed is for every agency with a part in the plan (the scope says whose)."""
    if not works_for_an_agency(by, bulletin):
        return False
    return bulletin is None or bulletin.state == BulletinState.FINAL or bulletin.issuer_id == by.party_id


@grants("reports.make_bulletin")
def makes_bulletins_of_its_plans(by, plan):
    makes = by.role in MAKERS and by.agency_kind in COORDINATES
    return makes and (plan is None or by.covers(plan))


@grants("reports.change_bulletin")
def makes_it_for_its_issuer(by, bulletin):
    makes = by.role in MAKERS and by.agency_kind in COORDINATES
    return makes and (bulletin is None or bulletin.issuer_id == by.party_id)


@grants("reports.sign_bulletin")
def signs_what_another_made(by, bulletin):
    """By four eyes, which are compared as persons: never who has ever made it or changed its words, in whatever hat."""
    if by.role not in SIGNERS or by.agency_kind not in COORDINATES:
        return False
    if bulletin is None:
        return True
    return bulletin.issuer_id == by.party_id and by.user_id not in bulletin.writers


@grants("reports.change_template")
def words_bulletins_for_the_territory(by, obj):
    """What bulletins of the unit's own region say by default; obj: a template, None for a new one."""
    words = by.role in SIGNERS and by.agency_kind in COORDINATES
    return words and (obj is None or obj.region_path == by.region_path)
