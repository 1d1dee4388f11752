"""Who may read and import plans, and who writes, reviews and confirms what the agencies report."""

from agencies.access import belongs_to
from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, AgencyKind, Role
from kernel.access import competence, grants
from tasks.enums import EntryState, EntryVerb, TaskRole

WITH_THE_UNIT = frozenset({EntryState.DRAFT, EntryState.SUBMITTED})  # read by nobody else; see also `is_with_its_unit`

for record in (
    "plan",
    "task",
    "responsibility",
    "progressentry",
    "phase",
    "milestone",
    "reach",
    "recurrence",
    "assignment",
    "occurrence",
    "closing",
    "receipt",
):
    competence(f"tasks.{record}", GOVERNMENT_KINDS)
competence("tasks.plandraft", {AgencyKind.HEALTH_COMMISSION})


@grants(
    "tasks.view_plan", "tasks.view_task", "tasks.view_responsibility", "tasks.view_phase", "tasks.view_milestone",
    "tasks.view_reach", "tasks.view_recurrence", "tasks.view_occurrence", "tasks.view_assignment", "tasks.view_closing",
    "tasks.view_receipt",
)  # fmt: skip
def works_for_an_agency(by, obj):
    return by.is_governmental and by.role not in DUTY_ADMINS


@grants("tasks.import_plan", "tasks.view_plandraft", "tasks.change_plan", "tasks.change_task", "tasks.set_goals")
def keeps_plans_for_the_commission(by, obj):
    """The commission's staff and its business administrator, for their own territory."""
    keeps = by.role in {Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.BUSINESS_ADMIN}
    return keeps and by.agency_kind == AgencyKind.HEALTH_COMMISSION and (obj is None or by.covers(obj))


SUPERVISES = {AgencyKind.HEALTH_COMMISSION, AgencyKind.COORDINATION}
WRITERS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}
REVIEWERS = {Role.REVIEWER, Role.LEADER}


@grants("tasks.assign_work", "tasks.receive_work")
def works_in_the_agency(by, part):
    """Who does what, and that it was received, is the agency's own affair. part: a responsibility."""
    return by.is_governmental and by.role in WRITERS and (part is None or part.agency_id == by.party_id)


def is_with_its_unit(entry) -> bool:
    """Read by nobody else yet: being written or reviewed, or sent back by its own reviewer."""
    sent_back = entry.state == EntryState.RETURNED and entry.handed_in_at is None
    return entry.state in WITH_THE_UNIT or sent_back


@grants("tasks.view_progressentry")
def writes_it_or_sees_the_task(by, entry):
    """A draft is its unit's own; what has been handed in is read by all who see the task."""
    if not works_for_an_agency(by, entry):
        return False
    return entry is None or entry.agency_id == by.party_id or not is_with_its_unit(entry)


@grants("tasks.write_progress", "tasks.submit_progress")
def writes_for_its_agency(by, entry):
    return by.is_governmental and by.role in WRITERS and (entry is None or entry.agency_id == by.party_id)


@grants("tasks.recall_progress")
def has_submitted_it(by, entry):
    """Who submitted it, whatever hat he wears now; how long, says the service (rules 9a)."""
    if not writes_for_its_agency(by, entry):
        return False
    return entry is None or (entry.handled_by is not None and entry.handled_by.user_id == by.user_id)


@grants("tasks.review_progress")
def reviews_what_another_wrote(by, entry):
    """Never who submitted it, in whatever hat (rules 9a)."""
    if not (by.is_governmental and by.role in REVIEWERS):
        return False
    return entry is None or (entry.agency_id == by.party_id and not _wrote(by, entry))


@grants("tasks.consolidate_progress")
def leads_the_task(by, entry):
    """The lead looks through what the participants hand in, never his own, in whatever hat."""
    if not (by.is_governmental and by.role in WRITERS):
        return False
    if entry is None:
        return True
    return entry.role == TaskRole.PARTICIPANT and entry.task.is_led_by(by.party_id) and not _is_his(by, entry)


@grants("tasks.confirm_progress")
def watches_over_it(by, entry):
    """A reviewer or leader of the unit that watches over the duty; over the commission's own the coordination body's
    leader. Never who has written, entered or reviewed it, nor a member of the agency, in whatever hat (rules 9a)."""
    roles = {Role.LEADER} if by.agency_kind == AgencyKind.COORDINATION else REVIEWERS
    if by.agency_kind not in SUPERVISES or by.role not in roles:
        return False
    return entry is None or (entry.is_watched_by(by.party_id) and not _is_his(by, entry))


@grants("tasks.enter_progress")
def enters_what_came_on_paper(by, entry):
    """Staff of the unit that watches over the duty, for an agency that answers on paper (rules 9a)."""
    if by.agency_kind not in SUPERVISES or by.role not in WRITERS:
        return False
    return entry is None or (entry.is_watched_by(by.party_id) and not belongs_to(by.user, entry.agency_id))


@grants("tasks.move_milestone")
def approves_another_day(by, milestone):
    """A reviewer or leader of the commission; over what it leads itself the coordination body's leader, or a commission
    above. Never a member of a lead, in whatever hat (rules 9a)."""
    roles = {Role.LEADER} if by.agency_kind == AgencyKind.COORDINATION else REVIEWERS
    if by.agency_kind not in SUPERVISES or by.role not in roles:
        return False
    if milestone is None:
        return True
    leads = milestone.task.responsibilities.filter(role=TaskRole.LEAD, agency__isnull=False)
    return by.covers(milestone) and not any(belongs_to(by.user, lead.agency_id) for lead in leads)


@grants("tasks.report_goal")
def works_for_a_lead(by, goal):
    """goal: a milestone or recurrence, or a report of one that was sent back."""
    if not (by.is_governmental and by.role in WRITERS):
        return False
    return goal is None or task_of(goal).is_led_by(by.party_id)


@grants("tasks.judge_goal")
def watches_over_the_goal(by, deed):
    """deed: a report or an occurrence. As with entries, never who wrote it nor a member of an agency whose duty it
    settles."""
    roles = {Role.LEADER} if by.agency_kind == AgencyKind.COORDINATION else REVIEWERS
    if by.agency_kind not in SUPERVISES or by.role not in roles:
        return False
    if deed is None:
        return True
    wrote = deed.reported_by if hasattr(deed, "reported_by") else deed.recorded_by
    own = any(belongs_to(by.user, key) for key in {deed.agency_id, *(duty.bearer_id for duty in deed.duties())})
    return deed.duty.supervisor_id == by.party_id and wrote.user_id != by.user_id and not own


@grants("tasks.close_part")
def writes_for_the_part(by, part):
    """part: a part, or its closing that was sent back or reopened."""
    if not (by.is_governmental and by.role in WRITERS):
        return False
    return part is None or getattr(part, "bearer_id", part.agency_id) == by.party_id


@grants("tasks.judge_closing")
def watches_over_the_part(by, closing):
    """Also to reopen it: who watches over what the agency reports; never who closed it, nor a member of the agency."""
    roles = {Role.LEADER} if by.agency_kind == AgencyKind.COORDINATION else REVIEWERS
    if by.agency_kind not in SUPERVISES or by.role not in roles:
        return False
    if closing is None:
        return True
    own = belongs_to(by.user, closing.bearer_id) or closing.submitted_by.user_id == by.user_id
    return closing.watcher_id() == by.party_id and not own


def task_of(goal):
    return goal.milestone.task if hasattr(goal, "milestone") else goal.task


def _wrote(by, entry) -> bool:
    return entry.handled_by is not None and entry.handled_by.user_id == by.user_id


def _is_his(by, entry) -> bool:
    """Whether he has written, reviewed, entered or accepted it, or belongs to the agency."""
    reviewed = entry.handed_in_by is not None and entry.handed_in_by.user_id == by.user_id
    accepted = entry.steps.filter(verb=EntryVerb.ACCEPT, by__user=by.user_id).exists()
    return _wrote(by, entry) or reviewed or accepted or belongs_to(by.user, entry.agency_id)
