"""Agencies as printed: made, changed, known by other names, with their inner sections."""

from datetime import date
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind, PartyKind
from agencies.models import Agency, AgencyAlias, Membership, Party, Region, Section
from agencies.names import ResolutionKind, fold, resolve
from kernel.access import require
from kernel.errors import Refused


@transaction.atomic
def create_agency(
    *,
    name: str,
    short_name: str,
    kind: AgencyKind,
    region: Region,
    by,
    parent: Agency | None = None,
    position: int = 1000,
    valid_from: date | None = None,
) -> Agency:
    """A new agency with its party and the group that exceptional shares are granted to.

    name: in full, with its place (杭州市公安局).  position: its place in the matrix.
    Raises PermissionDenied outside the territory of `by`, and Refused when the region has an agency of that name.
    """
    require(by, "agencies.add_agency", region)
    Region.objects.select_for_update().get(pk=region.pk)  # two agencies of one name do not pass each other
    _refuse_namesake(name, region)
    party = Party.objects.create(
        kind=PartyKind.AGENCY, name=name, region=region, region_path=region.path, valid_from=valid_from
    )
    group = Group.objects.create(name=f"agency {uuid4()}")
    return Agency.objects.create(
        party=party, group=group, short_name=short_name, kind=kind, parent=parent, position=position
    )


@transaction.atomic
def change_agency(
    agency: Agency,
    *,
    name: str,
    short_name: str,
    kind: AgencyKind,
    parent: Agency | None,
    position: int,
    valid_from: date | None,
    by: Membership,
) -> Agency:
    """Correct what is recorded about an agency. Its region stays: another region is another agency and a hand-over.

    Raises PermissionDenied, Stale when the agency was changed after it was shown, and Refused.
    """
    require(by, "agencies.change_agency", agency)
    agency = Agency.objects.locked(agency)
    party = Party.objects.select_for_update().get(pk=agency.party_id)
    if name != party.name:
        _refuse_namesake(name, party.region, but=agency)
    if valid_from and party.valid_to and party.valid_to < valid_from:
        raise Refused(_("The last day lies before the first."))
    _refuse_circle(agency, parent)
    agency.short_name, agency.kind, agency.parent, agency.position = short_name, kind, parent, position
    agency.save()
    party.name, party.valid_from = name, valid_from
    party.version += 1
    party.save()
    agency.party = party
    return agency


def _refuse_namesake(name: str, region: Region, *, but: Agency | None = None) -> None:
    """Two agencies of a region that have not ended cannot be told apart by one name."""
    others = Agency.objects.filter(party__region=region, party__valid_to__isnull=True).select_related("party")
    if any(fold(other.party.name) == fold(name) for other in others if other != but):
        raise Refused(_("%(region)s has an agency “%(name)s” already.") % {"region": region.name, "name": name})


def _refuse_circle(agency: Agency, parent: Agency | None) -> None:
    above = parent
    while above is not None:
        if above == agency:
            raise Refused(_("An agency cannot be its own superior, nor that of its superiors."))
        above = above.parent


@transaction.atomic
def add_alias(
    agency: Agency, *, name: str, by, on: date, region: Region | None = None, source: str = ""
) -> AgencyAlias:
    """Record another printed form of the agency's name.

    region: where documents use it; None is wherever the agency acts.  source: the document it was found in.
    on: today; a name that means another agency then is refused, since it would mean nobody with certainty.
    """
    require(by, "agencies.add_agencyalias", agency)
    if agency.aliases.filter(name=name).exists():
        raise Refused(_("This name is recorded already."))
    found = resolve(name, region=region or agency.party.region, on=on)
    meant = found.candidates if found.kind is ResolutionKind.AMBIGUOUS else [found.agency] if found.agency else []
    if others := [other.party.name for other in meant if other != agency]:
        raise Refused(_("“%(name)s” means %(agency)s there already.") % {"name": name, "agency": "、".join(others)})
    return AgencyAlias.objects.create(agency=agency, name=name, region=region, source=source)


@transaction.atomic
def remove_alias(alias: AgencyAlias, *, by: Membership) -> None:
    """Forget a printed form; what was imported by it keeps its agency."""
    require(by, "agencies.delete_agencyalias", alias)
    alias.delete()


@transaction.atomic
def add_section(agency: Agency, *, name: str, by) -> Section:
    """A new inner section, or one that had been closed, in use again."""
    require(by, "agencies.add_section", agency)
    section, is_new = Section.objects.select_for_update().get_or_create(agency=agency, name=name)
    if not is_new and section.is_active:
        raise Refused(_("The agency has this section already."))
    section.is_active = True
    section.save()
    return section


@transaction.atomic
def rename_section(section: Section, *, name: str, by: Membership) -> Section:
    """Correct a section's name, wherever it is shown."""
    require(by, "agencies.change_section", section)
    section = Section.objects.select_for_update(of=("self",)).select_related("agency").get(pk=section.pk)
    if section.agency.sections.filter(name=name).exclude(pk=section.pk).exists():
        raise Refused(_("The agency has this section already."))
    section.name = name
    section.save()
    return section


@transaction.atomic
def close_section(section: Section, *, by: Membership) -> Section:
    """No longer offered; memberships and records keep it."""
    require(by, "agencies.change_section", section)
    section.is_active = False
    section.save()
    return section
