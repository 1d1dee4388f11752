"""Office files are archives of XML: measured before they are unpacked, parsed without anything that XML can fetch."""

import io
import posixpath
import re
import zipfile

from django.utils.translation import gettext_lazy as _
from lxml import etree

from kernel.tables import BROKEN
from tasks.importer.decoding.limits import NotAPlan

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PART = 50 * 1024 * 1024  # of one part that is parsed
MAX_RATIO, SMALL = 200, 1024 * 1024  # a part that unpacks to so many times its size, when it is not small
DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DAMAGED_FILE = _("This file is damaged. Open it, save it anew as .docx or .xlsx and import that one.")
DECLARED = _("This file declares entities, which no office program does; it was not opened.")
BOMB = _("This file unpacks to far more than a plan holds; it was not opened.")


class Archive:
    """The parts of an office file by name. Raises NotAPlan for what is damaged, hostile or protected."""

    def __init__(self, data: bytes):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except BROKEN:
            raise NotAPlan(DAMAGED_FILE) from None
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
            raise NotAPlan(BOMB)
        for member in members:
            if member.file_size > max(SMALL, MAX_RATIO * member.compress_size):
                raise NotAPlan(BOMB)
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                content = part.read(MAX_PART + 1)
        except BROKEN:
            raise NotAPlan(DAMAGED_FILE) from None
        if len(content) > MAX_PART:
            raise NotAPlan(BOMB)
        return content

    def xml(self, name: str) -> etree._Element:
        return parsed(self.read(name))

    def refuse_entities(self) -> None:
        """For who has the parts parsed by another."""
        if any(DECLARES.search(self.read(name)) for name in self.names if name.endswith((".xml", ".rels"))):
            raise NotAPlan(DECLARED)

    def related(self, name: str) -> dict[str, str]:
        """{last word of a relation's type: part} of a part; "" stands for the archive itself."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.names:
            return {}
        found: dict[str, str] = {}
        for relation in self.xml(relations):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
            if relation.get("TargetMode") != "External" and target in self.names:
                found.setdefault(relation.get("Type", "").rsplit("/")[-1], target)
        return found


def parsed(content: bytes) -> etree._Element:
    """The root of an XML part. Office programs declare no document type and no entities: who does attacks."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )  # fmt: skip
    if DECLARES.search(content):
        raise NotAPlan(DECLARED)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotAPlan(DAMAGED_FILE) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in UTF-16, which the search above does not see
        raise NotAPlan(DECLARED)
    return root
