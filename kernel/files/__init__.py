"""Files: known by their content, kept by their hash outside the web root, read by those whom their purpose admits."""

from kernel.files.kinds import DOCUMENTS, EVERY, IMAGES, SHEETS
from kernel.files.reading import may_read, path_of, readable, readable_by, thumbnail
from kernel.files.storing import store
from kernel.files.sweeping import remove_orphans

__all__ = [
    "DOCUMENTS",
    "EVERY",
    "IMAGES",
    "SHEETS",
    "may_read",
    "path_of",
    "readable",
    "readable_by",
    "remove_orphans",
    "store",
    "thumbnail",
]
