"""Who may draft, check, publish and withdraw: the publishing agency's own people; no writer checks what he wrote."""

from agencies.access import belongs_to
from agencies.enums import DUTY_ADMINS, AgencyKind, Role
from kernel.access import competence, grants

WRITERS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}
CHECKERS = {Role.REVIEWER, Role.LEADER}

competence("disclosure.publication", {AgencyKind.HEALTH_COMMISSION})  # others see what they publish themselves


def is_its_own(by, publication) -> bool:
    return publication is None or publication.agency_id == by.party_id


def answers_for_it(by, publication) -> bool:
    """One of the publishing agency, and of no party that it publishes about, with whichever hat."""
    if publication is None:
        return True
    return is_its_own(by, publication) and not belongs_to(by.user, publication.party_id)


@grants("disclosure.view_publication")
def publishes_or_oversees(by, publication):
    """Every agency its own, the health commission those of its territory."""
    if not by.is_governmental or by.role in DUTY_ADMINS:
        return False
    oversees = by.agency_kind == AgencyKind.HEALTH_COMMISSION
    return is_its_own(by, publication) or (oversees and by.covers(publication))


@grants("disclosure.add_publication")
def drafts_for_an_agency(by, party):
    """About whatever lies in the territory of the agency."""
    return (
        by.is_governmental
        and by.role in WRITERS
        and (party is None or (by.covers(party) and not belongs_to(by.user, party.pk)))
    )


@grants("disclosure.change_publication", "disclosure.ask_withdrawal", "disclosure.read_original")
def writes_for_the_agency(by, publication):
    return by.is_governmental and by.role in WRITERS and answers_for_it(by, publication)


@grants("disclosure.check_publication")
def checks_what_others_wrote(by, publication):
    """A reviewer or leader of the publishing agency, for both checks; persons are compared, not the hats they wear."""
    others = publication is None or by.user_id not in publication.writers
    return by.is_governmental and by.role in CHECKERS and answers_for_it(by, publication) and others


@grants("disclosure.publish_publication")
def answers_for_the_agency(by, publication):
    """A reviewer or leader; what is published has passed the eyes of another person already."""
    return by.is_governmental and by.role in CHECKERS and answers_for_it(by, publication)


@grants("disclosure.withdraw_publication")
def takes_away_with_another(by, publication):
    """A reviewer or leader; of what he wrote himself only what another person has asked to withdraw."""
    if not answers_for_the_agency(by, publication):
        return False
    if publication is None or by.user_id not in publication.writers:
        return True
    asked = publication.withdrawal_asked_by
    return asked is not None and asked.user_id != by.user_id


@grants("disclosure.expire_publication")
def never_a_person(by, publication):
    """The last day passes by itself."""
    return False
