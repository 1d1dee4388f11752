"""A request that makes something is done once: with a key of the client, a repeat finds what the first has made."""

import uuid
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from kernel.errors import Refused
from kernel.models import Job
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


JOB = "job:"  # before the key of a job, where it makes what was asked for


class JobSerializer(serializers.Serializer):
    job = serializers.UUIDField()
    url = serializers.CharField(help_text="The page of the job: how far it is, and what it has made.")


def made_or_queued(request, make: Callable[[], str | Job]) -> tuple[str, bool, Response | None]:
    """As `made_once`, where `make` may hand the work to a worker: then also the answer 202, which names the job."""

    def make_one() -> str:
        made = make()
        return f"{JOB}{made.public_id}" if isinstance(made, Job) else made

    key, is_new = made_once(request, make_one)
    if not key.startswith(JOB):
        return key, is_new, None
    public_id = key.removeprefix(JOB)
    url = reverse("kernel:job", kwargs={"public_id": public_id})
    return key, is_new, Response({"job": public_id, "url": url}, status=202, headers={"Location": url})


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise serializers.ValidationError({HEADER: [_("The key is a UUID.")]}) from None
