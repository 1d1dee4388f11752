"""Nobody changes or deletes an event or a standing, whatever way it is tried."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from events.enums import StandingKind
from events.models import Event, Standing
from tests.events.conftest import TODAY
from tests.factories import make_agency, make_event, make_membership, make_standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(clinic):
    return make_event(subject=clinic, title="As it was")


@pytest.fixture
def standing(event):
    return make_standing(event, StandingKind.OBJECTION_RAISED, reason="As it was")


def save(row, field: str) -> None:
    setattr(row, field, "Changed")
    row.save()


def raw(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


ATTEMPTS = {
    "save": save,
    "update": lambda row, field: type(row).objects.filter(pk=row.pk).update(**{field: "Changed"}),
    "bulk_update": lambda row, field: type(row).objects.bulk_update([row], [field]),
    "upsert": lambda row, field: type(row).objects.bulk_create(
        [row], update_conflicts=True, update_fields=[field], unique_fields=["pk"]
    ),
    "lock": lambda row, field: list(type(row).objects.select_for_update()),
    "delete": lambda row, field: type(row).objects.filter(pk=row.pk).delete(),
    "raw update": lambda row, field: raw(f"UPDATE {row._meta.db_table} SET {field} = %s", "Changed"),
    "raw update of nothing": lambda row, field: raw(f"UPDATE {row._meta.db_table} SET id = id WHERE false"),
    "raw delete": lambda row, field: raw(f"DELETE FROM {row._meta.db_table}"),
    "truncate": lambda row, field: raw(f"TRUNCATE {row._meta.db_table} CASCADE"),
    "trigger off": lambda row, field: raw(f"ALTER TABLE {row._meta.db_table} DISABLE TRIGGER ALL"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
@pytest.mark.parametrize(("fixture", "field"), [("event", "title"), ("standing", "reason")])
def test_the_application_changes_nothing(request, attempt, fixture, field):
    row = request.getfixturevalue(fixture)

    with pytest.raises(DatabaseError), transaction.atomic():
        attempt(row, field)

    assert getattr(type(row).objects.get(pk=row.pk), field) == "As it was"


def test_neither_row_is_deleted_one_by_one(event, standing):
    with pytest.raises(ProtectedError):
        event.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        standing.delete()

    assert (Event.objects.count(), Standing.objects.count()) == (1, 1)


def test_a_party_with_events_cannot_be_deleted(event):
    with pytest.raises(ProtectedError):
        event.subject.delete()


def test_the_admin_shows_and_changes_nothing(client, city, event):
    keeper = make_membership(agency=make_agency(region=city), role=Role.BUSINESS_ADMIN)
    client.force_login(keeper.user)
    page = reverse("admin:events_event_change", args=[event.pk])

    assert client.get(page).status_code == 200
    assert client.post(page, {"title": "Changed"}).status_code == 403
    assert client.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:events_event_add")).status_code == 403
    assert Event.objects.get(pk=event.pk).title == "As it was"


def test_the_api_takes_no_change(client, event):
    agency = make_agency(region=event.subject.region, kind=AgencyKind.HEALTH_COMMISSION)
    client.force_login(make_membership(agency=agency).user)
    address = reverse("api:event-detail", kwargs={"id": event.public_id})

    answers = [
        ask(address, {"title": "Changed"}, content_type="application/json").status_code
        for ask in (client.put, client.patch, client.delete, client.post)
    ]

    assert (client.get(address).status_code, answers) == (200, [405] * 4)
    assert Event.objects.get(pk=event.pk).title == "As it was"


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "OA"},
        {"source_id": "7"},
        {"level": "minor", "regime": ""},
        {"regime": "order36-2025"},
        {"document_number": "No. 7"},
        {"public_until": TODAY},
        {"public_from": TODAY, "public_until": TODAY.replace(year=2025)},
        {"demerits": -1},
    ],
)
def test_what_can_never_be_true_is_refused_by_the_database(clinic, wrong):
    with pytest.raises(DatabaseError), transaction.atomic():
        make_event(subject=clinic, **wrong)
