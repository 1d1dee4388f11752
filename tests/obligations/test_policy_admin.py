"""Limits and ladders in the admin: what a change means stands on the page, and the services decide."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Role
from obligations.models import LimitOverride, Obligation, ReminderRule
from tests.factories import make_agency, make_duty, make_membership, make_region, next_step_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def city():
    return make_region(name="City")


@pytest.fixture
def keeper(client, city):
    by = make_membership(agency=make_agency(region=city), role=Role.BUSINESS_ADMIN)
    client.force_login(by.user)
    client.cookies["django_language"] = "en"
    return by


def page(model, verb: str, *args) -> str:
    return reverse(f"admin:obligations_{model}_{verb}", args=args)


def limit_form(region, **facts) -> dict:
    return {
        "kind": "fine.pay", "region": region.pk, "amount": 10, "valid_from": TODAY.isoformat(), "basis": "Doc 1"
    } | facts  # fmt: skip


def test_a_limit_is_added_with_its_document(client, city, keeper):
    shown = client.get(page("limitoverride", "add")).content.decode()
    assert "only the duties that are opened from now on" in shown and "Pay the fine (15 calendar days)" in shown

    answer = client.post(page("limitoverride", "add"), limit_form(city))

    assert answer.status_code == 302
    limit = LimitOverride.objects.get()
    assert (limit.kind, limit.region_path, limit.amount, limit.basis) == ("fine.pay", city.path, 10, "Doc 1")
    assert "Doc 1" in client.get(page("limitoverride", "changelist")).content.decode()


@pytest.mark.parametrize(("facts", "status"), [({"basis": ""}, 200), ({"amount": -3}, 409), ({"kind": "x.y"}, 200)])
def test_a_limit_that_cannot_be_keeps_what_was_typed(client, city, keeper, facts, status):
    answer = client.post(page("limitoverride", "add"), limit_form(city, **facts))

    assert answer.status_code == status
    form = answer.context["adminform"].form
    assert form.errors and form["amount"].value() == str(facts.get("amount", 10))
    assert not LimitOverride.objects.exists()


def test_a_limit_by_which_a_duty_was_counted_is_not_changed(client, city, keeper):
    limit = LimitOverride.objects.create(
        kind="fine.pay", region=city, region_path=city.path, amount=10, valid_from=TODAY, basis="Doc 1"
    )
    facts = {"amount": 11, "valid_from": TODAY.isoformat(), "basis": "Doc 2", "version": 1}
    assert client.post(page("limitoverride", "change", limit.pk), facts).status_code == 302
    make_duty(override=limit)

    answer = client.post(page("limitoverride", "change", limit.pk), facts | {"amount": 12, "version": 2})

    assert answer.status_code == 409 and "stays on record" in answer.content.decode()
    limit.refresh_from_db()
    assert (limit.amount, limit.basis, limit.version) == (11, "Doc 2", 2)


def test_another_territory_is_not_offered(client, city, keeper):
    other = make_region()
    make_agency(region=other)

    for address, facts in (
        (page("limitoverride", "add"), limit_form(other)),
        (page("reminderrule", "add"), {"kind": "", "region": other.pk, "stage": "remind", "offset": -5, "unit": "cd"}),
        (page("reminderrule", "add"), {"kind": "", "region": "", "stage": "remind", "offset": -5, "unit": "cd"}),
    ):
        answer = client.post(address, facts)
        assert list(answer.context["adminform"].form.errors) == ["region"]
    assert not LimitOverride.objects.exists() and not ReminderRule.objects.filter(offset=-5).exists()


def test_what_holds_from_above_is_read_only(client, city, keeper):
    make_agency()  # elsewhere: the city is not the whole portal
    rule = ReminderRule.objects.filter(region=None).first()

    shown = client.get(page("reminderrule", "change", rule.pk))

    assert (shown.status_code, shown.context["has_change_permission"]) == (200, False)
    assert "everywhere" in shown.content.decode()
    assert client.post(page("reminderrule", "change", rule.pk), {"offset": 1}).status_code == 403
    assert client.post(page("reminderrule", "delete", rule.pk), {"post": "yes"}).status_code == 403


def test_a_ladder_is_begun_changed_and_given_up(client, city, keeper):
    duty = make_duty(region_path=city.path)
    rule = {"kind": "", "region": city.pk, "stage": "remind", "offset": -20, "unit": "cd"}
    assert "moves the next reminder" in client.get(page("reminderrule", "add")).content.decode()

    assert client.post(page("reminderrule", "add"), rule).status_code == 302
    own = ReminderRule.objects.filter(region=city)
    assert own.count() == 6 and days_before(duty) == 20
    row = own.get(offset=-20)
    facts = {"stage": "remind", "offset": -21, "unit": "cd", "version": 1}
    assert client.post(page("reminderrule", "change", row.pk), facts).status_code == 302
    assert days_before(duty) == 21
    assert client.post(page("reminderrule", "change", row.pk), facts).status_code == 409  # on an older version
    assert client.post(page("reminderrule", "delete", row.pk), {"post": "yes"}).status_code == 302
    assert (own.count(), days_before(duty)) == (5, 7)


def days_before(duty: Obligation) -> int:
    return (duty.due_on - timezone.localdate(next_step_of(duty))).days


def test_duties_are_only_looked_at(client, city, keeper):
    duty = make_duty(region_path=city.path, title="Of the city")
    make_duty(region_path="9999", title="Elsewhere")

    shown = client.get(page("obligation", "changelist")).content.decode()

    assert "Of the city" in shown and "Elsewhere" not in shown
    assert client.get(page("obligation", "change", duty.pk)).context["has_change_permission"] is False
    assert client.get(page("obligation", "add")).status_code == 403


@pytest.mark.parametrize("model", ["obligation", "obligationstep", "reminder", "limitoverride", "reminderrule"])
def test_a_list_takes_as_many_queries_for_many_rows(client, city, keeper, model, django_assert_num_queries):
    def fill(n: int):
        for number in range(n):
            duty = make_duty(region_path=city.path)
            duty.steps.create(verb="pause", at=timezone.now(), on=TODAY)
            duty.reminders.create(stage="remind", offset=number, due_on=TODAY, sent_at=timezone.now())
            LimitOverride.objects.create(
                kind=f"kind.{duty.pk}", region=city, region_path=city.path, amount=1, valid_from=TODAY, basis="Doc"
            )
            ReminderRule.objects.create(
                kind=f"kind.{duty.pk}", region=city, region_path=city.path, stage="remind", offset=1, unit="cd"
            )

    fill(1)
    client.get(page(model, "changelist"))
    with CaptureQueriesContext(connection) as few:
        client.get(page(model, "changelist"))
    fill(5)
    with django_assert_num_queries(len(few)):
        client.get(page(model, "changelist"))
