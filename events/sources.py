"""What the portal itself is called as a source of events, and who reads the tables that were sent."""

from kernel.files import readable_by

EVENT_TABLE = "events.table"
TABLE = "table"  # the source of what comes from such a table; no other system may call itself so


@readable_by(EVENT_TABLE)
def has_sent_it(by, file):
    return file.owner_id == by.user_id
