"""Who reads what was sent: tables of institutions, papers, documents of verifications and change requests."""

from django.db.models import Q

from institutions.models import AccountRequest, ChangeRequest, Verification
from kernel.files import readable_by

REGISTER_TABLE = "institutions.table"
ACCOUNT_PAPER = "institutions.account_paper"
VERIFICATION_DOCUMENT = "institutions.verification"
CHANGE_DOCUMENT = "institutions.change"


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
    return _sees_one_of(Verification, "institutions.view_verification", by, file)


@readable_by(CHANGE_DOCUMENT)
def sees_the_change_request(by, file):
    return _sees_one_of(ChangeRequest, "institutions.view_changerequest", by, file)


def _sees_one_of(model: type[Verification] | type[ChangeRequest], perm: str, by, file) -> bool:
    """Who reads the row that the file was handed in with; not who has sent it and works elsewhere now."""
    if not by.has_perm(perm):
        return False
    rows = model.objects
    return any(seen.filter(documents=file).exists() for seen in (rows.visible_to(by), rows.shared_with(by)))
