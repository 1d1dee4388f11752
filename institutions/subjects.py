"""Where requests of institutions have their pages, for the duties that are about them."""

from collections.abc import Collection

from django.urls import reverse

from obligations.subjects import shows


def pages_of_changes(keys: Collection[int]) -> dict[int, str]:
    return {key: reverse("institutions:change", kwargs={"pk": key}) for key in keys}


def pages_of_verifications(keys: Collection[int]) -> dict[int, str]:
    return {key: reverse("institutions:verification", kwargs={"pk": key}) for key in keys}


def register() -> None:
    shows("institutions.changerequest", pages_of_changes)
    shows("institutions.verification", pages_of_verifications)
