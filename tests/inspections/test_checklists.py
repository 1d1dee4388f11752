"""Checklists: begun, worded item by item, published, followed by new versions; what is published never changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from inspections.models import Checklist
from inspections.services import checklists as services
from kernel.errors import Refused, Stale, WrongDay
from tests.factories import (
    make_agency,
    make_checklist,
    make_membership,
    make_programme,
    make_region,
    make_report,
    make_round,
)

TODAY = timezone.localdate()
ITEM = {"heading": "Part A", "code": "A9", "text": "Point A9", "severity": "minor"}


@pytest.fixture
def draft(district):
    return make_checklist(region=district, state="draft")


def fresh(row):
    return Checklist.objects.get(pk=row.pk)


def codes(row) -> list[tuple[int, str]]:
    return list(row.items.values_list("position", "code"))


def publish(row, by, *, valid_from=TODAY):
    return services.publish_checklist(row, valid_from=valid_from, by=by, at=timezone.now())


def test_everywhere_there_is_one_with_53_items():
    row = Checklist.objects.get(region=None)

    assert (row.number, row.items.count(), row.items.values("heading").distinct().count()) == (1, 53, 12)


def test_the_next_version_begins_with_the_items_of_the_one_before(district, handler):
    base = make_checklist(region=district)

    row = services.draft_checklist(region=district, title=" Ours ", base=base, by=handler)

    assert (row.title, row.number, row.follows, row.state) == ("Ours", 2, base, "draft")
    assert codes(row) == codes(base) == [(1, "A1"), (2, "A2"), (3, "B1")]
    with pytest.raises(Refused, match="next version is there already"):
        services.draft_checklist(region=district, title="Ours", base=base, by=handler)
    with pytest.raises(Refused, match="not published yet"):
        services.draft_checklist(region=district, title="Ours", base=row, by=handler)


def test_another_territorys_gives_its_items_to_a_first_version(district, handler):
    row = services.draft_checklist(region=district, title="Ours", base=Checklist.objects.get(region=None), by=handler)

    assert (row.number, row.follows, row.items.count()) == (1, None, 53)


def test_an_item_is_added_changed_moved_and_taken_out(draft, handler):
    services.put_item(draft, position=2, by=handler, **ITEM)
    assert codes(draft) == [(1, "A1"), (2, "A9"), (3, "A2"), (4, "B1")]

    item = draft.items.get(code="A9")
    services.put_item(fresh(draft), item, position=99, by=handler, **ITEM | {"text": "Reworded"})
    assert codes(draft) == [(1, "A1"), (2, "A2"), (3, "B1"), (4, "A9")]
    assert draft.items.get(code="A9").text == "Reworded"

    services.remove_item(fresh(draft), draft.items.get(code="A1"), by=handler)
    services.rename_checklist(fresh(draft), title="Better", by=handler)
    assert codes(draft) == [(1, "A2"), (2, "B1"), (3, "A9")]
    assert (fresh(draft).title, fresh(draft).version) == ("Better", draft.version + 4)


def test_a_code_stands_once_and_who_has_seen_an_older_draft_is_told(draft, handler):
    with pytest.raises(Refused, match="Another item has the code A1"):
        services.put_item(draft, position=1, by=handler, **ITEM | {"code": "A1"})

    services.put_item(draft, position=1, by=handler, **ITEM)
    with pytest.raises(Stale):
        services.remove_item(draft, draft.items.get(code="A1"), by=handler)
    assert draft.items.count() == 4


def test_it_holds_from_its_day_on_and_the_one_before_until_then(district, leader):
    base, day = make_checklist(region=district), TODAY + timedelta(days=10)
    row = services.draft_checklist(region=district, title="Ours", base=base, by=leader)

    publish(row, leader, valid_from=day)

    assert fresh(base).valid_to == day - timedelta(days=1)
    assert [one.standing_on(TODAY) for one in (fresh(base), fresh(row))] == ["valid", "coming"]
    assert [one.standing_on(day) for one in (fresh(base), fresh(row))] == ["ended", "valid"]
    mine = Checklist.objects.filter(region=district)
    assert [mine.valid_on(on).get() for on in (TODAY, day)] == [base, row]


def test_rounds_that_are_not_begun_ask_by_the_new_version(district, leader, hospital):
    base = make_checklist(region=district)
    programme, later = make_programme(region=district), TODAY + timedelta(days=20)
    begun = make_round(programme, checklist=base)
    to_come = make_round(programme, period="2027Q1", checklist=base, opens_on=later, due_on=later)
    make_report(hospital, of=begun)
    row = services.draft_checklist(region=district, title="Ours", base=base, by=leader)

    publish(row, leader)

    assert [one.checklist_id for one in programme.rounds.order_by("period")] == [base.pk, row.pk]
    to_come.refresh_from_db()
    assert to_come.checklist == row


def test_what_cannot_be_published(district, draft, leader):
    with pytest.raises(WrongDay):
        publish(draft, leader, valid_from=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="at least one item"):
        publish(make_checklist(region=district, state="draft", items=()), leader)
    base = make_checklist(region=district, valid_from=TODAY)
    with pytest.raises(WrongDay, match="version before"):
        publish(services.draft_checklist(region=district, title="Ours", base=base, by=leader), leader)


def test_what_is_published_never_changes(district, leader):
    row = make_checklist(region=district)
    item = row.items.get(code="A1")
    other = make_checklist(region=district, state="draft", items=())
    for refused in (
        lambda: services.put_item(row, item, position=1, by=leader, **ITEM),
        lambda: services.remove_item(row, item, by=leader),
        lambda: services.rename_checklist(row, title="Other", by=leader),
        lambda: services.discard_checklist(row, by=leader),
        lambda: publish(row, leader),
    ):
        with pytest.raises(Refused):
            refused()

    for statement in (
        f"UPDATE inspections_checklist SET title = 'x' WHERE id = {row.pk}",
        f"UPDATE inspections_checklist SET state = 'draft' WHERE id = {row.pk}",
        f"DELETE FROM inspections_checklist WHERE id = {row.pk}",
        f"UPDATE inspections_checklistitem SET text = 'x' WHERE id = {item.pk}",
        f"UPDATE inspections_checklistitem SET checklist_id = {other.pk} WHERE id = {item.pk}",
        f"DELETE FROM inspections_checklistitem WHERE id = {item.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.items.create(position=9, **ITEM)

    assert (fresh(row).title, row.items.count()) == ("Checklist", 3)


def test_a_draft_is_thrown_away(draft, handler):
    services.discard_checklist(draft, by=handler)

    assert not Checklist.objects.filter(pk=draft.pk).exists()


def test_the_commissions_staff_word_it_and_who_does_not_only_handle_publishes_it(district, draft, handler):
    officer = make_membership(agency=make_agency(region=district, kind=AgencyKind.HEALTH_SUPERVISION), role=Role.LEADER)
    elsewhere = make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION), role=Role.LEADER)
    for by in (officer, elsewhere):
        with pytest.raises(PermissionDenied):
            services.put_item(draft, position=1, by=by, **ITEM)
        with pytest.raises(PermissionDenied):
            services.draft_checklist(region=district, title="Ours", by=by)
    with pytest.raises(PermissionDenied):
        publish(draft, handler)


def test_drafts_are_seen_by_those_who_may_word_them(district, draft, handler, principal):
    street, published = make_region(parent=district), make_checklist(region=district)
    below = make_membership(agency=make_agency(region=street, kind=AgencyKind.HEALTH_COMMISSION))
    viewer = make_membership(agency=handler.party.agency, role=Role.VIEWER)

    seen = {
        by: set(Checklist.objects.visible_to(by).exclude(region=None)) for by in (handler, viewer, below, principal)
    }

    assert seen == {handler: {draft, published}, viewer: {published}, below: {published}, principal: {published}}
