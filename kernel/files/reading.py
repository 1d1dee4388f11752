"""Who may read a file: the rule of its purpose, and nothing else."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kernel.errors import WrongType
from kernel.models import StoredFile

Rule = Callable[[Any, StoredFile], bool]
THUMBNAIL = (320, 320)

_RULES: dict[str, Rule] = {}


def readable_by(purpose: str) -> Callable[[Rule], Rule]:
    """Let the decorated rule, (by, file) → bool, say who reads the files of `purpose`."""

    def register(rule: Rule) -> Rule:
        if purpose in _RULES:
            raise ValueError(f"{purpose} has a rule already: {_RULES[purpose].__qualname__}")
        _RULES[purpose] = rule
        return rule

    return register


def has_rule(purpose: str) -> bool:
    return purpose in _RULES


def may_read(by, file: StoredFile) -> bool:
    rule = _RULES.get(file.purpose)
    return rule is not None and rule(by, file)


def readable(by, **lookup) -> StoredFile:
    """The file, where its rule admits `by`. Otherwise PermissionDenied within the territory, Http404 outside it."""
    file = StoredFile.objects.filter(**lookup).first()
    if file is None:
        raise Http404
    if not may_read(by, file):
        raise PermissionDenied if file.region_path and by.covers(file) else Http404
    return file


def blob(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def path_of(file: StoredFile) -> Path:
    return blob(file.sha256)


def thumbnail(file: StoredFile) -> Path:
    """A small JPEG of a picture, drawn once and kept beside it. Raises WrongType where there is nothing to draw."""
    path = path_of(file).with_suffix(".jpg")
    if path.exists():
        return path
    if not file.is_image:
        raise WrongType(_("Only pictures have a small view."))
    try:
        with Image.open(path_of(file), formats=["JPEG", "PNG", "WEBP"]) as image:
            image.draft("RGB", THUMBNAIL)
            image.load()
            small = ImageOps.exif_transpose(image)
            small.thumbnail(THUMBNAIL)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise WrongType(_("This picture is damaged.")) from None
    _save(_on_white(small), path)
    return path


def _on_white(image: Image.Image) -> Image.Image:
    image = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _save(image: Image.Image, path: Path) -> None:
    """In one step, so that nobody is handed half a picture."""
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".draft")
    try:
        with os.fdopen(handle, "wb") as file:
            image.save(file, "JPEG", quality=80)
        Path(draft).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(draft).unlink()
