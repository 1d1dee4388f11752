"""The plan importer: a published plan in, its tasks, departments and dates out, each with its place in the text.

Small pure stages, none of which needs the database: `decoding` (bytes to `source`), `clean` (characters to lines; with
`pinyin`), `blocks` (lines to paragraphs), `numbering` and `structure` (paragraphs to items), `columns`, `rows` and
`grids` (tables), `roles`, `assignments`, `names`, `rules` and `parts` (who does what), `dates` and `frequencies`,
`titles`, `document` (what stands around the tasks), put together by `found`, `tasks`, `checks` and `reader`. What a
stage is not sure of becomes a doubt; nothing is guessed silently.
"""

from tasks.importer.decoding import MAX_BYTES, NotAPlan
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
