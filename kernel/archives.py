"""Archives that people send: looked into only where the list of what they hold is short."""

import zipfile
from typing import BinaryIO

LIST_BYTES = 4 * 1024 * 1024  # of the list of members, which takes many times as much when it is read
LIST_SIZE = 5  # where zipfile says it


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """Raises BadZipFile for what is none, or has more members than any document."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if end and end[LIST_SIZE] > LIST_BYTES:
        raise zipfile.BadZipFile("too many members")
    return zipfile.ZipFile(file)
