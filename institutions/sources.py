"""Who reads the tables of institutions, the papers and the documents of verifications that were sent."""

from django.db.models import Q

from institutions.models import AccountRequest, Verification
from kernel.files import readable_by

REGISTER_TABLE = "institutions.table"
ACCOUNT_PAPER = "institutions.account_paper"
VERIFICATION_DOCUMENT = "institutions.verification"


@readable_by(REGISTER_TABLE)
def has_sent_it(by, file):
    return file.owner_id == by.user_id


@readable_by(ACCOUNT_PAPER)
def checks_the_papers(by, file):
    """Who checks the request, wherever its institution lies now."""
    rows = AccountRequest.objects.filter(Q(licence=file) | Q(letter=file)).select_related("institution")
    return any(by.has_perm("institutions.check_account", row) for row in rows)


@readable_by(VERIFICATION_DOCUMENT)
def sees_the_verification(by, file):
    """Who reads the verification; not who has added it and works elsewhere now."""
    if not by.has_perm("institutions.view_verification"):
        return False
    rows = Verification.objects
    return any(seen.filter(documents=file).exists() for seen in (rows.visible_to(by), rows.shared_with(by)))
