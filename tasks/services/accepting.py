"""From a draft about which everything is decided to a plan in force."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Party
from kernel.errors import Refused
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell
from tasks.deciding import Work
from tasks.enums import TaskRole
from tasks.messages import PLAN_ISSUED, PLAN_LEFT
from tasks.models import Plan, PlanDraft, Responsibility, Task
from tasks.services.drafts import lock_plans, same_plan
from tasks.services.editions import renew_plan
from tasks.services.import_goals import make_goals
from tasks.services.plan_parts import Heirs, parts_of, task_of
from tasks.services.reporting import start_reporting
from tasks.workflow import DRAFT


@transaction.atomic
def accept_draft(
    draft: PlanDraft, *, by, at: datetime, reports_on: date | None = None, until: date | None = None,
    base: str | None = None,
) -> Plan:  # fmt: skip
    """Make the plan of a draft, or the new version of the plan that it is of; its agencies are told, each once.

    reports_on: from the period on in which that day lies its agencies report, which opens what they owe; without it a
    new plan waits for that.  until: the plan's last day.
    base: `base_of` the draft when its difference was shown; another one now is refused.
    A name whose agency nobody has said, and a collective without members, is kept as printed and means nobody.
    Raises PermissionDenied unless `by` may import plans there, Stale, and Refused when the draft has moved on, when
    anything in it is left to decide, or when it was made of a version that is in force no longer.
    """
    draft = PlanDraft.objects.locked(draft)
    move(draft, DRAFT["accept"], by=by)
    work = draft.decided
    refuse_undecided(work)
    lock_plans(draft.region)
    plan = same_plan(draft)
    if base is not None and base != base_of(plan):
        raise Refused(_("The plan in force has changed since you looked at the difference. Look at it again."))
    _refuse_two_plans(draft, plan)
    if (plan and (reports_on or until)) or (until and not reports_on):
        raise Refused(_("A last day belongs to the day from which a new plan reports; a plan in force keeps its own."))
    before = _parts(plan) if plan else {}
    if plan is None:
        plan = create_plan(draft, at=at)
        if reports_on:
            start_reporting(plan, on=reports_on, until=until, by=by, at=at)
    else:
        renew_plan(plan, draft, by=by, at=at)
    draft.plan, draft.accepted_at = plan, at
    draft.save()
    tell_agencies(plan, draft, before=before, at=at)
    return plan


def refuse_undecided(work: Work) -> None:
    left = work.open_doubts()
    if left:
        words = ngettext(
            "%(count)d doubt is left to decide before the draft becomes a plan.",
            "%(count)d doubts are left to decide before the draft becomes a plan.",
            len(left),
        )
        raise Refused(words % {"count": len(left)})
    if not work.document["title"]:
        raise Refused(_("Give the plan a title first."))


def _refuse_two_plans(draft: PlanDraft, plan: Plan | None) -> None:
    """The document number names one plan, the title another."""
    title = draft.decided.document["title"]
    if plan and plan.title != title and Plan.objects.filter(region=draft.region, title=title).exists():
        raise Refused(
            _("Its document number is that of “%(plan)s”, its title that of another plan. Change one of them.")
            % {"plan": plan.title}
        )


def create_plan(draft: PlanDraft, *, at: datetime) -> Plan:
    work = draft.decided
    document = work.document
    plan = Plan.objects.create(
        title=document["title"],
        document_number=(document["number"] or "")[:60],
        issuer=(document["issuer"] or "")[:100],
        issued_on=document["issued"],
        region=draft.region,
        region_path=draft.region_path,
        source=draft.source,
        created_at=at,
    )
    tasks = Task.objects.bulk_create(task_of(plan, position, row) for position, row in enumerate(work.tasks, 1))
    here = Heirs(work, on=timezone.localdate(at))
    Responsibility.objects.bulk_create(
        part for task, row in zip(tasks, work.tasks, strict=True) for part in parts_of(task, row, work, here)
    )
    on = date.fromisoformat(document["issued"]) if document["issued"] else timezone.localdate(at)
    make_goals(plan, tasks, work.data, on=on)
    return plan


def base_of(plan: Plan | None) -> str:
    """Names the version in force on which a difference rests; "" where there is none."""
    return f"{plan.pk}-{plan.version}" if plan else ""


def tell_agencies(plan: Plan, draft: PlanDraft, *, before: dict[int, list], at: datetime) -> None:
    """One notice for each agency whose parts have changed, whatever their number; also for one that has none any more.

    before: the parts in the version that was in force.
    """
    after = _parts(plan)
    changed = [agency for agency in sorted({*before, *after}) if before.get(agency) != after.get(agency)]
    for agency, party in sorted(Party.objects.in_bulk(changed).items()):
        own = [role for _task, role in after.get(agency, [])]
        leads = own.count(TaskRole.LEAD)
        facts = {"title": plan.title, "leads": leads, "participates": len(own) - leads}
        kind = PLAN_ISSUED if own else PLAN_LEFT
        address = f"{plan.get_absolute_url()}&agency={party.public_id}" if own else reverse("tasks:tasks")
        key = f"{kind.key}:{draft.pk}:{agency}"
        tell(kind, to=party, audience=Audience.HANDLERS, url=address, key=key, at=at, params=facts)


def _parts(plan: Plan) -> dict[int, list[tuple[int, str]]]:
    """{agency: (task, role) of each part that stands}."""
    rows = Responsibility.objects.filter(task__plan=plan, task__dropped_on=None, agency__isnull=False)
    found: dict[int, list[tuple[int, str]]] = {}
    for agency, task, role in rows.order_by("task", "role").values_list("agency", "task", "role"):
        found.setdefault(agency, []).append((task, role))
    return found
