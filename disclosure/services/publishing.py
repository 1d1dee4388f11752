"""Public from a day, until a day, or until it is withdrawn: what leaves a trace (rules 5.2, 11.4)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.enums import WithdrawalGround
from disclosure.messages import TO_WITHDRAW
from disclosure.models import Publication
from disclosure.services.checking import CHECKERS, say
from disclosure.services.drafting import duties_of, first_day, forget_original, refuse_after_clock
from disclosure.workflow import PUBLICATION
from kernel.access import require
from kernel.errors import Refused
from kernel.workflow import move
from obligations.models import Obligation
from obligations.services import cancel_duty, meet_duty, open_duty

WITHDRAW = "penalty.withdraw"


@transaction.atomic
def publish(publication: Publication, *, by, at: datetime, public_from: date | None = None) -> Publication:
    """Show it to everybody, and meet the duty to publish; what was recorded is deleted here.

    public_from: the first day, which may be a later one within the clock; without it as planned in the draft, today at
    the earliest.
    Raises PermissionDenied unless `by` is a reviewer or leader of the agency, Stale, and Refused before both checks are
    passed, when its last day is over, or for a first day after the clock's.
    """
    publication = Publication.objects.locked(publication)
    move(publication, PUBLICATION["publish"], by=by)
    today = timezone.localdate(at)
    if publication.public_until and publication.public_until < today:
        raise Refused(_("Its last day has passed: it can only be sent back."))
    publication.public_from = first_day(public_from or max(publication.public_from, today), today=today)
    if publication.public_until and publication.public_until < publication.public_from:
        raise Refused(_("The first public day lies after the last."))
    refuse_after_clock(publication, today=today)
    publication.published_by, publication.published_at = by, at
    publication.save()
    forget_original(publication)
    for duty in duties_of(publication):
        meet_duty(duty, at=at, by=by)
    return publication


@transaction.atomic
def ask_withdrawal(publication: Publication, *, by, at: datetime, on: date) -> Obligation:
    """The decision was changed or revoked: its publication has to be withdrawn within 3 working days.

    on: the day of the revocation, after which the clock counts.  Returns the duty; asked twice, the first one.
    Raises PermissionDenied unless `by` writes for the agency, Stale, and Refused when it is not public.
    Source: Administrative Penalty Law, articles 48 and 85 (rules 5.2).
    """
    publication = Publication.objects.locked(publication)
    require(by, "disclosure.ask_withdrawal", publication)
    if publication.state not in PUBLICATION["withdraw"].sources:
        raise Refused(_("Only what is public can be withdrawn."))
    if not publication.formed_on <= on <= timezone.localdate(at):
        raise Refused(_("The day lies in the future, or before the decision."))
    if known := Obligation.objects.about(publication).filter(kind=WITHDRAW).first():
        return known
    publication.withdrawal_asked_by, publication.withdrawal_asked_at = by, at
    publication.save()
    say(TO_WITHDRAW, publication, to=CHECKERS, at=at)
    return open_duty(WITHDRAW, bearer=publication.agency.party, subject=publication, at=at, by=by, starts_on=on)


@transaction.atomic
def withdraw(publication: Publication, *, by, at: datetime, ground: WithdrawalGround, reason: str) -> Publication:
    """Take it away from the public; its address then says on which day and on which ground, without the content.

    reason: in a person's own words, which nobody has checked; it stays inside.  Meets the duty to withdraw.
    Raises PermissionDenied unless `by` is a reviewer or leader of the agency, and of two persons if he wrote it, Stale,
    and Refused when it is not public.
    """
    publication = Publication.objects.locked(publication)
    move(publication, PUBLICATION["withdraw"], by=by)
    publication.withdrawn_by, publication.withdrawn_at = by, at
    publication.withdrawal_ground, publication.withdrawal_reason = ground, reason
    publication.save()
    for duty in duties_of(publication):
        meet_duty(duty, at=at, by=by)
    return publication


@transaction.atomic
def expire(*, today: date) -> int:
    """Record the end of what is past its last day; returns how many. The public sees none of it since midnight.

    A withdrawal that was asked for and is owed yet has nothing left to take away.
    """
    over, at = Publication.objects.over_on(today), timezone.now()
    for publication in over.filter(withdrawal_asked_at__isnull=False):
        for duty in duties_of(publication):
            cancel_duty(duty, at=at, reason=_("Its last public day has passed."))
    return over.update(state=PUBLICATION["expire"].target, version=F("version") + 1)
