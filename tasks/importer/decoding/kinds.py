"""Files that are no plan: what they are, and what to do."""

from django.utils.translation import gettext_lazy as _

from tasks.importer.decoding.limits import NO_TEXT, NotAPlan

OLD_WORD = _(
    "This is a file of an older Word or of WPS. Open it, choose “Save as” with the type .docx, and import that file."
)
OLD_EXCEL = _("This is a file of an older Excel. Open it, choose “Save as” with the type .xlsx, and import that file.")
RICH_TEXT = _("This is a rich text file. Open it in Word or WPS, save it as .docx and import that one.")
PICTURE = _("This is a picture. The plan has to be imported as text: ask its issuer for the .docx file.")
PACKED = _("This is an archive. Unpack it and import the plan itself.")
WEB_ARCHIVE = _("This is a web archive. Save the page as .html, or the document as .docx, and import that one.")
PROTECTED = _("This file is protected by a password. Remove the protection and import it again.")
SLIDES = _("These are slides. Save their text as .docx and import that one.")
BEGINNINGS = (
    (b"{\\rtf", RICH_TEXT),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BM", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"RIFF", PICTURE),
    (b"\x1f\x8b", PACKED),
    (b"7z\xbc\xaf", PACKED),
    (b"Rar!", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ", PACKED),
    (b"MIME-Version:", WEB_ARCHIVE),
)
BINARY = (b"BM", b"RIFF", b"BZh")  # what a text may begin with too
COMPOUND = b"\xd0\xcf\x11\xe0"
SHEETS = ("Workbook", "Book")


def refuse_other_kinds(data: bytes) -> None:
    """Raise NotAPlan with the sentence for the kind, if the file is of one that is not read."""
    for beginning, sentence in BEGINNINGS:
        if data.startswith(beginning) and (beginning not in BINARY or b"\x00" in data[:64]):
            raise NotAPlan(sentence)
    if data.startswith(COMPOUND):
        raise NotAPlan(_compound(data))


def other_package(names: frozenset[str]) -> NotAPlan:
    """The refusal of an archive that is neither .docx nor .xlsx."""
    if "ppt/presentation.xml" in names:
        return NotAPlan(SLIDES)
    return NotAPlan(NO_TEXT if "OFD.xml" in names or "mimetype" in names else PACKED)


def _compound(data: bytes) -> object:
    """Which of the older formats, told by the names of their streams; what a password protects is packed in one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PROTECTED
    return OLD_EXCEL if any(f"{name}\0".encode("utf-16-le") in data for name in SHEETS) else OLD_WORD
