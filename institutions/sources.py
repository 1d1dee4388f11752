"""Who reads the tables of institutions, and the papers, that were sent."""

from kernel.files import readable_by

REGISTER_TABLE = "institutions.table"
ACCOUNT_PAPER = "institutions.account_paper"


@readable_by(REGISTER_TABLE)
def has_sent_it(by, file):
    return file.owner_id == by.user_id


@readable_by(ACCOUNT_PAPER)
def checks_the_papers(by, file):
    return by.has_perm("institutions.check_account", file)
