"""The pages of requests for more time: asking once, the list, deciding on what is shown."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from obligations.enums import ExtensionState
from obligations.models import ExtensionRequest, Obligation
from obligations.services.extensions import refuse_extension
from tests.factories import make_agency, make_duty, make_membership, make_region, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def commission():
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION, name="Commission")


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def browser(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def log_in(browser):
    def as_role(agency, role=Role.HANDLER, **facts):
        by = make_membership(agency=agency, role=role, **facts)
        browser.force_login(by.user)
        return by

    return as_role


@pytest.fixture
def duty(commission, tax) -> Obligation:
    return make_duty("fine.pay", bearer=tax.party, supervisor=commission.party, title="Fine of the clinic")


def url(name: str, **key) -> str:
    return reverse(f"obligations:{name}", kwargs=key)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def filled(**facts) -> dict:
    until = timezone.localdate() + timedelta(days=60)
    return {"form_key": str(uuid.uuid4()), "until": f"{until}", "reason": "The court has it", "basis": "§ 66"} | facts


def test_the_bearer_asks_once(browser, log_in, tax, duty):
    by = log_in(tax)
    address = url("ask_extension", public_id=duty.public_id)
    assert browser.get(address).status_code == 200
    form = filled(basis="行政处罚法 66")

    first, again = browser.post(address, form), browser.post(address, form | {"reason": "Another"})

    asked = ExtensionRequest.objects.get()
    assert (asked.asked_by, asked.reason, asked.basis) == (by, "The court has it", "行政处罚法 66")
    assert first["Location"] == again["Location"] == duty.get_absolute_url()
    assert "The court has it" in text(browser.get(duty.get_absolute_url()))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [({"reason": ""}, "Reason"), ({"basis": ""}, "Basis"), ({"until": ""}, "Until"), ({"until": "2020-01-01"}, "lie")],
)
def test_a_form_with_faults_comes_back_with_what_was_typed(browser, log_in, tax, duty, facts, sentence):
    log_in(tax)

    answer = browser.post(url("ask_extension", public_id=duty.public_id), filled(basis="§ 66") | facts)

    assert answer.status_code == 422
    assert 'class="errbox"' in answer.content.decode() and sentence in text(answer)
    assert facts.get("reason", "The court has it") in answer.content.decode()
    assert not ExtensionRequest.objects.exists()


def test_the_law_is_named_where_it_allows_no_more_time(browser, log_in, commission, tax):
    log_in(tax)
    fixed = make_duty("penalty.publish", bearer=tax.party, supervisor=commission.party)

    answer = browser.get(url("ask_extension", public_id=fixed.public_id))

    assert "set by law and cannot be extended" in text(answer)
    assert 'name="reason"' not in answer.content.decode()
    assert "Ask for more time" not in text(browser.get(fixed.get_absolute_url()))


def test_a_fixed_extension_is_offered_as_it_is(browser, log_in, commission, tax):
    log_in(tax)
    duty = make_duty("report.check", bearer=tax.party, supervisor=commission.party)
    address = url("ask_extension", public_id=duty.public_id)
    assert "allows exactly this day" in text(browser.get(address))

    assert browser.post(address, filled(until="2099-01-01")).status_code == 302

    asked = ExtensionRequest.objects.get()
    assert asked.until > duty.due_on and asked.until.year < 2099


def test_only_who_answers_for_the_bearer_asks(browser, log_in, commission, tax, duty):
    address = url("ask_extension", public_id=duty.public_id)
    expected = [(commission, Role.LEADER, 403), (tax, Role.VIEWER, 403), (make_agency(), Role.LEADER, 404)]

    for agency, role, status in expected:
        log_in(agency, role)
        assert browser.post(address, filled()).status_code == status
    assert not ExtensionRequest.objects.exists()


def decision(asked: ExtensionRequest, verb: str, **facts) -> dict:
    return {
        "decision": verb, "answer": "", "version": asked.version, "duty_version": asked.obligation.version
    } | facts  # fmt: skip


def test_the_page_of_a_request_shows_what_would_come_of_it(browser, log_in, commission, duty):
    asked = make_request(duty, basis="行政处罚法 66")
    log_in(commission, Role.REVIEWER)

    page = text(browser.get(asked.get_absolute_url()))

    for words in ("Tax bureau asks for more time", "The court has the case", "行政处罚法 66", "Fine of the clinic"):
        assert words in page
    assert f"Removed: {duty.due_on} Changed to: {asked.until}" in page
    assert "The reminders are counted from that day" in page and "Undecided: the reminders go on" in page


def test_granting_from_the_page(browser, log_in, commission, duty):
    asked = make_request(duty)
    by = log_in(commission, Role.LEADER)

    answer = browser.post(asked.get_absolute_url(), decision(asked, "grant"), follow=True)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.obligation.due_on) == (ExtensionState.GRANTED, by, asked.until)
    assert "The decision is recorded" in text(answer) and "Record the decision" not in text(answer)


def test_a_refusal_needs_its_reason(browser, log_in, commission, duty):
    asked = make_request(duty)
    log_in(commission, Role.LEADER)

    bare = browser.post(asked.get_absolute_url(), decision(asked, "refuse", answer=" "))
    nothing = browser.post(asked.get_absolute_url(), decision(asked, ""))
    refused = browser.post(asked.get_absolute_url(), decision(asked, "refuse", answer="Nothing keeps you"))

    assert (bare.status_code, nothing.status_code, refused.status_code) == (422, 422, 302)
    assert "Say why no more time is given" in text(bare)
    assert "Choose whether more time is given" in text(nothing)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (ExtensionState.REFUSED, "Nothing keeps you")


def test_what_has_changed_since_is_shown_before_it_is_decided(browser, log_in, commission, duty):
    asked = make_request(duty)
    shown = decision(asked, "grant", answer="So be it")
    log_in(commission, Role.LEADER)
    Obligation.objects.filter(pk=duty.pk).update(version=7, due_on=duty.due_on + timedelta(days=3))

    moved = browser.post(asked.get_absolute_url(), shown)
    found = re.search(r'name="duty_version" value="(\d+)"', moved.content.decode())
    again = browser.post(asked.get_absolute_url(), shown | {"duty_version": found[1]})

    assert (moved.status_code, found[1], again.status_code) == (409, "7", 302)
    assert "So be it" in moved.content.decode()
    assert f"Removed: {duty.due_on + timedelta(days=3)}" in text(moved)
    assert browser.post(asked.get_absolute_url(), shown).status_code == 409  # decided already
    assert ExtensionRequest.objects.get().state == ExtensionState.GRANTED


def test_what_can_no_longer_be_granted_says_why(browser, log_in, commission, duty):
    asked = make_request(duty)
    now = timezone.now()
    Obligation.objects.filter(pk=duty.pk).update(state="submitted", submitted_at=now, first_submitted_at=now)
    log_in(commission, Role.LEADER)

    page = browser.get(asked.get_absolute_url())
    answer = browser.post(asked.get_absolute_url(), decision(asked, "grant"))

    assert "Only what is owed can be given more time" in text(page)
    assert (answer.status_code, ExtensionRequest.objects.get().state) == (422, ExtensionState.ASKED)


def test_who_may_not_decide_reads_who_does(browser, log_in, commission, tax, duty):
    both = make_membership(agency=commission, role=Role.LEADER)
    asked = make_request(duty, by=make_membership(agency=tax, user=both.user, valid_from="2021-01-01"))
    handler = make_membership(agency=commission)

    for by, status in ((both, 403), (handler, 403)):
        browser.force_login(by.user)
        page = browser.get(asked.get_absolute_url())
        assert page.status_code == 200 and "Record the decision" not in text(page)
        assert browser.post(asked.get_absolute_url(), decision(asked, "grant")).status_code == status
    browser.force_login(both.user)
    assert "another person decides" in text(browser.get(asked.get_absolute_url()))


def test_the_bearer_withdraws_on_the_page(browser, log_in, commission, tax, duty):
    asked = make_request(duty)
    address = url("withdraw_extension", pk=asked.pk)
    log_in(commission, Role.LEADER)
    assert browser.post(address, {"version": asked.version}).status_code == 403
    log_in(tax)
    assert address in browser.get(asked.get_absolute_url()).content.decode()

    answer = browser.post(address, {"version": asked.version})

    assert answer["Location"] == duty.get_absolute_url()
    assert ExtensionRequest.objects.get().state == ExtensionState.WITHDRAWN


def test_the_list_parts_what_is_to_decide_from_what_is_over(browser, log_in, commission, tax, duty):
    decided = make_duty("fine.pay", bearer=tax.party, supervisor=commission.party, title="Decided duty")
    refuse_extension(
        make_request(decided), at=timezone.now(), by=make_membership(agency=commission, role=Role.LEADER), answer="No"
    )
    gone = make_duty("fine.pay", bearer=tax.party, supervisor=commission.party, title="Met duty", state="cancelled",
                     closed_at=timezone.now())  # fmt: skip
    other = make_duty("fine.pay", bearer=tax.party, supervisor=make_agency().party, title="Watched by others")
    for row in (duty, gone, other):
        make_request(row)
    titles = ["Fine of the clinic", "Decided duty", "Met duty", "Watched by others"]

    def shown(**query) -> list[str]:
        return [title for title in titles if title in text(browser.get(url("extensions"), query))]

    log_in(commission, Role.REVIEWER)
    assert [shown(), shown(tab="decided"), shown(tab="own"), shown(tab="nonsense")] == [
        ["Fine of the clinic"], ["Decided duty", "Met duty"], [], ["Fine of the clinic"]
    ]  # fmt: skip
    log_in(tax)
    assert [shown(), shown(tab="open")] == [titles, titles]
    log_in(make_agency(), Role.LEADER)
    assert shown() == []


def test_the_list_goes_on_from_a_place(browser, log_in, commission, tax, monkeypatch):
    monkeypatch.setattr("obligations.views.extensions.Extensions.page_size", 2)
    today = timezone.localdate()
    for n in (3, 1, 2):
        make_request(
            make_duty("fine.pay", bearer=tax.party, supervisor=commission.party, title=f"Duty {n} end",
                      due_on=today + timedelta(days=n))
        )  # fmt: skip
    log_in(commission, Role.LEADER)

    first = browser.get(url("extensions"))
    following = re.search(r'href="\?([^"]+)" rel="next"', first.content.decode())[1].replace("&amp;", "&")
    second = browser.get(f"{url('extensions')}?{following}")

    pages = [re.findall(r"Duty (\d) end", answer.content.decode()) for answer in (first, second)]
    assert pages == [["1", "2"], ["3"]]


def questions(browser, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("tab", ["open", "decided", "own"])
def test_many_requests_ask_no_more_of_the_database(browser, log_in, commission, tax, tab):
    bearer, supervisor = (commission, make_agency()) if tab == "own" else (tax, commission)

    def one_more() -> None:
        asked = make_request(make_duty("fine.pay", bearer=bearer.party, supervisor=supervisor.party))
        if tab == "decided":
            by = make_membership(agency=commission, role=Role.LEADER)
            refuse_extension(asked, at=timezone.now(), by=by, answer="No")

    log_in(commission, Role.REVIEWER)
    address = f"{url('extensions')}?tab={tab}"
    one_more()
    questions(browser, address)
    few = questions(browser, address)
    for _ in range(3):
        one_more()

    assert questions(browser, address) == few <= 15
