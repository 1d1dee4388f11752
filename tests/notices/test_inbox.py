"""Who is told what, what is new, and what it means to open something."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Section
from notices.enums import Audience
from notices.models import Notice, Receipt
from notices.services import open_notice, opened_first, reading
from tests.factories import make_agency, make_membership, make_notice, make_user
from tests.notices.conftest import NOON, local

INBOX = "/notices/"


def titles(by) -> list[str]:
    rows = reading.told(by)
    return [item.sentence for item in reading.in_words(rows[:50], by=by, at=timezone.now())]


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.HANDLER, {Audience.HANDLERS, Audience.EVERYBODY}),
        (Role.COMPLIANCE_OFFICER, {Audience.HANDLERS, Audience.EVERYBODY}),
        (Role.STAFF, {Audience.HANDLERS, Audience.EVERYBODY}),
        (Role.LEADER, {Audience.LEADERS, Audience.EVERYBODY}),
        (Role.PRINCIPAL, {Audience.HANDLERS, Audience.LEADERS, Audience.EVERYBODY}),
        (Role.REVIEWER, {Audience.REVIEWERS, Audience.EVERYBODY}),
        (Role.VIEWER, {Audience.EVERYBODY}),
        (Role.OFFICER, {Audience.EVERYBODY}),
        (Role.BUSINESS_ADMIN, {Audience.EVERYBODY}),
        (Role.SYSTEM_ADMIN, set()),
        (Role.SECURITY_ADMIN, set()),
        (Role.AUDIT_ADMIN, set()),
    ],
)
def test_the_role_says_what_one_is_told(unit, role, told):
    for audience in Audience:
        make_notice(to_party=unit.party, audience=audience, params={"title": audience})

    assert set(titles(make_membership(agency=unit, role=role))) == told


def test_a_section_is_told_and_whoever_belongs_to_none(unit):
    sections = [Section.objects.create(agency=unit, name=name) for name in ("Food", "Drugs")]
    make_notice(to_party=unit.party, section=sections[0], params={"title": "Food only"})
    make_notice(to_party=unit.party, params={"title": "All"})

    found = {str(section): titles(make_membership(agency=unit, section=section)) for section in [*sections, None]}

    assert found == {"Food": ["All", "Food only"], "Drugs": ["All"], "None": ["All", "Food only"]}


def test_one_person_is_told(unit, handler):
    colleague = make_membership(agency=unit)
    make_notice(to_party=unit.party, to_user=handler.user, params={"title": "For you"})

    assert (titles(handler), titles(colleague)) == (["For you"], [])


def test_each_unit_has_its_own_inbox(unit, handler):
    elsewhere = make_membership(agency=make_agency(), user=handler.user)
    make_notice(to_party=unit.party, params={"title": "Here"})
    make_notice(to_party=elsewhere.party, params={"title": "There"})

    assert (titles(handler), titles(elsewhere)) == (["Here"], ["There"])


def test_nobody_supervises_himself(unit):
    """Who belongs to the unit it is about is not told, even where he wears another hat."""
    district, both, other = make_agency(), make_user(), make_membership(agency=unit)
    make_membership(agency=district, user=both)
    by = make_membership(agency=unit, user=both)
    left = make_membership(agency=unit)
    make_membership(agency=district, user=left.user, valid_to=date(2021, 1, 1))
    make_notice(to_party=unit.party, about=district.party, params={"title": "The district is late"})

    assert [titles(row) for row in (by, other, left)] == [[], ["The district is late"], ["The district is late"]]


def test_what_was_opened_is_not_new(handler, unit):
    opened, new = make_notice(to_party=unit.party), make_notice(to_party=unit.party)

    first = open_notice(opened, by=handler, at=NOON)
    again = open_notice(opened, by=handler, at=NOON + timedelta(hours=1))

    items = reading.in_words(reading.told(handler)[:50], by=handler, at=timezone.now())
    assert [(item.notice, item.is_new) for item in items] == [(new, True), (opened, False)]
    assert (reading.unread_count(handler, at=timezone.now()), again, first.opened_at) == (1, first, NOON)
    assert opened_first([opened.pk, new.pk]) == {opened.pk: NOON}


def test_news_are_not_older_than_the_membership_or_sixty_days(unit):
    now = local("2026-11-23 12:00")
    for days in (0, 5, 59, 61):
        make_notice(to_party=unit.party, created_at=now - timedelta(days=days))
    old_hand = make_membership(agency=unit)
    newcomer = make_membership(agency=unit, valid_from=date(2026, 11, 18))

    assert [reading.unread_count(by, at=now) for by in (old_hand, newcomer)] == [3, 2]
    assert len(titles(newcomer)) == 4


def test_the_bell_shows_how_many_are_new(as_, handler, unit):
    browser = as_(handler)
    page = browser.get(reverse("home"), follow=True)
    assert 'aria-label="Notices"' in page.content.decode()

    Notice.objects.bulk_create(
        Notice(
            kind="test.duty", params={"title": "Duty"}, url="/", to_party=unit.party, audience="handlers",
            lane="digest", key=f"bell:{n}", created_at=timezone.now(),
        ) for n in range(120)
    )  # fmt: skip
    page = browser.get(reverse("home"), follow=True)
    assert ">99+<" in page.content.decode()
    assert 'aria-label="Notices, more than 99 not opened"' in page.content.decode()


def test_opening_records_it_and_leads_on(as_, handler, unit):
    notice = make_notice(to_party=unit.party, url="/tasks/?state=over#row-3")
    browser = as_(handler)

    listed = browser.get(INBOX, {"state": "new"})
    assert notice.params["title"] in listed.content.decode() and not Receipt.objects.exists()

    answer = browser.get(notice.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, "/tasks/?state=over#row-3")
    assert list(Receipt.objects.values_list("notice", "user")) == [(notice.pk, handler.user.pk)]
    assert "Nothing new" in browser.get(INBOX, {"state": "new"}).content.decode()
    assert notice.params["title"] in browser.get(INBOX).content.decode()


@pytest.mark.parametrize("audience", [Audience.LEADERS, Audience.REVIEWERS])
def test_what_is_said_to_others_is_not_found(as_, handler, unit, audience):
    notice = make_notice(to_party=unit.party, audience=audience)

    assert as_(handler).get(notice.get_absolute_url()).status_code == 404
    assert not Receipt.objects.exists()


def test_what_concerns_another_unit_of_the_person_asks_to_act_for_it(as_, handler, unit):
    elsewhere = make_membership(agency=make_agency(name="Police"), user=handler.user)
    notice = make_notice(to_party=elsewhere.party, url="/tasks/")
    browser = as_(handler)

    asked = browser.get(notice.get_absolute_url())
    assert "You act for Market Office now" in asked.content.decode() and not Receipt.objects.exists()
    page = browser.get(INBOX, {"unit": elsewhere.party.public_id})
    assert "Act for Police as handler" in page.content.decode()

    there = {"membership": elsewhere.pk, "next": notice.get_absolute_url()}
    answer = browser.post(reverse("agencies:act_as"), there, follow=True)
    assert answer.redirect_chain[-1] == ("/tasks/", 302)
    assert Receipt.objects.get().notice == notice


def test_the_list_is_narrowed_by_kind(as_, handler, unit):
    make_notice(to_party=unit.party, params={"title": "Due soon"})
    make_notice(to_party=unit.party, kind="test.urgent", params={"title": "Sent back"})

    page = as_(handler).get(INBOX, {"kind": "test.urgent"}).content.decode()

    assert "Sent back" in page and "Due soon" not in page


def test_pages_go_from_the_newest_to_the_oldest_and_back(as_, handler, unit):
    made = [make_notice(to_party=unit.party, params={"title": f"Duty-{n:03d}."}) for n in range(60)]
    browser = as_(handler)

    first = browser.get(INBOX)
    second = browser.get(INBOX + first.context["page_obj"].next)
    back = browser.get(INBOX + second.context["page_obj"].previous)

    shown = [[item.notice.pk for item in page.context["items"]] for page in (first, second, back)]
    keys = [notice.pk for notice in reversed(made)]
    assert shown == [keys[:50], keys[50:], keys[:50]]
    assert second.context["page_obj"].next == ""


@pytest.mark.parametrize("rows", [1, 40])
@pytest.mark.parametrize("page", ["notices:inbox", "notices:unopened"])
def test_many_rows_take_as_many_queries_as_one(as_, leader, unit, page, rows, django_assert_num_queries):
    section = Section.objects.create(agency=unit, name="Food")
    for _ in range(rows):
        make_notice(to_party=unit.party, audience="leaders", section=section, created_at=timezone.now() - 20 * DAY)
    browser = as_(leader)
    browser.get(INBOX)

    calendar = 2 if page == "notices:unopened" else 0
    with django_assert_num_queries(4 + calendar):  # person, memberships, the list, the bell
        answer = browser.get(reverse(page))
    assert len(answer.context["items"]) == rows


DAY = timedelta(days=1)


def test_a_leader_sees_what_nobody_has_opened_for_two_working_days(unit, leader, handler):
    thursday, friday = local("2026-11-19 17:00"), local("2026-11-20 09:00")
    facts = [("waits", thursday), ("opened", thursday), ("too new", friday), ("history", thursday - 61 * DAY)]
    rows = {title: make_notice(to_party=unit.party, params={"title": title}, created_at=at) for title, at in facts}
    make_notice(to_party=unit.party, to_user=handler.user, params={"title": "personal"}, created_at=thursday)
    open_notice(rows["opened"], by=handler, at=friday)

    shown = {at: [row.params["title"] for row in reading.unopened(leader, at=at)[:9]] for at in (friday, MONDAY_NOON)}

    assert shown == {friday: [], MONDAY_NOON: ["waits"]}


MONDAY_NOON = local("2026-11-23 12:00")


@pytest.mark.parametrize("asked", ["state=anything", "kind=anything"])
def test_a_filter_that_means_nothing_finds_nothing(as_, handler, unit, asked):
    make_notice(to_party=unit.party, params={"title": "Told"})

    answer = as_(handler).get(f"{INBOX}?{asked}")

    assert (answer.status_code, "Told" in answer.content.decode()) == (200, False)
