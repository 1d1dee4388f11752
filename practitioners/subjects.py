"""Where registrations have their pages, for the duties that are about them."""

from collections.abc import Collection

from obligations.subjects import shows
from practitioners.models import Registration


def pages_of_registrations(keys: Collection[int]) -> dict[int, str]:
    rows = Registration.objects.filter(pk__in=keys).select_related("practitioner__party")
    return {row.pk: row.get_absolute_url() for row in rows}


def register() -> None:
    shows("practitioners.registration", pages_of_registrations)
