"""Taking a file in: measured, recognised, hashed and put in its place; a row says whose it is."""

import contextlib
import hashlib
import io
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from kernel.encodings import encoding_of
from kernel.errors import TooLarge, WrongType
from kernel.files.kinds import BLOCK, EVERY, IMAGES, TEXT, Kind, kind_of
from kernel.files.places import without_place
from kernel.files.reading import blob, has_rule
from kernel.files.sweeping import keep_from_sweep
from kernel.models import StoredFile

MB = 1024 * 1024
PIXELS = 50_000_000
NAME_LENGTH = 200


@transaction.atomic
def store(
    upload, *, purpose: str, by, at: datetime, name: str = "", region_path: str | None = None,
    accept: frozenset[Kind] = EVERY, limit_mb: int | None = None,
) -> StoredFile:  # fmt: skip
    """Keep a file; the same bytes lie on the disk once, however many rows name them.

    upload: an uploaded or open binary file, or bytes (with a name).  purpose: one with a rule (readable_by).
    region_path: the unit's by default.  limit_mb: MAX_UPLOAD_MB by default.
    Raises TooLarge or WrongType, each with a sentence; nothing is left behind then.
    """
    if not has_rule(purpose):
        raise LookupError(f"no rule says who may read files for {purpose!r}")
    with _received(upload, settings.MAX_UPLOAD_MB if limit_mb is None else limit_mb) as path:
        kind = _recognised(path, accept)
        received = _hash(path)
        if kind in IMAGES:
            _remove_place(path, kind)
        kept, size = _hash(path), path.stat().st_size
        keep_from_sweep(kept)
        _place(path, blob(kept))
    return StoredFile.objects.create(
        name=_clean_name(name or Path(getattr(upload, "name", "") or "").name, kind),
        content_type=kind.content_type,
        size=size,
        sha256=kept,
        received_sha256=received if received != kept else "",
        purpose=purpose,
        region_path=by.region_path if region_path is None else region_path,
        owner=by.user,
        created_at=at,
    )


@contextlib.contextmanager
def _received(upload, limit_mb: int) -> Iterator[Path]:
    """A file of our own with the bytes, on the disk where they will lie; gone afterwards unless it was moved."""
    source = io.BytesIO(upload) if isinstance(upload, bytes) else upload
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as target:
            size = 0
            source.seek(0)
            while block := source.read(BLOCK):
                size += len(block)
                if size > limit_mb * MB:
                    raise TooLarge(_("This file is larger than %(limit)s MB.") % {"limit": limit_mb})
                target.write(block)
        yield Path(path)
    finally:
        Path(path).unlink(missing_ok=True)


def _recognised(path: Path, accept: frozenset[Kind]) -> Kind:
    if path.stat().st_size == 0:
        raise WrongType(_("This file is empty."))
    kind = kind_of(path)
    if kind not in accept:
        _refuse_broken(path, kind, accept)
        formats = ", ".join(sorted(kind.endings[0].upper() for kind in accept))
        raise WrongType(_("This is no file of an accepted kind (%(formats)s).") % {"formats": formats})
    if kind in IMAGES:
        _check_picture(path, kind)
    return kind


def _refuse_broken(path: Path, kind: Kind | None, accept: frozenset[Kind]) -> None:
    """Say of a text, which is wanted, where it is broken."""
    with path.open("rb") as file:
        if kind is None and TEXT in accept and b"\0" not in file.read(BLOCK):
            encoding_of(file)


def _check_picture(path: Path, kind: Kind) -> None:
    """Read only the picture's head: whether it is one, and how many pixels it would take to draw."""
    try:
        with Image.open(path, formats=[kind.content_type.partition("/")[2].upper()]) as image:
            pixels = image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = PIXELS + 1
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise WrongType(_("This picture is damaged.")) from None
    if pixels > PIXELS:
        raise TooLarge(_("This picture has more than %(n)s million pixels.") % {"n": PIXELS // 1_000_000})


def _remove_place(path: Path, kind: Kind) -> None:
    try:
        cleaned = without_place(path.read_bytes(), kind.content_type)
    except ValueError:
        raise WrongType(_("This picture is damaged.")) from None
    path.write_bytes(cleaned)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(path: Path, target: Path) -> None:
    """On the disk for good, then under its name in one step; the same bytes may be there already."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)


def _clean_name(name: str, kind: Kind) -> str:
    """The name to show and to save under: no folders, no control or direction signs, an ending that tells the truth."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() not in kind.endings:
        stem, ending = name or _("file"), kind.endings[0]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"
