"""Who reads the tables of institutions, the papers and the documents of verifications that were sent."""

from institutions.models import Verification
from kernel.files import readable_by

REGISTER_TABLE = "institutions.table"
ACCOUNT_PAPER = "institutions.account_paper"
VERIFICATION_DOCUMENT = "institutions.verification"


@readable_by(REGISTER_TABLE)
def has_sent_it(by, file):
    return file.owner_id == by.user_id


@readable_by(ACCOUNT_PAPER)
def checks_the_papers(by, file):
    return by.has_perm("institutions.check_account", file)


@readable_by(VERIFICATION_DOCUMENT)
def sees_the_verification(by, file):
    """Who has added it, and who reads the verification."""
    if file.owner_id == by.user_id:
        return True
    if not by.has_perm("institutions.view_verification"):
        return False
    rows = Verification.objects
    return any(seen.filter(documents=file).exists() for seen in (rows.visible_to(by), rows.shared_with(by)))
