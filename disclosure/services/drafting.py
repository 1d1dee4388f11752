"""Drafts: what was recorded is masked before anything is stored for the public."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from agencies.enums import NATURAL
from agencies.models import Party
from disclosure.kinds import PublicationKind, Shape, kind_of
from disclosure.masking import Masking, mask_fields
from disclosure.models import Original, Publication
from disclosure.workflow import PUBLICATION
from kernel.access import require
from kernel.errors import Refused, refused_by
from kernel.exports import plain
from kernel.workdays import add_months
from kernel.workflow import move
from obligations.deadlines import limit_for
from obligations.models import Obligation
from obligations.services import cancel_duty, open_duty

LONGEST_TITLE = 200


@transaction.atomic
def draft_publication(
    kind: str, *, party: Party, title: str, fields: Mapping[str, str], formed_on: date, by, at: datetime,
    public_from: date | None = None, public_until: date | None = None, names: Iterable[str] = (),
    record: models.Model | None = None,
) -> Publication:  # fmt: skip
    """Draft what the public will read of a decision, and open the duty to publish it in time.

    fields: what was recorded, {key of a field of the kind: text; a day as 2026-11-22; a choice as its code}.
    formed_on: the day the decision was made, after which the clock of the kind counts.  public_from: the first day that
    is planned, within the clock; without it the day on which it is published.  public_until: the last day.
    names: of natural persons who are named in the texts.  record: the row behind, of an app above.
    Raises PermissionDenied outside the territory of `by`, and Refused for a day or field that cannot be, or when the
    record is being published already. Source: rules 5.2, 11.3, 11.4.
    """
    require(by, "disclosure.add_publication", party)
    declared, today = kind_of(kind), timezone.localdate(at)
    if formed_on > today:
        raise Refused(_("The decision cannot be of a day to come."))
    publication = Publication(
        kind=kind, party=party, agency=by.party.agency, region_path=by.region_path, formed_on=formed_on,
        public_from=first_day(public_from, today=today), drafted_by=by, drafted_at=at,
        subject_kind=record._meta.label_lower if record else "", subject_id=record.pk if record else None,
    )  # fmt: skip
    original = Original(publication=publication)
    _write(publication, original, title=title, fields=fields, names=names, public_until=public_until, by=by)
    with refused_by("publication_once_at_a_time", reason=_("This record is being published already.")):
        publication.save()
    original.save()
    open_duty(declared.clock, bearer=by.party, subject=publication, at=at, by=by, starts_on=formed_on)
    refuse_after_clock(publication, today=today)
    return publication


@transaction.atomic
def change_draft(
    publication: Publication, *, title: str, fields: Mapping[str, str], by, at: datetime,
    public_from: date | None = None, public_until: date | None = None, names: Iterable[str] = (),
) -> Publication:  # fmt: skip
    """Write a draft anew; whoever does is one of its writers. Arguments as for `draft_publication`.

    Raises PermissionDenied, Stale, and Refused when it is no draft any more.
    """
    publication = Publication.objects.locked(publication)
    require(by, PUBLICATION["submit"].perm, publication)
    if publication.state not in PUBLICATION["submit"].sources:
        raise Refused(_("Only a draft can be changed: withdraw what is public, or have it sent back."))
    original, today = publication.original, timezone.localdate(at)
    publication.public_from = first_day(public_from, today=today)
    refuse_after_clock(publication, today=today)
    _write(publication, original, title=title, fields=fields, names=names, public_until=public_until, by=by)
    publication.save()
    original.save()
    return publication


@transaction.atomic
def discard_draft(publication: Publication, *, by, at: datetime, reason: str) -> Publication:
    """Put a draft aside for good: the duty to publish it goes with it, and what was recorded is deleted here.

    Raises PermissionDenied, Stale, and Refused when it is no draft any more.
    """
    publication = Publication.objects.locked(publication)
    move(publication, PUBLICATION["discard"], by=by)
    publication.save()
    forget_original(publication)
    for duty in duties_of(publication):
        cancel_duty(duty, at=at, by=by, reason=reason)
    return publication


def first_day(planned: date | None, *, today: date) -> date:
    if planned and planned < today:
        raise Refused(_("The first public day has passed already."))
    return planned or today


def refuse_after_clock(publication: Publication, *, today: date) -> None:
    """It is public within the clock of its kind; once that has run out, as soon as it is published."""
    for duty in duties_of(publication):
        if publication.public_from > max(duty.due_on, today):
            latest = max(duty.due_on, today).isoformat()
            raise Refused(
                _("By its clock it has to be public by %(day)s: choose that day or an earlier one.") % {"day": latest}
            )


def duties_of(publication: Publication) -> Iterable[Obligation]:
    """What is still owed for it."""
    return Obligation.objects.about(publication).unsettled()


def forget_original(publication: Publication) -> None:
    """What was recorded has been looked at; nothing unmasked is kept here any longer."""
    Original.objects.filter(publication=publication).delete()


def _write(publication: Publication, original: Original, *, title, fields, names, public_until, by) -> None:
    """Set what was recorded, and what is left of it for the public."""
    kind, party = publication.declared, publication.party
    title, fields = plain(title), {key: plain(text).strip() for key, text in fields.items() if text.strip()}
    _refuse_fields(kind, fields)
    _refuse_last_day(publication, fields, public_until)
    names = sorted({name.strip() for name in names} - {""})
    is_natural = party.kind in NATURAL
    masking = Masking.of(kind.fields, fields, party=party.name, is_natural=is_natural, names=names)
    original.title, original.names, original.fields = title, names, fields
    publication.title, publication.party_name = masking.text(title), masking.party_name()
    if len(publication.title) > LONGEST_TITLE:
        raise Refused(_("The title is too long once it is masked: shorten it."))
    publication.payload = mask_fields(kind.fields, fields, masking)
    publication.public_until = public_until
    publication.writers = sorted({*publication.writers, by.user_id})


def _refuse_fields(kind: PublicationKind, fields: dict[str, str]) -> None:
    if unknown := fields.keys() - {field.key for field in kind.fields}:
        raise LookupError(f"{kind.key} has no fields {sorted(unknown)}")
    for field in kind.fields:
        value = fields.get(field.key, "")
        if len(value) > field.longest:
            words = {"field": field.label, "number": field.longest}
            raise Refused(_("“%(field)s” has at most %(number)d characters.") % words)
        if field.is_required and not value:
            raise Refused(_("“%(field)s” is missing.") % {"field": field.label})
        is_none = (field.shape is Shape.DAY and not _is_day(value)) or (field.choices and value not in field.choices)
        if value and is_none:
            raise Refused(_("“%(value)s” is nothing that “%(field)s” can be.") % {"value": value, "field": field.label})


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


def _refuse_last_day(publication: Publication, fields: dict[str, str], public_until: date | None) -> None:
    """Dishonesty must end within what its level allows there, counted from the decision (rules 7.2)."""
    if public_until and public_until < publication.public_from:
        raise Refused(_("The last day has passed already, or lies before the first public day."))
    if not publication.declared.ends_by_level:
        return
    limit = limit_for(f"publicity.{fields['level']}", publication.region_path, on=publication.formed_on)
    latest = add_months(publication.formed_on, limit.amount)
    if public_until is None or public_until > latest:
        raise Refused(_("This may be public until %(day)s at the latest.") % {"day": latest.isoformat()})
