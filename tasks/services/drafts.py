"""A document that was read, and what people decide about it, one decision after another."""

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency, Region
from agencies.names import Jurisdiction, Resolution, ResolutionKind, is_valid, resolve_many
from agencies.services.agencies import add_alias, create_agency
from kernel import files
from kernel.access import require
from kernel.errors import Refused
from kernel.workflow import move
from tasks.deciding import begin, decide, replay
from tasks.deciding.work import ROLES, Row
from tasks.enums import DraftState
from tasks.importer import Doubt, PlanReading
from tasks.models import DraftDecision, Plan, PlanDraft
from tasks.sources import PLAN_SOURCE
from tasks.workflow import DRAFT

UNDO = "undo"
UNRESOLVED = frozenset({"unknown_agency", "ambiguous_agency"})


@transaction.atomic
def keep_draft(reading: PlanReading, *, data: bytes, name: str, region: Region, by, at: datetime) -> PlanDraft:
    """Keep what was read from a file, with the file; the same file in the same region is the same draft,
    unless that was put aside or is the version in force no longer.

    data, name: the file as it came.  Names that are no agency of the region's are added to the draft's warnings.
    Raises PermissionDenied unless `by` may import plans there.
    """
    require(by, "tasks.import_plan", region)
    lock_plans(region)
    fingerprint = sha256(data).hexdigest()
    same = PlanDraft.objects.filter(region=region, sha256=fingerprint).order_by("-pk").first()
    if same and (same.state == DraftState.OPEN or is_in_force(same)):
        return same
    found = reading.as_json()
    on = reading.document.issued or timezone.localdate(at)
    meant = resolve_many(sorted(_names_of(found)), region=region, on=on)
    found["names"] = {name: each.agency and each.agency.pk for name, each in meant.items()}
    found["warnings"] = list(_still_in_doubt(found["warnings"], meant)) + list(_unresolved(found["tasks"], meant))
    draft = PlanDraft.objects.create(
        region=region,
        region_path=region.path,
        source=files.store(data, name=name, purpose=PLAN_SOURCE, region_path=region.path, by=by, at=at),
        sha256=fingerprint,
        text=reading.text,
        reading=found,
        work=begin(found),
        created_at=at,
    )
    draft.plan = same_plan(draft)
    draft.save(update_fields=["plan"])
    return draft


def lock_plans(region: Region) -> None:
    """Two imports of one plan do not pass each other."""
    Region.objects.select_for_update().get(pk=region.pk)


def _names_of(reading: Row) -> set[str]:
    return {
        name
        for task in reading["tasks"]
        for column in ROLES.values()
        for name in task[column]
        if name not in task["collective"]
    }


def _still_in_doubt(warnings: list[Row], meant: dict[str, Resolution]) -> Iterator[Row]:
    """Two names that look alike are in no doubt where the register of agencies knows both."""
    for row in warnings:
        pair = [meant.get(row["facts"].get(key)) for key in ("name", "other")]
        if row["code"] != "similar_names" or not all(found and found.agency for found in pair):
            yield row


def _unresolved(tasks: list[Row], meant: dict[str, Resolution]) -> Iterator[Row]:
    """A doubt for each printed name that does not mean exactly one agency, at the first task that prints it."""
    told: set[str] = set()
    for place, task in enumerate(tasks):
        for column in ROLES.values():
            spans = task.get("source", {}).get(column) or [None] * len(task[column])
            for name, span in zip(task[column], spans, strict=True):
                found = meant.get(name)
                if found is None or found.agency or name in told:
                    continue
                told.add(name)
                facts: dict[str, Any] = {"name": name}
                code = "unknown_agency"
                if found.kind is ResolutionKind.AMBIGUOUS:
                    code = "ambiguous_agency"
                    facts["agencies"] = "、".join(agency.party.name for agency in found.candidates)
                doubt = Doubt(code, task["source_lines"][0], task["number"], facts)
                yield doubt.as_json() | {"task": place, "span": span}


def is_in_force(draft: PlanDraft) -> bool:
    """Whether it is the version that its plan has now."""
    return draft.state == DraftState.ACCEPTED and draft.plan is not None and draft.plan.source_id == draft.source_id


def same_plan(draft: PlanDraft) -> Plan | None:
    """The plan of which the draft is another version: of its region, and of its title or document number."""
    document = draft.decided.document
    plans = Plan.objects.filter(region=draft.region).order_by("-pk")
    number = document["number"]
    found = plans.filter(document_number=number).first() if number else None
    return found or plans.filter(title=document["title"]).first()


@transaction.atomic
def take_decision(draft: PlanDraft, verb: str, facts: Row, *, by, at: datetime, remember: bool = False) -> PlanDraft:
    """Take one decision about an open draft (`tasks.deciding.verbs`).

    remember: a name that is mapped is kept as another name of the agency, for documents of the region.
    Raises PermissionDenied unless `by` may import plans there, Stale, and Refused where the draft does not allow it.
    """
    draft = _open(draft, by)
    _refuse_unknown_agencies(draft, facts)
    if verb in {"add_part", "lead_instead"}:
        facts = {**facts, "agency": _meant(draft, facts["name"], at=at)}
    draft.work = decide(draft.decided.data, verb, facts)
    if remember and verb == "map_name":
        _remember(draft, facts, by=by, at=at)
    return _save(draft, verb, facts, by=by, at=at)


def settle_open(draft: PlanDraft, *, by, at: datetime, codes: frozenset[str] | None = None) -> PlanDraft:
    """Let what is still in doubt stand as it was read, of these codes or of all. Raises as `take_decision`."""
    doubts = [row["key"] for row in draft.decided.open_doubts() if codes is None or row["code"] in codes]
    return take_decision(draft, "settle", {"doubts": doubts}, by=by, at=at) if doubts else draft


@transaction.atomic
def undo_decision(draft: PlanDraft, *, by, at: datetime) -> PlanDraft:
    """Take back the last decision that stands; an alias that was remembered with it stays.

    Raises as `take_decision`, and Refused when there is none.
    """
    draft = _open(draft, by)
    standing = standing_decisions(draft)
    if not standing:
        raise Refused(_("Nothing has been decided about this draft yet."))
    draft.work = replay(begin(draft.reading), [(row.verb, row.facts) for row in standing[:-1]])
    return _save(draft, UNDO, {"number": standing[-1].number}, by=by, at=at)


def standing_decisions(draft: PlanDraft) -> list[DraftDecision]:
    """In order, without those that were taken back."""
    rows = list(draft.decisions.order_by("number"))
    undone = {row.facts["number"] for row in rows if row.verb == UNDO}
    return [row for row in rows if row.verb != UNDO and row.number not in undone]


def versions_of(plan: Plan, by) -> list[PlanDraft]:
    """The documents that the plan was made of, the newest first, for those who may open them."""
    if not by.has_perm("tasks.view_plandraft"):
        return []
    rows = PlanDraft.objects.visible_to(by).versions_of(plan)
    return list(rows.defer("text", "reading", "work").select_related("source"))


def regions_to_import(by, *, on: date) -> QuerySet[Region]:
    """The regions of the territory, the own one first."""
    return Region.objects.valid_on(on).filter(path__startswith=by.region_path).order_by("path")


def agencies_to_name(draft: PlanDraft, *, on: date) -> QuerySet[Agency]:
    """Those that a document of the draft's region may name on a day, in the order of the matrix, the nearest first."""
    found = Jurisdiction(draft.region).agencies
    keys = [key for key, agency in found.items() if is_valid(agency, on)]
    rows = Agency.objects.filter(pk__in=keys).select_related("party")
    return rows.order_by("party__region_path", "position", "pk")


@transaction.atomic
def create_and_map(draft: PlanDraft, *, printed: str, name: str, short_name: str, kind: AgencyKind, by, at: datetime):
    """A new agency of the draft's region, and that it is meant by a printed name.

    Raises as `create_agency` and `take_decision`.
    """
    agency = create_agency(name=name, short_name=short_name, kind=kind, region=draft.region, by=by)
    return take_decision(draft, "map_name", {"name": printed, "agency": agency.pk}, by=by, at=at)


@transaction.atomic
def discard_draft(draft: PlanDraft, *, by) -> PlanDraft:
    """Put a draft aside for good; its document stays. Raises PermissionDenied, and Refused when it has moved on."""
    draft = PlanDraft.objects.locked(draft)
    move(draft, DRAFT["discard"], by=by)
    draft.save()
    return draft


def _open(draft: PlanDraft, by) -> PlanDraft:
    draft = PlanDraft.objects.locked(draft)
    require(by, "tasks.import_plan", draft)
    if draft.state != DraftState.OPEN:
        raise Refused(_("This draft is “%(state)s”: nothing more is decided about it.") % {
            "state": draft.get_state_display()
        })  # fmt: skip
    return draft


def _save(draft: PlanDraft, verb: str, facts: Row, *, by, at: datetime) -> PlanDraft:
    draft.plan = same_plan(draft)
    draft.save()
    number = draft.decisions.count() + 1
    DraftDecision.objects.create(
        draft=draft, number=number, verb=verb, facts=facts, at=at, by=by if by.pk else None
    )  # fmt: skip
    return draft


def _meant(draft: PlanDraft, name: str, *, at: datetime) -> int | None:
    found = resolve_many([name], region=draft.region, on=timezone.localdate(at))[name]
    return found.agency.pk if found.agency else None


def _refuse_unknown_agencies(draft: PlanDraft, facts: Row) -> None:
    """Only agencies that a document of the region may name."""
    asked = {key for key in [facts.get("agency"), *facts.get("agencies", [])] if key is not None}
    if asked and asked - set(Jurisdiction(draft.region).agencies):
        raise Refused(_("That is no agency which a document of this region may name."))


def _remember(draft: PlanDraft, facts: Row, *, by, at: datetime) -> None:
    agency = Agency.objects.select_related("party__region").get(pk=facts["agency"])
    if not by.has_perm("agencies.add_agencyalias", agency):
        return  # of a territory above, whose register others keep
    source = draft.decided.document["title"][:200]
    if not agency.aliases.filter(name=facts["name"]).exists():
        add_alias(
            agency, name=facts["name"], by=by, on=timezone.localdate(at), region=draft.region, source=source
        )  # fmt: skip
