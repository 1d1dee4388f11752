"""Where self-inspections have their pages, for the duties that are about them."""

from collections.abc import Collection

from django.urls import reverse

from inspections.models import SelfInspection
from obligations.subjects import shows


def pages_of_reports(keys: Collection[int]) -> dict[int, str]:
    rows = SelfInspection.objects.filter(pk__in=keys).values_list("pk", "public_id")
    return {key: reverse("inspections:report", kwargs={"public_id": public_id}) for key, public_id in rows}


def register() -> None:
    shows("inspections.selfinspection", pages_of_reports)
