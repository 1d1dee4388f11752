"""Obligations and supervision orders."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from agencies.models import Membership, Party
from obligations.enums import LimitUnit
from obligations.models import ExtensionRequest, NextStep, Obligation, SupervisionOrder
from tests.factories.agencies import make_agency, make_membership, make_party

__all__ = ["make_duties", "make_duty", "make_order", "make_request", "next_step_of"]

_number = count(1)


def make_duty(kind: str = "order.reply", *, bearer: Party | None = None, **facts) -> Obligation:
    """A duty that is owed by a day; opened a week before it. next_step_at: of its ladder, which it else is not on."""
    (duty,) = make_duties([{"kind": kind, "bearer": bearer} | facts])
    duty.refresh_from_db(fields=["public_id"])
    return duty


def make_duties(rows: Iterable[dict]) -> list[Obligation]:
    """Many at once, each with the facts of a row; without their public ids."""
    rows = [dict(facts) for facts in rows]
    steps = [facts.pop("next_step_at", None) for facts in rows]
    duties = Obligation.objects.bulk_create(duty_of(**facts) for facts in rows)
    pairs = [(duty, at) for duty, at in zip(duties, steps, strict=True) if at]
    NextStep.objects.bulk_create(NextStep(obligation=duty, at=at) for duty, at in pairs)
    return duties


def next_step_of(duty: Obligation) -> datetime | None:
    return NextStep.objects.filter(obligation=duty).values_list("at", flat=True).first()


def duty_of(kind: str = "order.reply", *, bearer: Party | None = None, **facts) -> Obligation:
    n = next(_number)
    bearer = bearer or make_party()
    due_on = facts.get("due_on") or timezone.localdate() + timedelta(days=30)
    opened_at = timezone.make_aware(datetime.combine(due_on - timedelta(days=7), datetime.min.time()))
    facts = {
        "subject_kind": "tests.record", "subject_id": n, "title": f"Duty {n}", "region_path": bearer.region_path,
        "unit": LimitUnit.GIVEN_DAY, "counted_from": due_on - timedelta(days=7), "due_on": due_on,
        "first_due_on": due_on, "opened_at": opened_at,
    } | facts  # fmt: skip
    return Obligation(kind=kind, bearer=bearer, **facts)


def make_order(*, bearer: Party | None = None, **facts) -> SupervisionOrder:
    n = next(_number)
    by = facts.get("issued_by") or make_membership(agency=make_agency())
    facts = {
        "number": f"督办〔2026〕{n}号", "title": f"Order {n}", "text": f"Required {n}", "issuer": by.party,
        "issued_by": by, "issued_at": timezone.now(), "region_path": by.party.region_path,
    } | facts  # fmt: skip
    order = SupervisionOrder.objects.create(bearer=bearer or make_party(), **facts)
    order.refresh_from_db(fields=["public_id"])
    return order


def make_request(duty: Obligation, *, by: Membership | None = None, **facts) -> ExtensionRequest:
    """More time that a member of the bearer asks for; nobody is told."""
    by = by or make_membership(agency=duty.bearer.agency)
    until = max(duty.due_on, timezone.localdate()) + timedelta(days=30)
    facts = {
        "basis": "行政处罚法 66",
        "until": until,
        "reason": "The court has the case",
        "asked_at": timezone.now(),
    } | facts
    return ExtensionRequest.objects.create(obligation=duty, asked_by=by, **facts)
