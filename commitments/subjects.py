"""Where an institution does what it owes here."""

from collections.abc import Collection

from django.urls import reverse

from agencies.models import Party
from commitments.kinds import SIGN
from obligations.subjects import does


def pages_of_institutions(keys: Collection[int]) -> dict[int, str]:
    rows = Party.objects.filter(pk__in=keys).values_list("pk", "public_id")
    return {key: reverse("commitments:institution", args=[public_id]) for key, public_id in rows}


def register() -> None:
    does(SIGN.key, pages_of_institutions)
