"""What becomes of an event, entered on its page and by the API: both call the same service."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from events.enums import StandingKind
from events.models import Standing
from notices.enums import Audience
from notices.kinds import sentence_of
from notices.models import Notice
from tests.events.reading import form_of, log_in, page
from tests.factories import make_agency, make_clinic, make_event, make_membership, make_principal, make_standing

pytestmark = pytest.mark.django_db
RAISED, UPHELD, REJECTED = (
    StandingKind.OBJECTION_RAISED, StandingKind.OBJECTION_UPHELD, StandingKind.OBJECTION_REJECTED,
)  # fmt: skip
APPLIED, REVOKED, EXPIRED = StandingKind.REPAIR_APPLIED, StandingKind.REVOKED, StandingKind.EXPIRED
BUTTONS = {
    RAISED: "Raise an objection", UPHELD: "Uphold the objection", REJECTED: "Reject the objection",
    APPLIED: "Apply for repair", StandingKind.REPAIR_APPROVED: "Approve the repair",
    StandingKind.REPAIR_REJECTED: "Reject the repair", REVOKED: "Revoke the decision", EXPIRED: "End its effect",
}  # fmt: skip


@pytest.fixture
def event(clinic, by):
    today = timezone.localdate()
    return make_event(
        subject=clinic, agency=by.party, kind="penalty", level="general", title="Sold expired goods",
        document_number="示市监罚〔2026〕1号", occurred_on=today, public_from=today,
        public_until=today.replace(year=today.year + 2, day=1),
    )  # fmt: skip


def address(event, kind) -> str:
    return reverse("events:standing", args=[event.public_id, kind])


def endpoint(event) -> str:
    return f"/api/v1/events/{event.public_id}/standings/"


def offered(client, event) -> set[str]:
    text = page(client, "event", event.public_id)
    return {kind for kind, words in BUTTONS.items() if words in text}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ((), {RAISED, APPLIED, REVOKED, EXPIRED}),
        ((RAISED,), {UPHELD, REJECTED, REVOKED, EXPIRED}),
        ((APPLIED,), {StandingKind.REPAIR_APPROVED, StandingKind.REPAIR_REJECTED, REVOKED, EXPIRED}),
        ((EXPIRED,), {RAISED, REVOKED}),
        ((REVOKED,), set()),
    ],
)
def test_the_recording_agency_is_offered_what_fits(reader, event, before, expected):
    for kind in before:
        make_standing(event, kind)

    assert offered(reader, event) == expected


def test_the_party_is_offered_to_ask_and_others_nothing(client, city, clinic, event):
    viewer = make_membership(agency=make_agency(region=city, kind=AgencyKind.MARKET_REGULATION))

    assert offered(log_in(client, make_principal(clinic)), event) == {RAISED, APPLIED}
    assert offered(log_in(client, make_principal(clinic, role=Role.STAFF)), event) == set()
    assert offered(log_in(client, viewer), event) == set()


@pytest.mark.parametrize("kind", [RAISED, APPLIED, REVOKED, EXPIRED])
def test_the_agency_adds_it_once_from_a_form(reader, by, event, kind):
    url, today = address(event, kind), timezone.localdate()
    typed = form_of(reader, url) | {
        "on": today.isoformat(), "reason": "Because", "document_number": "示市监撤〔2026〕3号",
    }  # fmt: skip

    first, second = reader.post(url, typed), reader.post(url, typed | {"reason": "Other words"})

    standing = Standing.objects.get()
    assert first["Location"] == second["Location"] == event.get_absolute_url()
    assert (standing.kind, standing.on, standing.reason, standing.document_number, standing.recorded_by) == (
        kind, today, "Because", "示市监撤〔2026〕3号", by,
    )  # fmt: skip


def test_the_party_gives_its_reasons_and_the_agency_decides(client, clinic, by, event):
    principal, today = make_principal(clinic), timezone.localdate()
    url, answer_url = address(event, RAISED), address(event, UPHELD)

    asked = log_in(client, principal)
    text = asked.get(url).content.decode()
    assert ('name="on"' in text, 'name="document_number"' in text, "Market regulator is told" in text) == (
        False, False, True,
    )  # fmt: skip
    assert asked.post(url, form_of(asked, url) | {"reason": "Not us"}).status_code == 302
    assert asked.get(answer_url).status_code == 403

    decides = log_in(client, by)
    assert "withdraws it within 3 working days" in decides.get(answer_url).content.decode()
    typed = form_of(decides, answer_url) | {"on": today.isoformat(), "reason": "So it was"}
    assert decides.post(answer_url, typed).status_code == 302

    assert list(event.standings.order_by("pk").values_list("kind", "on", "recorded_by")) == [
        (RAISED, today, principal.pk), (UPHELD, today, by.pk),
    ]  # fmt: skip
    assert "revoked" in page(decides, "event", event.public_id)


def test_the_other_side_is_told(client, clinic, by, event):
    asked, url = log_in(client, make_principal(clinic)), address(event, RAISED)
    asked.post(url, form_of(asked, url) | {"reason": "Not us"})
    log_in(client, by).post(endpoint(event), {"kind": REJECTED, "reason": "It was you"}, "application/json")

    found = [
        (said.to_party, said.audience, sentence_of(said.kind, said.params)) for said in Notice.objects.order_by("pk")
    ]
    asks = "Clinic, “Sold expired goods”: objection raised. Decide on it, and say why."
    answers = "Market regulator, “Sold expired goods”: objection rejected. The reason stands on the event's page."
    assert found == [
        (by.party, Audience.HANDLERS, asks), (by.party, Audience.LEADERS, asks), (clinic, Audience.HANDLERS, answers),
    ]  # fmt: skip


def test_a_party_hears_nothing_of_what_is_kept_from_it(reader, clinic, by):
    kept = make_event(subject=clinic, agency=by.party, kind="criminal_transfer")

    answer = reader.post(endpoint(kept), {"kind": REVOKED, "reason": "Because"}, "application/json")

    assert (answer.status_code, Notice.objects.exists()) == (201, False)


def test_a_second_of_the_same_day_is_refused_on_the_page_and_by_the_api(reader, event):
    url, today = address(event, RAISED), timezone.localdate()
    typed = {"on": today.isoformat(), "reason": "Because"}
    for kind in (RAISED, REJECTED):
        make_standing(event, kind, on=today)

    again = reader.post(url, form_of(reader, url) | typed)
    by_api = reader.post(endpoint(event), {"kind": RAISED, **typed}, "application/json")

    assert (again.status_code, by_api.status_code) == (422, 409)
    for answer in (again.content.decode(), by_api.json()["detail"]):
        assert "The same was added for this day already." in answer
    assert event.standings.count() == 2


def test_what_does_not_follow_is_refused_with_what_was_typed(reader, event):
    url = address(event, UPHELD)
    typed = form_of(reader, url) | {"on": timezone.localdate().isoformat(), "reason": "So it was"}

    answer = reader.post(url, typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert ("Nothing was asked for" in text, "So it was</textarea>" in text) == (True, True)
    assert reader.post(url, form_of(reader, url)).status_code == 422
    assert not event.standings.exists()


def test_who_may_not_is_refused_everywhere(client, city, clinic, event):
    department = make_agency(region=city, kind=AgencyKind.MARKET_REGULATION)
    refused = [
        (make_membership(agency=department, role=Role.LEADER), kind) for kind in (RAISED, UPHELD, REVOKED)
    ] + [(make_principal(clinic), kind) for kind in (UPHELD, REVOKED, EXPIRED)]  # fmt: skip

    for person, kind in refused:
        log_in(client, person)
        answer = client.post(endpoint(event), {"kind": kind, "reason": "Because"}, "application/json")
        assert (answer.status_code, client.get(address(event, kind)).status_code) == (403, 403), (person.role, kind)

    log_in(client, make_principal(make_clinic(region=city)))
    assert client.get(address(event, RAISED)).status_code == 404
    assert client.get(endpoint(event)).status_code == 404
    assert not event.standings.exists()


def test_another_kind_is_no_page(reader, event):
    assert reader.get(address(event, "forgotten")).status_code == 404


def test_the_api_lists_and_adds(reader, by, event):
    today = timezone.localdate()

    made = reader.post(endpoint(event), {"kind": APPLIED, "reason": "Paid and trained"}, "application/json")

    standing = event.standings.get()
    shown = {
        "kind": "repair_applied", "kind_display": "repair applied for", "on": today.isoformat(), "until": None,
        "reason": "Paid and trained", "document_number": "", "unit": "Market regulator", "person": by.user.name,
        "recorded_at": timezone.localtime(standing.recorded_at).isoformat(),
    }  # fmt: skip
    assert (made.status_code, made.json()) == (201, shown)
    assert reader.get(endpoint(event)).json() == [shown]


def test_an_answer_is_not_older_than_the_request(reader, event):
    earlier = make_event(subject=event.subject, agency=event.agency, public_from="2026-06-01")
    make_standing(earlier, RAISED, on=timezone.localdate())
    told = {"kind": REJECTED, "on": "2026-06-02", "reason": "No"}

    answer = reader.post(endpoint(earlier), told, "application/json")

    assert (answer.status_code, earlier.standings.count()) == (409, 1)
    assert "before the day on which it was asked for" in answer.json()["detail"]


def test_a_party_asks_from_today(client, clinic, by):
    event = make_event(subject=clinic, agency=by.party)
    log_in(client, make_principal(clinic))

    answer = client.post(endpoint(event), {"kind": RAISED, "on": "2026-06-02", "reason": "No"}, "application/json")

    assert (answer.status_code, answer.json()["detail"]) == (409, "What you ask for counts from today.")


def test_a_repeat_with_its_key_finds_what_the_first_made(reader, event):
    key, told = str(uuid.uuid4()), {"kind": RAISED, "reason": "Because"}

    def send(url: str, key: str):
        return reader.post(url, told, "application/json", headers={"Idempotency-Key": key})

    first, second, other = send(endpoint(event), key), send(endpoint(event), key), send(endpoint(event), "no-uuid")

    assert (first.status_code, second.status_code, second.json()) == (201, 200, first.json())
    assert (other.status_code, set(other.json()["errors"])) == (400, {"Idempotency-Key"})
    elsewhere = make_event(subject=event.subject, agency=event.agency)
    assert send(endpoint(elsewhere), key).status_code == 409
    assert (event.standings.count(), elsewhere.standings.count()) == (1, 0)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"on": "soon"}, "on"),
        ({"until": "2026-01-01"}, "until"),
    ],
)
def test_faults_are_named_by_field(reader, event, changed, fault):
    answer = reader.post(endpoint(event), {"kind": RAISED, "reason": "Because"} | changed, "application/json")

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {fault})
