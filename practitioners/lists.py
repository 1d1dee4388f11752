"""What the pages of practitioners list."""

from datetime import date

from django.db.models import Prefetch

from institutions.models import Institution
from kernel.keyset import count_up_to
from obligations.models import Obligation
from practitioners.deadlines import RENEWAL, opened_until
from practitioners.enums import RegistrationState
from practitioners.models import Practitioner, Registration

COUNTED = 10_000  # more than which are not counted
NAMED = 6  # registrations on the home of an institution
ORDER = ("region_path", "pk")


def with_main(rows):
    """Each with `mains`: its main registration, where one holds."""
    mains = Registration.objects.open().main().select_related("institution__party")
    return rows.defer("pieces").prefetch_related(Prefetch("registrations", queryset=mains, to_attr="mains"))


def counted(rows) -> tuple[int, bool]:
    return count_up_to(rows, COUNTED)


def people_of(institution: Institution, *, is_open: bool):
    """The registrations at an institution, with who it is."""
    rows = Registration.objects.filter(institution=institution)
    rows = rows.open() if is_open else rows.over()
    return rows.select_related("practitioner__party").defer("practitioner__pieces")


def ending_at(institution: Institution, *, on: date) -> list[Registration]:
    """The first of those that end in the coming months, or have ended and are not extended."""
    rows = people_of(institution, is_open=True).ending(by=opened_until(on))
    return list(rows.order_by("valid_to", "pk")[:NAMED])


def registrations_of(practitioner: Practitioner) -> list[Registration]:
    """What holds first, the main one before others; then what is over, the latest first."""
    rows = practitioner.registrations.select_related("institution__party").order_by("-valid_from", "-pk")
    return sorted(rows, key=lambda row: (not row.is_open, row.kind != "main"))


def renewals_owed(rows) -> set[int]:
    """The keys of registrations whose extension is owed now."""
    duties = Obligation.objects.owed().filter(
        kind=RENEWAL, subject_kind="practitioners.registration", subject_id__in=[row.pk for row in rows]
    )
    return set(duties.values_list("subject_id", flat=True))


def main_of(practitioner: Practitioner) -> Registration | None:
    mains = practitioner.registrations.filter(state=RegistrationState.REGISTERED).main()
    return mains.select_related("institution").first()
