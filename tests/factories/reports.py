"""Bulletins."""

from django.utils import timezone

from reports.enums import BulletinState, Section
from reports.models import Bulletin, BulletinTemplate
from tests.factories.agencies import make_membership
from tests.factories.tasks import make_plan

__all__ = ["make_bulletin", "make_template"]


def make_bulletin(*, by=None, plan=None, **facts) -> Bulletin:
    """A draft that counts nothing; with state final a signed one."""
    by = by or make_membership()
    counts = dict.fromkeys(("owed", "reported", "on_time", "overdue", "returned", "difficult"), 0)
    facts = {
        "period": "2026Q3", "as_of": timezone.now(), "title": "Bulletin", "words": dict.fromkeys(Section, "Words"),
        "figures": {
            "total": counts, "rate": None, "before_rate": None, "agencies": [], "overdue": [], "done": [],
            "difficult": [], "done_count": 0,
        },
        "made_at": timezone.now(),
    } | facts  # fmt: skip
    if facts.get("state") == BulletinState.FINAL:
        facts = {"number": "No. 1", "signed_by": by, "signed_at": timezone.now()} | facts
    plan = plan or make_plan(region=by.party.region)
    row = Bulletin.objects.create(
        plan=plan, issuer=by.party, region_path=by.region_path, made_by=by, writers=[by.user_id], **facts
    )
    row.refresh_from_db(fields=["public_id"])
    return row


def make_template(*, by, **words) -> BulletinTemplate:
    return BulletinTemplate.objects.create(
        region_path=by.region_path, words=words, changed_by=by, changed_at=timezone.now()
    )
