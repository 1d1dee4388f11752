"""A request that makes something is done once: with a key of the client, a repeat finds what the first has made."""

import uuid
from collections.abc import Callable

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from kernel.errors import Refused
from kernel.once import once

HEADER = "Idempotency-Key"
ONCE = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="The client's own UUID for this request, kept for 7 days: sent again, it answers 200 with what the "
    "first made.",
)


def made_once(request, make: Callable[[], str]) -> tuple[str, bool]:
    """The key of what `make` has made, and whether it was made now; without the header it always is.

    Raises ValidationError for a key that is no UUID, and Refused where the key was used at another address, or in
    another role: what was made there lies outside what this one reaches.
    """
    if HEADER not in request.headers:
        return make(), True
    made: list[str] = []
    asked = f"{request.path}@{request.acting.pk}"

    def make_now() -> str:
        made.append(make())
        return f"{asked}#{made[0]}"

    kept, _mark, found = once(_key(request.headers[HEADER]), by=request.acting, make=make_now).rpartition("#")
    if kept != asked:
        raise Refused(_("This key was used for another request before. Use a new one."))
    return found, bool(made)


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise serializers.ValidationError({HEADER: [_("The key is a UUID.")]}) from None
