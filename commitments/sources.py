"""Who reads the scans of what was signed on paper."""

from commitments.models import Commitment
from kernel.files import readable_by

SCAN = "commitments.scan"


@readable_by(SCAN)
def reads_the_commitment(by, file):
    shown = (Commitment.objects.visible_to(by), Commitment.objects.shared_with(by))
    return by.has_perm("commitments.view_commitment") and any(rows.filter(scan=file).exists() for rows in shown)
