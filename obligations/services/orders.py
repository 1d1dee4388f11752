"""Supervision orders (督办单): a named leader issues one, the unit receives it and replies, the reply is judged.

The time to receive it and the time to reply are duties of the unit, in the ledger like any other; whoever issued the
order watches over them. Source: rules 9a.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Membership, Party
from agencies.querysets import in_force
from kernel import files
from kernel.access import require
from kernel.errors import Refused
from kernel.models import StoredFile
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell
from obligations import deadlines
from obligations.access import stands_over
from obligations.deadlines import Clock
from obligations.enums import UNSETTLED, LimitUnit, NumberSeries, OrderVerb
from obligations.kinds import kind_of
from obligations.models import Obligation, OrderFile, OrderNumber, OrderStep, SupervisionOrder
from obligations.services.opening import open_duty
from obligations.services.settling import cancel_duty, meet_duty, return_duty, submit_duty
from obligations.sources import EVIDENCE
from obligations.workflow import ORDER

RECEIVE, REPLY = "order.receive", "order.reply"
NUMBER = "{unit}督办〔{year}〕{n}号"  # unit: the short name of the issuing agency
RECEIPT = "签收〔{year}〕{n}号"  # of the unit that receives
MOST_FILES = 10
FOUND = 20


def units_to_order(by: Membership, words: str, *, on: date) -> list[Party]:
    """The units in whose name `words` stand (two signs or more) and that `by` may press: at most 20, by place."""
    own = by.user.memberships.standing().values("party")
    rows = Party.objects.named(words).filter(in_force(on), region_path__startswith=by.region_path)
    rows = rows.exclude(pk__in=own).select_related("agency", "region").order_by("region_path", "name", "pk")
    return [party for party in rows[: 2 * FOUND] if stands_over(by, party)][:FOUND]


def clocks(by: Membership, *, on: date, reply_by: date | None = None) -> dict[str, Clock]:
    """When an order that `by` issues on that day is to be received, and replied to: {kind of duty: clock}."""
    usual = {key: deadlines.limit_for(key, by.region_path, on=on).amount for key in (RECEIVE, REPLY)}
    found = {key: deadlines.run(n, LimitUnit(kind_of(key).unit), starts_on=on) for key, n in usual.items()}
    return found | ({REPLY: deadlines.given(reply_by, starts_on=on)} if reply_by else {})


@transaction.atomic
def issue_order(
    *, bearer: Party, title: str, text: str, by: Membership, at: datetime, reply_by: date | None = None,
    about: Obligation | None = None,
) -> SupervisionOrder:  # fmt: skip
    """Press a unit to do something; it owes the receipt and the reply from then on, and is told at once.

    reply_by: the day for the reply, in place of the usual limit.  about: a duty of the unit that is pressed.
    Raises PermissionDenied unless `by` is the leader of a unit that stands over the bearer, for every job and command
    too; and Refused where the bearer has ended, the day is past, or the duty is another unit's or settled.
    """
    if by.user_id is None:
        raise PermissionDenied  # never by the machine
    require(by, "obligations.issue_order", bearer)
    today = timezone.localdate(at)
    _refuse_unit_or_day(bearer, reply_by=reply_by, today=today)
    if about is not None:
        _refuse_duty(about, bearer=bearer, by=by)
    order = SupervisionOrder.objects.create(
        number=_order_number(by, today=today), title=title, text=text, issuer=by.party, bearer=bearer,
        region_path=by.region_path, about=about, issued_by=by, issued_at=at,
    )  # fmt: skip
    order.refresh_from_db(fields=["public_id"])
    receipt = open_duty(RECEIVE, bearer=bearer, subject=order, at=at, by=by, supervisor=by.party)
    open_duty(REPLY, bearer=bearer, subject=order, at=at, by=by, supervisor=by.party, due_on=reply_by)
    step = note_order(order, OrderVerb.ISSUE, at=at, by=by)
    _tell_bearer("obligations.order_issued", order, step, receive_by=receipt.due_on.isoformat())
    return order


@transaction.atomic
def receive_order(order: SupervisionOrder, *, at: datetime, by: Membership) -> SupervisionOrder:
    """Sign for an order (签收): who, for which unit, when, under which number of the unit's own.

    Raises PermissionDenied unless `by` answers for the unit, Stale, and Refused when it is received already.
    """
    order = SupervisionOrder.objects.locked(order)
    move(order, ORDER["receive"], by=by)
    order.receipt_number = next_number(NumberSeries.RECEIPT, order.bearer, RECEIPT, today=timezone.localdate(at))
    order.received_by, order.received_at = by, at
    order.save()
    if duty := _clock(order, RECEIVE):
        meet_duty(duty, at=at, by=by)
    note_order(order, OrderVerb.RECEIVE, at=at, by=by, text=order.receipt_number)
    return order


@transaction.atomic
def keep_evidence(order: SupervisionOrder, upload, *, at: datetime, by: Membership) -> StoredFile:
    """Keep a file for a reply that is still being written. Raises PermissionDenied, and as `kernel.files.store`."""
    require(by, ORDER["reply"].perm, order)
    return files.store(upload, purpose=EVIDENCE, by=by, at=at)


@transaction.atomic
def reply_to_order(
    order: SupervisionOrder, *, at: datetime, by: Membership, text: str, evidence: Iterable[StoredFile] = ()
) -> SupervisionOrder:
    """Answer an order; the issuing unit's reviewers and leaders are told with the next digest.

    evidence: files that the same person has kept for it (`keep_evidence`), at most 10, in no other reply.
    Raises PermissionDenied unless `by` answers for the unit, Stale, and Refused before the order is received or while a
    reply is being judged.
    """
    order = SupervisionOrder.objects.locked(order)
    move(order, ORDER["reply"], by=by)
    order.reply, order.replied_by, order.replied_at, order.judgement = text, by, at, ""
    order.save()
    if duty := _clock(order, REPLY):
        submit_duty(duty, at=at, by=by)
    step = note_order(order, OrderVerb.REPLY, at=at, by=by, text=text)
    _attach(step, list(evidence), by=by)
    _tell_issuer("obligations.order_replied", order, step)
    return order


@transaction.atomic
def return_reply(order: SupervisionOrder, *, at: datetime, by: Membership, reason: str) -> SupervisionOrder:
    """Send a reply back: the unit has days of its own to reply anew (`duty.resubmit`), and is told at once.

    Raises PermissionDenied unless `by` judges for the issuing unit, Stale, and Refused where there is no reply.
    """
    order = SupervisionOrder.objects.locked(order)
    move(order, ORDER["return"], by=by)
    order.judgement = reason
    order.save()
    if duty := _clock(order, REPLY):
        return_duty(duty, at=at, by=by, reason=reason, url=order.get_absolute_url())
    note_order(order, OrderVerb.RETURN, at=at, by=by, text=reason)
    return order


@transaction.atomic
def close_order(order: SupervisionOrder, *, at: datetime, by: Membership, remark: str = "") -> SupervisionOrder:
    """Accept the reply: the order is closed, the duty to reply met. Raises as `return_reply`."""
    order = SupervisionOrder.objects.locked(order)
    move(order, ORDER["close"], by=by)
    order.judgement, order.closed_at = remark, at
    order.save()
    if duty := _clock(order, REPLY):
        meet_duty(duty, at=at, by=by)
    step = note_order(order, OrderVerb.CLOSE, at=at, by=by, text=remark)
    _tell_bearer("obligations.order_closed", order, step)
    return order


@transaction.atomic
def withdraw_order(order: SupervisionOrder, *, at: datetime, by: Membership, reason: str) -> SupervisionOrder:
    """Take an order back: what is still owed for it is cancelled; the order stays on record with the reason.

    Raises PermissionDenied unless `by` leads the issuing unit, Stale, and Refused when it is over.
    """
    order = SupervisionOrder.objects.locked(order)
    move(order, ORDER["withdraw"], by=by)
    return end_order(order, at=at, by=by, reason=reason)


def end_order(order: SupervisionOrder, *, at: datetime, by: Membership, reason: str) -> SupervisionOrder:
    """For a locked row that has been moved to its end without a reply that was accepted."""
    order.closed_at = at
    order.save()
    for duty in order.duties().unsettled():
        cancel_duty(duty, at=at, by=by, reason=reason)
    step = note_order(order, OrderVerb.WITHDRAW, at=at, by=by, text=reason)
    _tell_bearer("obligations.order_withdrawn", order, step)
    return order


def _refuse_unit_or_day(bearer: Party, *, reply_by: date | None, today: date) -> None:
    if not Party.objects.filter(in_force(today), pk=bearer.pk).exists():
        raise Refused(_("%(unit)s does not exist today.") % {"unit": bearer.name})
    if reply_by and reply_by < today:
        raise Refused(_("The day for the reply is past."))


def _refuse_duty(duty: Obligation, *, bearer: Party, by: Membership) -> None:
    if not by.covers(duty):
        raise PermissionDenied
    if duty.bearer_id != bearer.pk:
        raise Refused(_("The duty is that of another unit."))
    if duty.state not in UNSETTLED:
        raise Refused(_("The duty is settled: there is nothing to press for."))


def _order_number(by: Membership, *, today: date) -> str:
    """The next that no other unit of the place has given: a predecessor had the same short name perhaps."""
    given = SupervisionOrder.objects.filter(region_path=by.region_path)
    while given.filter(number=(number := next_number(NumberSeries.ORDER, by.party, NUMBER, today=today))).exists():
        pass
    return number


def next_number(series: NumberSeries, unit: Party, form: str, *, today: date) -> str:
    """The unit's next number of the year. Its row stays locked to the end, so that no number is lost or given twice."""
    row, _is_new = OrderNumber.objects.get_or_create(unit=unit, series=series, year=today.year)
    row = OrderNumber.objects.select_for_update().get(pk=row.pk)
    row.last += 1
    row.save(update_fields=["last"])
    short_name = unit.agency.short_name if hasattr(unit, "agency") else unit.name
    return form.format(unit=short_name, year=row.year, n=row.last)


def _clock(order: SupervisionOrder, key: str) -> Obligation | None:
    """The duty that runs for this part of the order; None when it was waived."""
    return order.duties().unsettled().filter(kind=key).first()


def note_order(order: SupervisionOrder, verb: OrderVerb, *, at: datetime, by: Membership, text: str = "") -> OrderStep:
    """A line of the order's history."""
    return OrderStep.objects.create(order=order, verb=verb, at=at, by=by, text=text)


def _attach(step: OrderStep, evidence: list[StoredFile], *, by: Membership) -> None:
    if len(evidence) > MOST_FILES:
        raise Refused(_("A reply has at most %(most)d files.") % {"most": MOST_FILES})
    own = StoredFile.objects.filter(pk__in=[file.pk for file in evidence], purpose=EVIDENCE, owner=by.user_id)
    if own.count() != len(evidence) or OrderFile.objects.filter(file__in=own).exists():
        raise Refused(_("A file belongs to another reply already. Choose it again."))
    OrderFile.objects.bulk_create(OrderFile(step=step, file=file) for file in evidence)


def _tell_bearer(kind: str, order: SupervisionOrder, step: OrderStep, **facts) -> None:
    facts |= {"number": order.number, "title": order.title, "issuer": order.issuer.name}
    for audience in (Audience.HANDLERS, Audience.LEADERS):
        key = f"{kind}:{step.pk}:{audience}"
        tell(kind, to=order.bearer, audience=audience, url=order.get_absolute_url(), key=key, at=step.at, params=facts)


def _tell_issuer(kind: str, order: SupervisionOrder, step: OrderStep) -> None:
    """Members of the unit that was ordered are not told, whichever hat they wear."""
    facts = {"number": order.number, "title": order.title, "bearer": order.bearer.name}
    for audience in (Audience.REVIEWERS, Audience.LEADERS):
        tell(
            kind, to=order.issuer, audience=audience, about=order.bearer, url=order.get_absolute_url(),
            key=f"{kind}:{step.pk}:{audience}", at=step.at, params=facts,
        )  # fmt: skip
