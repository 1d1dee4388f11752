"""More time for several duties at once: chosen on the list, asked for on a page, given to each or refused for each."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from notices.models import Notice
from obligations.models import Obligation
from obligations.services import meet_duty, open_duty
from obligations.services.extending import extend_duties
from tests.factories import make_agency, make_membership, make_task

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 21, 12, tzinfo=SHANGHAI)
NEW_DAY = date(2026, 12, 20)
WHY = {"reason": "The meeting has put it off", "basis": "Minutes 7"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def report_of(agency, *, due_on=date(2026, 9, 25)) -> Obligation:
    """A kind whose supervisor may say until when."""
    return open_duty(
        "task.report", bearer=agency.party, subject=make_task(), at=NOON, due_on=due_on, period="2026Q3",
        region_path=agency.party.region_path,
    )  # fmt: skip


def make_bureau(commission, name: str):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name=name)


def test_each_gets_the_day_with_its_basis_in_its_history(commission):
    duties = [report_of(make_bureau(commission, name)) for name in ("Tax", "Customs")]
    by = make_membership(agency=commission, role=Role.LEADER)

    extended = extend_duties(duties, until=NEW_DAY, by=by, at=NOON, **WHY)

    assert (len(extended.done), extended.left_out) == (2, [])
    for duty in Obligation.objects.all():
        step = duty.steps.get(verb="extend")
        assert (duty.due_on, step.basis, step.due_before, step.by) == (NEW_DAY, "Minutes 7", date(2026, 9, 25), by)
    assert Notice.objects.filter(kind="obligations.extended").count() == 2


def test_what_cannot_be_extended_says_why_and_holds_nobody_up(commission):
    bureau, elsewhere = make_bureau(commission, "Tax"), make_agency(kind=AgencyKind.TAX)
    make_agency(region=elsewhere.party.region, kind=AgencyKind.HEALTH_COMMISSION)
    good, met = report_of(bureau), meet_duty(report_of(bureau), at=NOON)
    foreign = report_of(elsewhere)
    by_law = open_duty("info.reply", bearer=bureau.party, subject=make_task(), at=NOON, region_path=good.region_path)
    early = report_of(bureau, due_on=NEW_DAY + timedelta(days=1))
    by = make_membership(agency=commission, role=Role.LEADER)

    extended = extend_duties([good, met, foreign, by_law, early], until=NEW_DAY, by=by, at=NOON, **WHY)

    assert [duty.pk for duty in extended.done] == [good.pk]
    assert [duty.pk for duty, _why in extended.left_out] == [met.pk, foreign.pk, by_law.pk, early.pk]
    assert all(why for _duty, why in extended.left_out)
    assert extended.left_out[1][1] == "Another unit watches over it."


@pytest.mark.parametrize("role", [Role.HANDLER, Role.VIEWER])
def test_who_does_not_decide_extends_nothing(commission, role):
    duty = report_of(make_bureau(commission, "Tax"))

    with pytest.raises(PermissionDenied):
        extend_duties([duty], until=NEW_DAY, by=make_membership(agency=commission, role=role), at=NOON, **WHY)


def test_chosen_asked_and_given(client, commission):
    duty = report_of(make_bureau(commission, "Tax"))
    client.force_login(make_membership(agency=commission, role=Role.LEADER).user)
    client.cookies["django_language"] = "en"
    assert b"/duties/extend/" in client.get("/duties/overdue/").content
    today, key = timezone.localdate(), {"duty": [str(duty.public_id)]}

    asked = client.post("/duties/extend/", key)
    assert asked.status_code == 200 and b"Give 1 duty more time" in asked.content
    past = client.post("/duties/extend/", key | WHY | {"until": (today - timedelta(days=1)).isoformat()})
    assert past.status_code == 422 and b"has passed already" in past.content
    until = today + timedelta(days=30)
    done = client.post("/duties/extend/", key | WHY | {"until": until.isoformat()})

    assert done.status_code == 200 and b"1 duty has more time." in done.content
    assert Obligation.objects.get().due_on == until
    assert client.post("/duties/extend/", {}).url == "/duties/overdue/"
