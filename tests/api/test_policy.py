"""Regional limits, the ladder, and the calendar feed over the API."""

import uuid
from datetime import date

import pytest

from agencies.enums import AgencyKind, Role
from agencies.middleware import SESSION_KEY
from agencies.models import User
from obligations.models import Feed, LimitOverride, ReminderRule
from obligations.services import feeds
from tests.api.duty_rows import NOON, post
from tests.api.test_endpoints import results
from tests.api.test_problems import problem
from tests.factories import make_agency, make_membership

pytestmark = pytest.mark.usefixtures("at_noon")
LIMIT = {"kind": "fine.pay", "amount": 10, "valid_from": "2026-11-20", "basis": "Doc 1"}
STEP = {"kind": "fine.pay", "stage": "remind", "offset": -5, "unit": "cd"}
LIMITS, LADDER, FEED = "/api/v1/limits/", "/api/v1/ladder/", "/api/v1/feed/"


@pytest.fixture
def keeper(client, here):
    """A browser in which the business administrator of the first district's commission is logged in."""
    client.force_login(make_membership(agency=here.agency, role=Role.BUSINESS_ADMIN).user)
    client.cookies["django_language"] = "en"
    return client


def with_key(client, url: str, sent: dict, key: str):
    return client.post(url, sent, content_type="application/json", headers={"Idempotency-Key": key})


def change(client, url: str, sent: dict, seen: str = "*"):
    return client.put(url, sent, content_type="application/json", headers={"If-Match": seen})


def test_a_limit_is_set_read_and_corrected(keeper, here):
    made = post(keeper, LIMITS, LIMIT | {"region": here.region.pk})

    limit = LimitOverride.objects.get()
    address = f"{LIMITS}{limit.pk}/"
    shown = LIMIT | {
        "id": limit.pk, "kind_display": "Pay the fine", "region": {"id": here.region.pk, "name": here.region.name},
    }  # fmt: skip
    assert (made.status_code, made.json(), made["Location"]) == (201, shown, f"http://testserver{address}")
    assert results(keeper.get(LIMITS)) == [shown]
    seen = keeper.get(address)["ETag"]
    changed = {"amount": 12, "valid_from": "2026-12-01", "basis": "Doc 2"}
    assert change(keeper, address, changed, seen).json() == shown | changed
    assert change(keeper, address, changed, seen).status_code == 412


def test_a_key_belongs_to_the_role_in_which_it_was_sent(keeper, here):
    """The same person in another unit finds nothing of it there, and is told why."""
    elsewhere = make_agency(kind=AgencyKind.HEALTH_COMMISSION)
    person = keeper.session["_auth_user_id"]
    other = make_membership(agency=elsewhere, role=Role.BUSINESS_ADMIN, user=User.objects.get(pk=person))
    key = str(uuid.uuid4())
    first = with_key(keeper, LIMITS, LIMIT | {"region": here.region.pk}, key)
    session = keeper.session
    session[SESSION_KEY] = other.pk
    session.save()
    again = with_key(keeper, LIMITS, LIMIT | {"region": elsewhere.party.region_id}, key)

    assert (first.status_code, again.status_code) == (201, 409)
    assert "used for another request" in again.json()["detail"]
    assert LimitOverride.objects.count() == 1


def test_a_limit_of_the_territory_around_is_read_and_not_changed(keeper, here):
    city = here.region.parent
    around = LimitOverride.objects.create(
        kind="fine.pay", region=city, region_path=city.path, amount=9, valid_from=date(2026, 1, 1), basis="City"
    )
    address = f"{LIMITS}{around.pk}/"

    assert keeper.get(address).json()["basis"] == "City"
    assert change(keeper, address, {"amount": 1, "valid_from": "2026-01-01", "basis": "No"}).status_code == 403


@pytest.mark.parametrize(
    ("changed", "status", "fault"),
    [
        ({"kind": "x.y"}, 400, "kind"),
        ({"region": 0}, 400, "region"),
        ({"basis": ""}, 400, "basis"),
        ({"amount": -3}, 409, None),
        ({"amount": 1000}, 409, None),
    ],
)
def test_a_limit_that_cannot_be_is_refused(keeper, here, changed, status, fault):
    answer = problem(post(keeper, LIMITS, LIMIT | {"region": here.region.pk} | changed))

    assert (answer["status"], list(answer.get("errors", {}))) == (status, [fault] if fault else [])
    assert not LimitOverride.objects.exists()


def test_a_limit_sent_again_with_its_key_is_the_same_and_without_one_a_conflict(keeper, here):
    key, sent = str(uuid.uuid4()), LIMIT | {"region": here.region.pk}

    first, second = (with_key(keeper, LIMITS, sent, key) for _ in range(2))

    assert (first.status_code, second.status_code, second.json()) == (201, 200, first.json())
    assert post(keeper, LIMITS, sent).status_code == 409


def test_a_step_of_the_ladder_is_added_changed_and_taken_out(keeper, here):
    before = ReminderRule.objects.count()

    made = post(keeper, LADDER, STEP | {"region": here.region.pk})

    rule = ReminderRule.objects.get(region=here.region, offset=-5)
    address = f"{LADDER}{rule.pk}/"
    shown = STEP | {
        "id": rule.pk, "kind_display": "Pay the fine", "region": here.region.pk, "region_name": here.region.name,
        "stage_display": "reminder to the handlers", "unit_display": "calendar days",
    }  # fmt: skip
    assert (made.status_code, made.json()) == (201, shown)
    assert shown in results(keeper.get(LADDER))
    changed = {"stage": "leader", "offset": 9, "unit": "wd"}
    assert change(keeper, address, changed).json()["offset"] == 9
    assert post(keeper, LADDER, changed | {"kind": "fine.pay", "region": here.region.pk}).status_code == 409
    gone = keeper.delete(address, headers={"If-Match": "*"})
    assert (gone.status_code, ReminderRule.objects.filter(pk=rule.pk).exists()) == (204, False)
    assert ReminderRule.objects.count() > before  # the steps that have held there came along


def test_a_ladder_for_everywhere_is_not_for_one_district(keeper, there):
    assert post(keeper, LADDER, STEP).status_code == 403


@pytest.mark.parametrize(("url", "sent"), [(LIMITS, LIMIT), (LADDER, STEP)])
def test_others_read_and_write_nothing_of_it(leader, here, url, sent):
    assert leader.get(url).status_code == 403
    assert post(leader, url, sent | {"region": here.region.pk}).status_code == 403


@pytest.mark.parametrize("url", [LIMITS, LADDER])
def test_six_rows_take_as_many_queries_as_one(keeper, here, url, django_assert_num_queries):
    def add(number: int):
        facts = {"kind": f"kind.{number}", "region": here.region, "region_path": here.region.path}
        LimitOverride.objects.create(amount=1, valid_from=date(2026, 1, 1), basis="Doc", **facts)
        ReminderRule.objects.create(stage="remind", offset=1, unit="cd", **facts)

    add(0)
    keeper.get("/api/v1/")
    for number in (1, 6):
        with django_assert_num_queries(3):  # the user, its memberships, the rows
            results(keeper.get(url))
        for more in range(number, number + 5):
            add(more)


def test_a_feed_is_made_read_and_closed(api, here):
    assert api.get(FEED).status_code == 404

    made = api.post(FEED)

    address = made.json()["address"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    shown = {"created_at": "2026-11-20T12:00:00+08:00", "last_read_at": None}
    assert (made.status_code, made.json(), made["Cache-Control"]) == (201, shown | {"address": address}, "no-store")
    assert feeds.feed_behind(token, at=NOON).membership == here.member
    assert api.get(FEED).json() == shown
    assert api.delete(FEED).status_code == 204
    assert (feeds.feed_behind(token, at=NOON), api.delete(FEED).status_code) == (None, 404)


def test_a_repeat_with_its_key_keeps_the_address_and_does_not_show_it_again(api):
    key = str(uuid.uuid4())

    first, second = with_key(api, FEED, {}, key), with_key(api, FEED, {}, key)

    assert (first.status_code, second.status_code, second.json()["address"]) == (201, 200, None)
    assert Feed.objects.standing().count() == 1


def test_an_administrator_of_accounts_has_no_feed(client, here):
    client.force_login(make_membership(agency=here.agency, role=Role.SYSTEM_ADMIN).user)

    assert [client.get(FEED).status_code, client.post(FEED).status_code, client.delete(FEED).status_code] == [403] * 3
