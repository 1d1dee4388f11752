"""Who reads the tables of institutions that were sent."""

from kernel.files import readable_by

REGISTER_TABLE = "institutions.table"


@readable_by(REGISTER_TABLE)
def has_sent_it(by, file):
    return file.owner_id == by.user_id
