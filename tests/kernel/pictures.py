"""Small files of each kind, made rather than stored."""

import io
import zipfile
import zlib

from PIL import Image

GPS, DETAILS = 0x8825, 0x8769


def photo(kind="JPEG", *, size=(40, 20), **facts) -> bytes:
    """A picture with a place, an orientation, a time and a camera's serial number."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(DETAILS).update({0x9003: "2026:11:20 09:30:00", 0xA431: "serial 4711"})
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 16.0, 27.0), 3: "E", 4: (120.0, 9.0, 18.0)})
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, exif=exif, **facts)
    return file.getvalue()


def archive(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for member in members:
            packed.writestr(member, "<x/>")
    return file.getvalue()


def compound(*streams: str) -> bytes:
    """The head and a directory of a compound file, as far as anybody looks."""
    entries = [name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams)]
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"".join(entries)


def huge_png() -> bytes:
    """A few bytes that would be 2.5 thousand million pixels."""
    file = io.BytesIO()
    Image.new("1", (8, 8)).save(file, "PNG")
    head = bytearray(file.getvalue())
    head[16:24] = (50_000).to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(bytes(head[12:29])).to_bytes(4, "big")
    return bytes(head)
