"""For which institutions a round is meant: by the filters of the register, or by a list of codes."""

from collections.abc import Collection
from typing import Any

from agencies.models import Region
from inspections.enums import SelfInspectionKind
from inspections.models import Round
from inspections.services.opening import audience_of
from institutions.models import Institution

MOST_CODES = 1000  # of a list


def listed(codes: Collection[str], *, by) -> tuple[dict[str, Any], list[str]]:
    """The audience of the institutions with these unified social credit codes or registration codes, and which codes
    no institution of the territory has."""
    rows, codes = Institution.objects.visible_to(by), [code for code in codes if code]
    found: dict[str, str] = {}
    for name in ("uscc", "reg_code"):
        ids = rows.filter(**{f"{name}__in": codes}).values_list(name, "party__public_id")
        found |= {code: str(public_id) for code, public_id in ids}
    return {"only": sorted(set(found.values()))}, [code for code in codes if code not in found]


def count_meant(region: Region, audience: dict[str, Any]) -> int:
    """How many institutions a special round with this audience would ask now."""
    return count_of(Round(region=region, region_path=region.path, kind=SelfInspectionKind.SPECIAL, audience=audience))


def count_of(row: Round) -> int:
    """How many institutions a round would ask now, beside those that it has asked already."""
    return audience_of(row).count()
