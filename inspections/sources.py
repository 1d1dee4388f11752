"""Who reads the evidence of self-inspections."""

from inspections.models import SelfInspection
from kernel.files import readable_by

EVIDENCE = "inspections.evidence"


@readable_by(EVIDENCE)
def reads_the_report(by, file):
    """Who reads the answers that it stands with; not who has sent it and works elsewhere now."""
    if not by.has_perm("inspections.view_selfinspection"):
        return False
    rows = SelfInspection.objects
    for seen in (rows.visible_to(by), rows.shared_with(by)):
        if report := seen.filter(evidence__file=file, evidence__removed_at=None).first():
            return by.has_perm("inspections.view_answer", report)
    return False
