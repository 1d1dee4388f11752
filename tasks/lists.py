"""What the pages of entries show: lists of a unit, and an entry with its history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextChoices, Window
from django.db.models.functions import Lag
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from agencies.models import Agency, Membership, Section
from kernel import files
from kernel.models import StoredFile
from obligations.deadlines import soon_days
from obligations.enums import OWED
from obligations.lights import Light, light
from obligations.models import Obligation
from tasks.access import WITH_THE_UNIT, WRITERS
from tasks.enums import EntryState, EntryVerb, TaskRole, Work
from tasks.kinds import REPORT
from tasks.matrix import read_lights
from tasks.models import Assignment, EntryStep, ProgressEntry, Receipt, Responsibility, Task
from tasks.sources import EVIDENCE

TOLD = (EntryVerb.HAND_IN, EntryVerb.ENTER, EntryVerb.ACCEPT, EntryVerb.CONFIRM)  # to others than the unit itself
COMPARED = ("text", "work", "needs", "needs_from", "quantity", "percent")


class Tab(TextChoices):
    WRITE = "write", pgettext_lazy("entries", "To be written")
    REVIEW = "review", pgettext_lazy("entries", "To be reviewed")
    JUDGE = "judge", pgettext_lazy("entries", "To be judged")
    DONE = "done", pgettext_lazy("entries", "Done")


@dataclass(frozen=True)
class Line:
    """An entry, or a duty for which there is none yet, with its light."""

    duty: Obligation
    entry: ProgressEntry | None
    light: Light


def entries_of(tab: Tab, by) -> QuerySet[ProgressEntry]:
    """What waits for the acting unit, by tab: of its own what to write and to review; of others' what to judge."""
    own = ProgressEntry.objects.shared_with(by).filter(agency=by.party_id)
    if tab == Tab.WRITE:
        rows = own.filter(state__in=[EntryState.DRAFT, EntryState.RETURNED])
    elif tab == Tab.REVIEW:
        rows = own.filter(state=EntryState.SUBMITTED)
    elif tab == Tab.JUDGE:
        rows = ProgressEntry.objects.filter(pk__in=_to_judge(by))
    else:
        rows = own.filter(state__in=[EntryState.HANDED_IN, EntryState.ACCEPTED, EntryState.CONFIRMED])
    return rows.select_related("task", "agency__party")


def _to_judge(by) -> QuerySet:
    """As a lead what participants have handed in; as who watches over it what leads have, and what leads accepted."""
    others = ProgressEntry.objects.exclude(agency=by.party_id)
    led = Responsibility.objects.filter(agency=by.party_id, role=TaskRole.LEAD).values("task")
    watched = Obligation.objects.filter(kind=REPORT.key, supervisor=by.party_id, state="submitted").values("subject_id")
    as_lead = Q(role=TaskRole.PARTICIPANT, state=EntryState.HANDED_IN, task__in=led)
    out = Q(state=EntryState.HANDED_IN, role=TaskRole.LEAD) | Q(state=EntryState.ACCEPTED)
    return others.filter(as_lead | (out & Q(task__in=watched))).values("pk")


def whole(entry: ProgressEntry) -> ProgressEntry:
    """The entry with all that its page names; its version is the one that was shown."""
    rows = ProgressEntry.objects.select_related(
        "task__plan", "agency__party", "needs_from__party", "handled_by__user", "handed_in_by__user",
        "handed_in_by__party", "confirmed_by__user", "confirmed_by__party",
    )  # fmt: skip
    found = rows.get(pk=entry.pk)
    found.version = entry.version
    return found


def steps_of(entries: Collection[ProgressEntry], by, *, most: int | None = None) -> list[Any]:
    """What was done to them, the newest first, each with `changes` of what it says: [(label, before, after)].

    What happened within a unit is told to its own people.
    """
    before = Window(Lag("content"), partition_by="entry", order_by="pk")
    from_outside = Q(verb=EntryVerb.RETURN) & ~Q(by__party=F("entry__agency"))
    seen = Q(entry__agency=by.party_id) | Q(verb__in=TOLD) | from_outside
    rows = EntryStep.objects.filter(seen, entry__in=[entry.pk for entry in entries]).annotate(before=before)
    steps: list[Any] = list(rows.select_related("by__user", "by__party").order_by("-pk")[:most])
    known = {entry.pk: entry for entry in entries}
    for step in steps:
        step.entry, old = known[step.entry_id], step.before or step.content
        step.changes = [
            (label_of(name), _shown(name, old.get(name)), _shown(name, step.content.get(name)))
            for name in COMPARED
            if step.content.get(name) != old.get(name)
        ]
    return steps


def label_of(name: str) -> str:
    field: Any = ProgressEntry._meta.get_field(name)
    return str(field.verbose_name)


def _shown(name: str, value) -> str:
    if name == "work" and value:
        return str(dict(Work.choices).get(value, value))
    return "" if value is None else str(value)


def files_of(entry: ProgressEntry) -> list[StoredFile]:
    return [row.file for row in entry.files.select_related("file").order_by("pk")]


def keep_for_entry(upload, *, by, at: datetime) -> StoredFile:
    """A file for an entry that is being written. Raises as `kernel.files.store`."""
    return files.store(upload, purpose=EVIDENCE, by=by, at=at)


def agencies_of(plan: int) -> QuerySet[Agency]:
    """Whoever has a part in the plan: one of them may have to coordinate."""
    parts = Responsibility.objects.filter(task__plan=plan).values("agency")
    return Agency.objects.filter(pk__in=parts).select_related("party").order_by("position", "pk")


def is_owed_to(by, task: Task, agency: Agency, period: str) -> bool:
    """Whether the agency still owes its report for the period, and the acting unit watches over it."""
    duties = Obligation.objects.about(task).filter(kind=REPORT.key, bearer=agency.pk, period=period)
    return duties.filter(supervisor=by.party_id, state__in=OWED).exists()


def entry_to_enter(task: Task, agency: Agency, period: str) -> ProgressEntry:
    """What the agency has written for the period, or an entry that says nothing yet and is not kept."""
    written = ProgressEntry.objects.filter(task=task, agency=agency, period=period).exclude(state__in=WITH_THE_UNIT)
    return written.first() or ProgressEntry(task=task, agency=agency, period=period)


def lines_of(rows: Collection[ProgressEntry], by, *, at: datetime) -> list[tuple[ProgressEntry, Line | None]]:
    """The entries of a page, each with the duty that asks for it."""
    duties = Obligation.objects.about_any([row.task for row in rows]).standing().filter(kind=REPORT.key)
    known = {(duty.subject_id, duty.bearer_id, duty.period): duty for duty in duties}
    soon = soon_days(by.region_path, on=timezone.localdate(at))
    found: list[tuple[ProgressEntry, Line | None]] = []
    for row in rows:
        duty = known.get((row.task_id, row.agency_id, row.period))
        found.append((row, Line(duty, row, light(duty, at=at, soon=soon)) if duty else None))
    return found


def task_reached(key: int, by) -> Task | None:
    """The task, in the scope of the acting unit or shared with it."""
    rows = Task.objects
    return rows.visible_to(by).filter(pk=key).first() or rows.shared_with(by).filter(pk=key).first()


def own_part(task: int, by) -> Responsibility | None:
    """The part of the acting unit in a task."""
    return Responsibility.objects.shared_with(by).select_related("task").filter(task=task).first()


def lights_for(tasks: QuerySet[Task], by, *, at: datetime) -> dict:
    """The lights of a matrix for the acting unit (`tasks.matrix.read_lights`)."""
    return read_lights(tasks, at=at, soon=soon_days(by.region_path, on=timezone.localdate(at)))


@dataclass(frozen=True)
class AssignedPart:
    """is_vacant: nobody handles it who is still there.  receipt: that the agency has signed for it."""

    part: Responsibility
    assignment: Assignment | None
    is_vacant: bool
    receipt: Receipt | None


def parts_assigned(parts: Collection[Responsibility], by, *, today: date) -> list[AssignedPart]:
    """The acting agency's parts with who does them."""
    own = {"agency": by.party_id, "task__in": [part.task_id for part in parts]}
    receipts = {row.task_id: row for row in Receipt.objects.filter(**own)}
    rows = Assignment.objects.filter(**own)
    found = {row.task_id: row for row in rows.select_related("section", "handler__user", "deputy__user")}
    here = set(Membership.objects.at_work(today).filter(party=by.party_id).values_list("pk", flat=True))
    return [
        AssignedPart(part, row, row is None or row.handler_id not in here, receipts.get(part.task_id))
        for part, row in ((part, found.get(part.task_id)) for part in parts)
    ]


def staff_of(by, *, today: date) -> QuerySet[Membership]:
    """Who may be given the agency's work."""
    rows = Membership.objects.at_work(today).filter(party=by.party_id, role__in=WRITERS)
    return rows.select_related("user", "section").order_by("user__name", "pk")


def people_of(by, *, today: date) -> QuerySet[Membership]:
    """Who may be given the agency's work, and who still stands in it and `has_left`."""
    own, here = Assignment.objects.filter(agency=by.party_id), Membership.objects.at_work(today)
    standing = Q(pk__in=own.values("handler")) | Q(pk__in=own.values("deputy"))
    rows = Membership.objects.filter(Q(pk__in=staff_of(by, today=today).values("pk")) | standing)
    has_left = ~Exists(here.filter(pk=OuterRef("pk")))
    return rows.select_related("user").annotate(has_left=has_left).order_by("has_left", "user__name", "pk")


def own_sections(by) -> QuerySet[Section]:
    return Section.objects.filter(agency=by.party_id).order_by("name")


def own_parts(by, keys: Collection) -> list[Responsibility]:
    """Of the parts with these keys those of the acting agency."""
    rows = Responsibility.objects.shared_with(by).filter(pk__in=keys)
    return list(rows.select_related("task").order_by("pk"))


def to_sign_for(by, *, today: date) -> int:
    """How many open parts of the acting agency nobody has signed for yet."""
    signed = Receipt.objects.filter(agency=by.party_id).values("task")
    return Responsibility.objects.filter(agency=by.party_id).open_on(today).exclude(task__in=signed).count()
