"""Which facts the institutions of a territory may propose to change: kept by the business administrator."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Region
from institutions.facts import PROPOSABLE
from institutions.models import ProposableFacts
from kernel.access import require
from kernel.errors import Refused, refused_by

ONCE_A_DAY = "proposablefacts_once_a_day"


@transaction.atomic
def set_proposable(*, region: Region, facts: Collection[str], valid_from: date, basis: str, by) -> ProposableFacts:
    """Say which facts may be proposed in a territory from a day on; requests that were made before stay.

    Raises PermissionDenied outside the territory of `by`, and Refused where that day has its row already.
    """
    require(by, "institutions.add_proposablefacts", region)
    row = ProposableFacts(
        region=region, region_path=region.path, facts=_known(facts), valid_from=valid_from, basis=basis
    )
    return _saved(row)


@transaction.atomic
def change_proposable(
    row: ProposableFacts, *, facts: Collection[str], valid_from: date, basis: str, by
) -> ProposableFacts:
    """Correct what was set. Raises as `set_proposable`, and Stale."""
    row = ProposableFacts.objects.locked(row)
    require(by, "institutions.change_proposablefacts", row)
    row.facts, row.valid_from, row.basis = _known(facts), valid_from, basis
    return _saved(row)


def _known(facts: Collection[str]) -> list[str]:
    if unknown := set(facts) - set(PROPOSABLE):
        raise Refused(_("These are no facts that can be proposed: %(facts)s.") % {"facts": "、".join(sorted(unknown))})
    return [fact for fact in PROPOSABLE if fact in facts]


def _saved(row: ProposableFacts) -> ProposableFacts:
    with refused_by(ONCE_A_DAY, reason=_("The facts of this region are set from that day already.")):
        row.save()
    return row
