"""Where a coordination body has its page, for the duty to meet."""

from collections.abc import Collection

from django.urls import reverse

from obligations.subjects import shows


def pages_of_bodies(keys: Collection[int]) -> dict[int, str]:
    """The list of meetings."""
    return dict.fromkeys(keys, reverse("meetings:meetings"))


def register() -> None:
    shows("agencies.agency", pages_of_bodies)
