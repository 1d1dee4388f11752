"""Programmes and special rounds: drafted, published, withdrawn; what they ask for is opened."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.enums import AgencyKind
from inspections.enums import ProgrammeState
from inspections.models import Programme, Round, SelfInspection
from inspections.services import programmes as services
from inspections.services.audiences import count_meant, listed
from inspections.services.opening import open_reports
from institutions.enums import Category, InstitutionState
from kernel.errors import Refused, Stale, WrongDay
from obligations.models import Obligation
from tests.factories import make_agency, make_checklist, make_institution, make_membership, make_programme, make_round

TODAY = timezone.localdate()
YEAR = TODAY.year


@pytest.fixture
def checklist(db):
    return make_checklist()


def draft(by, checklist, *, year=YEAR + 1, **facts):
    said = {"region": by.party.region, "title": "Programme", "daily": checklist, "full": checklist} | facts
    return services.draft_programme(year=year, by=by, at=timezone.now(), **said)


def order(by, **facts):
    said = {
        "region": by.party.region, "title": "Fire", "reason": "A fire in a ward",
        "due_on": TODAY + timedelta(days=7), "audience": {},
    } | facts  # fmt: skip
    return services.order_special(by=by, at=timezone.now(), **said)


def test_a_draft_has_a_round_each_quarter_and_a_full_one(handler, checklist):
    row = draft(handler, checklist)

    year = YEAR + 1
    assert list(row.rounds.order_by("kind", "period").values_list("kind", "period", "opens_on", "due_on")) == [
        ("daily", f"{year}Q1", date(year, 1, 1), date(year, 3, 31)),
        ("daily", f"{year}Q2", date(year, 4, 1), date(year, 6, 30)),
        ("daily", f"{year}Q3", date(year, 7, 1), date(year, 9, 30)),
        ("daily", f"{year}Q4", date(year, 10, 1), date(year, 12, 31)),
        ("full", str(year), date(year, 1, 1), date(year, 12, 31)),
    ]


def test_quarters_that_are_over_are_left_out(handler, checklist):
    row = draft(handler, checklist, year=YEAR)

    assert row.rounds.filter(kind="daily").count() == 4 - (TODAY.month - 1) // 3
    assert not row.rounds.filter(due_on__lt=TODAY).exists()


def test_what_cannot_be_begun(handler, checklist, district):
    with pytest.raises(WrongDay):
        draft(handler, checklist, year=YEAR - 1)
    with pytest.raises(Refused, match="published"):
        draft(handler, make_checklist(state="draft"))
    row = draft(handler, checklist)
    with pytest.raises(Refused, match="already"):
        draft(handler, checklist)
    with pytest.raises(PermissionDenied):
        draft(make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION)), checklist, region=district)
    services.discard_programme(row, by=handler)
    assert draft(handler, checklist).rounds.count() == 5


def test_a_draft_and_its_rounds_are_changed(handler, checklist):
    row, other = draft(handler, checklist), make_checklist(title="Other")
    one = row.rounds.get(kind="full")
    days = {"opens_on": date(YEAR + 1, 3, 1), "due_on": date(YEAR + 1, 11, 30)}

    services.change_programme(row, title="Better", full_covers=True, newcomers="days", newcomer_days=10, by=handler)
    row.refresh_from_db()
    services.change_round(
        row, one, checklist=other, audience={"filters": {"level": "3"}}, by=handler, at=timezone.now(), **days
    )

    one.refresh_from_db()
    assert (row.title, row.full_covers, row.newcomers, row.newcomer_days) == ("Better", True, "days", 10)
    assert (one.opens_on, one.due_on, one.checklist, one.audience) == (
        *days.values(), other, {"filters": {"level": "3"}},
    )  # fmt: skip
    with pytest.raises(Stale):
        services.change_round(row, one, by=handler, at=timezone.now(), **days)


@pytest.mark.parametrize(
    "days", [{"opens_on": date(YEAR, 12, 31)}, {"opens_on": date(YEAR + 1, 4, 1), "due_on": date(YEAR + 1, 3, 1)}]
)
def test_days_stand_in_order(handler, checklist, days):
    row = draft(handler, checklist)

    with pytest.raises(WrongDay):
        services.change_round(row, row.rounds.get(kind="full"), by=handler, at=timezone.now(), **days)


def test_what_opens_by_today_is_open_when_it_is_published(leader, checklist, hospital):
    row = draft(leader, checklist, year=YEAR)

    services.publish_programme(row, by=leader, at=timezone.now())

    row.refresh_from_db()
    kinds = sorted(SelfInspection.objects.values_list("kind", flat=True))
    assert (row.state, row.published_by, kinds) == ("published", leader, ["daily", "full"])
    assert Obligation.objects.filter(bearer=hospital.party).count() == 2
    with pytest.raises(Refused):
        services.change_programme(row, title="Other", by=leader)
    with pytest.raises(Refused):
        services.discard_programme(row, by=leader)


def test_what_is_over_is_not_published(leader, district, handler):
    row = make_programme(region=district, state="draft")
    past = TODAY - timedelta(days=1)
    make_round(row, starts_on=past, opens_on=past, due_on=past)

    with pytest.raises(Refused, match="over"):
        services.publish_programme(row, by=leader, at=timezone.now())
    with pytest.raises(PermissionDenied):
        services.publish_programme(row, by=handler, at=timezone.now())


def test_withdrawn_it_opens_nothing_more_and_what_is_owed_stays(leader, checklist, hospital, district):
    row = draft(leader, checklist, year=YEAR)
    services.publish_programme(row, by=leader, at=timezone.now())
    row.refresh_from_db()
    with pytest.raises(Refused, match="why"):
        services.withdraw_programme(row, reason=" ", by=leader, at=timezone.now())

    services.withdraw_programme(row, reason="Another one", by=leader, at=timezone.now())
    make_institution(region=district, name="Later")

    assert open_reports(day=TODAY, at=timezone.now()) == 0
    assert Obligation.objects.unsettled().count() == 2
    assert draft(leader, checklist, year=YEAR).state == "draft"


def test_a_special_one_asks_those_who_are_meant_at_once(leader, checklist, hospital, district):
    general = make_institution(region=district, name="Hospital", category=Category.HOSPITAL_GENERAL)
    audience = {"filters": {"category": [Category.HOSPITAL_GENERAL]}}

    row = order(leader, checklist=checklist, audience=audience)

    report = SelfInspection.objects.get()
    assert (report.institution, report.round, row.reason) == (general, row, "A fire in a ward")
    duty = Obligation.objects.get()
    assert (duty.kind, duty.due_on, duty.bearer) == ("selfcheck.special", row.due_on, general.party)
    order(leader, checklist=checklist, audience=audience)  # another one, with a period of its own
    assert SelfInspection.objects.filter(institution=general).count() == 2


def test_a_special_one_that_is_refused_leaves_nothing(leader, handler, checklist, hospital):
    for facts in (
        {"due_on": TODAY}, {"reason": " "}, {"checklist": make_checklist(state="draft")},
        {"audience": {"filters": {"level": "1"}}},
    ):  # fmt: skip
        with pytest.raises(Refused):
            order(leader, **{"checklist": checklist} | facts)
    with pytest.raises(PermissionDenied):
        order(handler, checklist=checklist)

    assert Round.objects.count() == 0


def test_a_list_of_codes_names_the_institutions_of_the_territory(leader, district, hospital):
    one = make_institution(region=district, uscc="91330102MA27XXXX0B")
    rested = make_institution(region=district, reg_code="330102000001", state=InstitutionState.SUSPENDED)
    make_institution(uscc="91330102MA27XXXX1C")

    audience, unknown = listed([one.uscc, rested.reg_code, "91330102MA27XXXX1C", "", "NONE"], by=leader)

    assert audience == {"only": sorted(str(row.party.public_id) for row in (one, rested))}
    assert unknown == ["91330102MA27XXXX1C", "NONE"]
    assert [count_meant(district, said) for said in (audience, {})] == [1, 2]


def test_drafts_are_seen_by_those_who_may_word_them(district, handler, principal):
    row = make_programme(region=district, state="draft")

    assert [Programme.objects.visible_to(by).count() for by in (handler, principal)] == [1, 0]
    Programme.objects.filter(pk=row.pk).update(state=ProgrammeState.PUBLISHED, published_at=timezone.now())
    assert [Programme.objects.visible_to(by).count() for by in (handler, principal)] == [1, 1]
