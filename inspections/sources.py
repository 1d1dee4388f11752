"""Who reads the evidence of self-inspections."""

from inspections.models import SelfInspection
from kernel.files import readable_by

EVIDENCE = "inspections.evidence"


@readable_by(EVIDENCE)
def reads_the_report(by, file):
    """Who reads the report that it was handed in with; not who has sent it and works elsewhere now."""
    if not by.has_perm("inspections.view_selfinspection"):
        return False
    rows = SelfInspection.objects
    return any(seen.filter(evidence__file=file).exists() for seen in (rows.visible_to(by), rows.shared_with(by)))
