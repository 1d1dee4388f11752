"""The plan importer: a published plan in, its tasks, departments and dates out, each with its place in the text.

Small pure stages, none of which needs the database: `lines` (bytes to lines), `columns` and `rows` (the
flattened table), `names` (departments), `dates` (milestones, recurrences), `document` (the heading), put
together by `reader`. What a stage is not sure of becomes a doubt; nothing is guessed silently.
"""

from tasks.importer.lines import MAX_BYTES, NotAPlan
from tasks.importer.plan import DocumentReading, Doubt, Milestone, PlanReading, Recurrence, TaskReading
from tasks.importer.reader import read_plan

__all__ = [
    "MAX_BYTES",
    "DocumentReading",
    "Doubt",
    "Milestone",
    "NotAPlan",
    "PlanReading",
    "Recurrence",
    "TaskReading",
    "read_plan",
]
