"""Bulletins: made of the figures of a moment, worded, signed by another person."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Membership
from kernel.access import require
from kernel.errors import Refused, Stale, refused_by
from kernel.models import Job
from kernel.services import start_job
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell
from obligations.enums import NumberSeries
from obligations.services.orders import next_number
from reports.enums import Section
from reports.figures import Asked, settled, size
from reports.messages import BULLETIN_OUT
from reports.models import Bulletin, BulletinTemplate
from reports.services.compiling import compiled, facts_of
from reports.services.wording import LONGEST, filled, refuse_words, words_for
from reports.workflow import BULLETIN
from tasks.models import Plan, Responsibility
from tasks.periods import Span

MAKE_BULLETIN = "reports.make_bulletin"  # the kind of job
LONG = 4000  # duties, more than which are read by a worker
NUMBER = "{unit}通报〔{year}〕{n}号"  # unit: the short name of the issuing agency
DOUBLE = gettext_lazy("There is a bulletin of this plan and period. Discard its draft to make another.")


@transaction.atomic
def make_or_queue(
    plan: Plan, *, span: Span, by: Membership, at: datetime, as_of: datetime | None = None
) -> Bulletin | Job:
    """The draft, or the job that makes it where more than LONG duties are read. Raises as `make_bulletin`."""
    if size(_asked(plan, span, by=by, at=at, as_of=as_of)) <= LONG:
        return make_bulletin(plan, span=span, by=by, at=at, as_of=as_of)
    until = as_of.isoformat() if as_of else ""
    return start_job(MAKE_BULLETIN, by=by, at=at, plan=plan.pk, period=span.key, until=until)


@transaction.atomic
def make_bulletin(
    plan: Plan, *, span: Span, by: Membership, at: datetime, as_of: datetime | None = None,
    advance: Callable[[], None] = lambda: None,
) -> Bulletin:  # fmt: skip
    """A draft of how a plan stood in a period, at a moment that is settled.

    advance: called as `services.compiling.compiled` says.
    Raises PermissionDenied unless `by` makes bulletins of the plan's territory, and Refused where the unit has one of
    that period already, for a moment to come, or where nothing was owed.
    """
    asked = _asked(plan, span, by=by, at=at, as_of=as_of)
    found = compiled(asked, advance=advance)
    if not found["total"]["owed"]:
        raise Refused(_("Nothing was owed in this period: there is nothing to tell."))
    title = _("Bulletin on “%(plan)s”, %(period)s") % {"plan": plan.title, "period": span.words}
    bulletin = Bulletin(
        plan=plan, issuer=by.party, region_path=by.region_path, period=span.key, as_of=asked.at, title=title[:200],
        figures=found, words=filled(words_for(by.region_path), facts_of(asked, found)), writers=[by.user_id],
        made_by=by, made_at=at,
    )  # fmt: skip
    with refused_by("bulletin_once_a_period", reason=str(DOUBLE)):
        bulletin.save()
    bulletin.refresh_from_db(fields=["public_id"])
    return bulletin


def _asked(plan: Plan, span: Span, *, by: Membership, at: datetime, as_of: datetime | None) -> Asked:
    """What is counted; refuses what needs no counting, which takes its time."""
    require(by, "reports.make_bulletin", plan)
    if as_of and as_of > at:
        raise Refused(_("This moment lies ahead: figures are of moments that have passed."))
    if Bulletin.objects.standing().filter(issuer=by.party_id, plan=plan, period=span.key).exists():
        raise Refused(str(DOUBLE))
    return Asked(by, plan, span, min(as_of or at, settled(at)))


def recompiled(bulletin: Bulletin) -> dict:
    """Its figures, asked for again: the same, whatever has happened since."""
    return compiled(Asked(bulletin.made_by, bulletin.plan, bulletin.span, bulletin.as_of))


@transaction.atomic
def word_bulletin(bulletin: Bulletin, *, by: Membership, title: str, words: dict[str, str]) -> Bulletin:
    """Change what a draft says; whoever does is one of its writers. Raises PermissionDenied, Stale and Refused."""
    bulletin = Bulletin.objects.locked(bulletin)
    require(by, "reports.change_bulletin", bulletin)
    if bulletin.state not in BULLETIN["sign"].sources:
        raise Refused(_("This bulletin is signed or discarded, and stays as it is."))
    if any(len(text) > LONGEST for text in words.values()):
        raise Refused(_("At most %(number)d characters.") % {"number": LONGEST})
    bulletin.title = title
    bulletin.words = {section: words.get(section, bulletin.words[section]) for section in Section}
    bulletin.changed_by = by
    bulletin.writers = sorted({*bulletin.writers, by.user_id})
    bulletin.save()
    return bulletin


@transaction.atomic
def sign_bulletin(bulletin: Bulletin, *, by: Membership, at: datetime) -> Bulletin:
    """Sign a draft: it gets its number, and every agency with a part in the plan may read it and is told so.

    Raises PermissionDenied for who has made or changed it, in whatever hat, Stale, and Refused when it is no draft.
    """
    bulletin = Bulletin.objects.locked(bulletin)
    move(bulletin, BULLETIN["sign"], by=by)
    bulletin.number = next_number(NumberSeries.BULLETIN, by.party, NUMBER, today=timezone.localdate(at))
    bulletin.signed_by, bulletin.signed_at = by, at
    bulletin.save()
    _tell_its_readers(bulletin, by=by, at=at)
    return bulletin


def _tell_its_readers(bulletin: Bulletin, *, by: Membership, at: datetime) -> None:
    """The other agencies with a part in the plan: those who handle the work there, and who lead it."""
    parts = Responsibility.objects.filter(task__plan=bulletin.plan).exclude(agency=by.party_id)
    agencies = Agency.objects.filter(pk__in=parts.values("agency")).valid_on(timezone.localdate(at))
    facts = {"by": by.party.name, "title": bulletin.title, "number": bulletin.number}
    for agency in agencies.select_related("party").order_by("pk"):
        for audience in (Audience.HANDLERS, Audience.LEADERS):
            tell(
                BULLETIN_OUT, to=agency.party, audience=audience, url=bulletin.get_absolute_url(), at=at,
                key=f"{BULLETIN_OUT.key}:{bulletin.pk}:{agency.pk}:{audience}", params=facts,
            )  # fmt: skip


@transaction.atomic
def discard_bulletin(bulletin: Bulletin, *, by: Membership, at: datetime) -> Bulletin:
    """Drop a draft, so that another can be made. Raises PermissionDenied, Stale, and Refused when it is no draft."""
    bulletin = Bulletin.objects.locked(bulletin)
    move(bulletin, BULLETIN["discard"], by=by)
    bulletin.save()
    return bulletin


@transaction.atomic
def keep_template(
    words: dict[str, str], *, by: Membership, at: datetime, shown: BulletinTemplate | None = None
) -> BulletinTemplate:
    """Keep the words with which the territory's bulletins begin; "" stands for the default.

    shown: the template that was changed, None where there was none. Raises PermissionDenied, Stale, and Refused for a
    place that no figure fills.
    """
    require(by, "reports.change_template", shown)
    refuse_words(words)
    if shown is None:
        facts = {"words": words, "changed_by": by, "changed_at": at}
        row, is_new = BulletinTemplate.objects.get_or_create(region_path=by.region_path, defaults=facts)
        if not is_new:
            raise Stale(row)
        return row
    row = BulletinTemplate.objects.locked(shown)
    row.words, row.changed_by, row.changed_at = words, by, at
    row.save()
    return row
