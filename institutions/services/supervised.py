"""What is supervised beside the medical institutions: added, corrected, ended."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import PartyKind
from agencies.models import Party, Region
from institutions.codes import uscc_fault
from institutions.enums import SupervisedKind
from institutions.models import Institution, SupervisedObject
from kernel import audit
from kernel.access import require
from kernel.errors import FaultyFacts, Refused, WrongDay, refused_by

NAME_ONCE, USCC_ONCE = "object_name_once", "object_uscc_once"


@transaction.atomic
def add_object(*, name: str, region: Region, kind: str, by, **facts: Any) -> SupervisedObject:
    """With its party: a person's where it is a person, else a place's.

    Raises PermissionDenied outside the territory of `by`, FaultyFacts for a wrong code, and Refused where it is there.
    """
    require(by, "institutions.add_supervisedobject", region)
    _refuse_faulty(kind, facts)
    party = Party.objects.create(
        kind=PartyKind.PERSON if kind == SupervisedKind.PERSON else PartyKind.PLACE,
        name=name, region=region, region_path=region.path,
    )  # fmt: skip
    made = SupervisedObject(party=party, name=name, region_path=region.path, kind=kind, **facts)
    _save(made)
    return made


@transaction.atomic
def change_object(obj: SupervisedObject, *, by, **facts: Any) -> SupervisedObject:
    """Correct what is recorded; facts: also name and region. A person stays one, and a place, a place.

    Raises as `add_object`, and Stale.
    """
    obj = SupervisedObject.objects.locked(obj)
    require(by, "institutions.change_supervisedobject", obj)
    if obj.ended_on:
        raise Refused(_("It has ended: its record stays as it is."))
    party = Party.objects.select_for_update().get(pk=obj.pk)
    name, region = facts.pop("name", party.name), facts.pop("region", None) or party.region
    require(by, "institutions.change_supervisedobject", region)
    if (facts.get("kind", obj.kind) == SupervisedKind.PERSON) != (party.kind == PartyKind.PERSON):
        raise FaultyFacts({"kind": _("A natural person stays one, and nothing else becomes one: add it anew.")})
    for fact, value in facts.items():
        setattr(obj, fact, value)
    _refuse_faulty(obj.kind, {"uscc": obj.uscc})
    if (name, region.pk) != (party.name, party.region_id):
        party.name, party.region, party.region_path = name, region, region.path
        party.version += 1
        with refused_by(NAME_ONCE, reason=_there_already()):
            party.save()
        obj.name, obj.region_path = name, region.path  # as the database has set them
    _save(obj)
    obj.party = party
    return obj


@transaction.atomic
def end_object(obj: SupervisedObject, *, on: date, reason: str, by, at: datetime) -> SupervisedObject:
    """It is there no more, from the day after `on`; what is recorded about it stays.

    Raises PermissionDenied, Stale, WrongDay for a day to come, and Refused where it has ended.
    """
    obj = SupervisedObject.objects.locked(obj)
    require(by, "institutions.end_supervisedobject", obj)
    if obj.ended_on:
        raise Refused(_("It has ended already."))
    if on > timezone.localdate(at):
        raise WrongDay(_("This day lies in the future."))
    obj.ended_on = on
    obj.save()
    party = Party.objects.select_for_update().get(pk=obj.pk)
    party.valid_to = on
    party.version += 1
    party.save()
    audit.note("object_ended", obj.pk, reason=reason, on=on.isoformat())
    return obj


def _refuse_faulty(kind: str, facts: dict[str, Any]) -> None:
    uscc = facts.get("uscc")
    if not uscc:
        return
    if kind == SupervisedKind.PERSON:
        raise FaultyFacts({"uscc": _("A natural person has no unified social credit code.")})
    if fault := uscc_fault(uscc):
        raise FaultyFacts({"uscc": fault})
    if Institution.objects.filter(uscc=uscc).exists():
        raise FaultyFacts({"uscc": _("A medical institution has this code: it stands in the register.")})


def _save(obj: SupervisedObject) -> None:
    with (
        refused_by(NAME_ONCE, reason=_there_already()),
        refused_by(USCC_ONCE, reason=_("Another supervised object has this code already.")),
    ):
        obj.save(force_insert=obj._state.adding)


def _there_already() -> str:
    return _("One of this kind and name is recorded in this region already.")
