"""What the pages of practitioners list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from events.lists import NEWEST_FIRST, SHOWN_WITH, timeline, with_people
from institutions.models import Institution
from kernel.keyset import count_up_to
from obligations.models import Obligation
from practitioners.deadlines import RENEWAL, next_assessment, opened_until
from practitioners.enums import DOCTORS, RegistrationState
from practitioners.models import Assessment, Practitioner, Registration

COUNTED = 10_000  # more than which are not counted
NAMED = 6  # registrations on the home of an institution, events on a person's page
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


@dataclass(frozen=True)
class Assessed:
    """How a doctor stands: rows, the latest first.  next_by: when the next assessment is to have been held.

    suspended_until: a day to come, or None.  has_failed_twice: in a row, on which the law lets the registration be
    cancelled.
    """

    rows: list[Assessment]
    next_by: date | None
    is_late: bool
    suspended_until: date | None
    has_failed_twice: bool


def assessed(practitioner: Practitioner, *, on: date) -> Assessed | None:
    """None for who is no doctor."""
    if practitioner.profession not in DOCTORS:
        return None
    rows = list(practitioner.assessments.order_by("-held_on", "-pk"))
    last = rows[0] if rows else None
    next_by = (last.suspended_until or next_assessment(last.held_on)) if last else None
    suspended = last.suspended_until if last and last.suspended_until and last.suspended_until >= on else None
    failed_twice = len(rows) > 1 and rows[0].has_failed and rows[1].has_failed
    return Assessed(rows, next_by, bool(next_by and next_by < on), suspended, failed_twice)


def events_of(practitioner: Practitioner, by, *, on: date) -> list:
    """The latest that the acting unit may know: of nurses, too, the good and the bad (护士条例 11)."""
    rows = timeline(practitioner.party, by, on=on).select_related(*SHOWN_WITH).order_by(*NEWEST_FIRST)[:NAMED]
    return list(with_people(rows, by, on=on))


def main_of(practitioner: Practitioner) -> Registration | None:
    mains = practitioner.registrations.filter(state=RegistrationState.REGISTERED).main()
    return mains.select_related("institution").first()


def practitioner_named(by, public_id) -> Practitioner | None:
    return Practitioner.objects.visible_to(by).filter(party__public_id=public_id).first()
