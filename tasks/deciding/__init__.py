"""What a person decides about a plan that was read: each decision a pure function of the draft's work.

`begin` makes the work of a reading, `decide` takes one decision in it, and `Work` answers what is still open. Nothing
here asks the database: agencies are their keys, and whoever calls has found them.
"""

from tasks.deciding.verbs import VERBS, decide
from tasks.deciding.work import Work, begin

__all__ = ["VERBS", "Work", "begin", "decide"]
