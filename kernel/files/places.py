"""Photos without the place where they were taken: what a camera writes beside the picture goes, the picture stays.

Only what is known to be needed is kept (colours, orientation, time); the pixels are not encoded anew.
"""

import io
import re
from collections.abc import Iterator

from PIL import Image

SOI, EOI, SOS, APP0, APP1, APP2, APP14 = b"\xff\xd8", 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # in coded data 0xFF is followed by 0 or a restart marker
ORIENTATION, CHANGED_AT, DETAILS, TAKEN_AT, TAKEN_OFFSET = 0x0112, 0x0132, 0x8769, 0x9003, 0x9011
PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"bKGD", b"sBIT", b"acTL", b"fcTL", b"fdAT"}
WEBP_DROPPED = {b"EXIF", b"XMP "}
WEBP_FLAGS = 0x08 | 0x04  # "has Exif", "has XMP" in the VP8X chunk


def without_place(image: bytes, content_type: str) -> bytes:
    """The same picture without place, names and notes. Raises ValueError when the file is damaged."""
    strip = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[content_type]
    try:
        return strip(image)
    except IndexError:
        raise ValueError("the picture ends early") from None


def _jpeg(image: bytes) -> bytes:
    """JFIF, Exif (orientation and time), colour profile and the picture; other segments and what follows its end go."""
    kept = [SOI]
    for marker, segment in _segments(image):
        if marker == APP1 and segment[4:10] == b"Exif\0\0":
            exif = _exif(segment[4:])
            kept.append(b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif)
        elif marker < APP0 or marker in {APP0, APP14} or (marker == APP2 and segment[4:15] == b"ICC_PROFILE"):
            kept.append(segment)
    return b"".join(kept)


def _segments(image: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, segment) after the start; the coded data belong to the segment before them. Ends with the picture."""
    at = 2
    while True:
        marker = image[at + 1]
        if image[at] != 0xFF:
            raise ValueError("no marker where one belongs")
        if marker == 0xFF:  # fill bytes
            at += 1
            continue
        if marker == EOI:
            yield marker, image[at : at + 2]
            return
        end = at + 2 + int.from_bytes(image[at + 2 : at + 4], "big")
        if marker == SOS:
            if (found := NEXT_MARKER.search(image, end)) is None:
                raise ValueError("the picture has no end")
            end = found.start()
        yield marker, image[at:end]
        at = end


def _exif(data: bytes) -> bytes:
    old, new = Image.Exif(), Image.Exif()
    old.load(data)
    new.update({tag: old[tag] for tag in (ORIENTATION, CHANGED_AT) if tag in old})
    details = old.get_ifd(DETAILS)
    if kept := {tag: details[tag] for tag in (TAKEN_AT, TAKEN_OFFSET) if tag in details}:
        new.get_ifd(DETAILS).update(kept)
    return new.tobytes()


def _png(image: bytes) -> bytes:
    kept, at = [image[:8]], 8
    while at < len(image):
        end = at + 12 + int.from_bytes(image[at : at + 4], "big")
        name = image[at + 4 : at + 8]
        if name[:1].isupper() or name in PNG_KEPT:
            kept.append(image[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise ValueError("the picture has no end")


def _webp(image: bytes) -> bytes:
    body, at = io.BytesIO(), 12
    end_of_all = min(len(image), 8 + int.from_bytes(image[4:8], "little"))
    while at < end_of_all:
        name, size = image[at : at + 4], int.from_bytes(image[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        chunk = image[at:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_FLAGS]) + chunk[9:]
        if name not in WEBP_DROPPED:
            body.write(chunk)
        at = end
    chunks = body.getvalue()
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks
