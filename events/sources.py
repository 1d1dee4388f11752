"""Who reads the tables of events that were sent."""

from kernel.files import readable_by

EVENT_TABLE = "events.table"


@readable_by(EVENT_TABLE)
def has_sent_it(by, file):
    return file.owner_id == by.user_id
