"""What a person decides about a plan that was read: each decision a pure function of the draft's work.

`begin` makes the work of a reading, `decide` takes one decision in it (`replay` several), and `Work` answers what is
still open. Nothing here asks the database: agencies are their keys, and whoever calls has found them.
"""

from tasks.deciding.verbs import decide, replay
from tasks.deciding.work import Work, begin

__all__ = ["Work", "begin", "decide", "replay"]
