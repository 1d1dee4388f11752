"""Handing out a file, after the question who may read it."""

import logging
from pathlib import Path

from django.http import FileResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel import audit, files
from kernel.errors import Unavailable
from kernel.requests import PortalRequest

INLINE = {"application/pdf", "image/jpeg", "image/png", "image/webp"}
logger = logging.getLogger(__name__)


@require_safe
def file(request: PortalRequest, public_id) -> HttpResponseBase:
    """The file itself: pictures and PDF open in the browser (?download saves them), everything else is saved."""
    row = files.readable(request.acting, public_id=public_id)
    inline = row.content_type in INLINE and "download" not in request.GET
    return _hand_out(request, row, files.path_of(row), row.content_type, name=row.name, inline=inline)


@require_safe
def thumbnail(request: PortalRequest, public_id) -> HttpResponseBase:
    row = files.readable(request.acting, public_id=public_id)
    return _hand_out(request, row, files.thumbnail(row), "image/jpeg", name=f"{row.name}.jpg", inline=True)


def _hand_out(request, row, path: Path, content_type: str, *, name: str, inline: bool) -> HttpResponseBase:
    etag = f'"{path.name}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    try:
        content = path.open("rb")
    except FileNotFoundError:
        logger.error("the bytes of file %s are missing: %s", row.pk, path)
        raise Unavailable(_("The content of this file is missing. Tell the system administrator.")) from None
    audit.note("file_read", row.public_id, file=row.name, purpose=row.purpose)
    response = FileResponse(content, content_type=content_type, as_attachment=not inline, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response
