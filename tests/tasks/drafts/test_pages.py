"""From a document to a plan in the browser: sending, checking, deciding, making."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.enums import Role
from kernel.models import Job
from kernel.services import run_job
from tasks.enums import DraftState
from tasks.models import Plan, PlanDraft
from tests.tasks.importer.plan_tables import flatten, row

pytestmark = pytest.mark.django_db


def page(name, draft, *args):
    return reverse(f"tasks:{name}", args=[draft.pk, *args])


def say(browser, draft, verb, *, version=None, htmx=False, **facts):
    said = {"decision": json.dumps({"verb": verb, **facts}), "version": version or draft.version, "show": "all"}
    return browser.post(page("decide", draft), said, headers={"HX-Request": "true"} if htmx else {})


@pytest.fixture
def browser(as_, keeper):
    return as_(keeper)


def send(browser, region, text=None, key="6f1c0f2e-0000-4000-8000-000000000001"):
    file = SimpleUploadedFile("plan.txt", (text or flatten([row(1), row(2)])).encode())
    return browser.post(reverse("tasks:send_document"), {"file": file, "region": region.pk, "form_key": key})


def test_a_document_is_sent_and_read(browser, city, files_folder):
    answer = send(browser, city)

    draft = PlanDraft.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, draft.get_absolute_url())
    shown = browser.get(draft.get_absolute_url() + "?show=all").content.decode()
    assert "河东市重点任务清单" in shown and "第1项工作" in shown and '<mark class="lead">' in shown


def test_the_same_document_leads_to_the_same_draft(browser, city, files_folder):
    send(browser, city)
    send(browser, city, key="6f1c0f2e-0000-4000-8000-000000000002")

    assert PlanDraft.objects.count() == 1


def test_a_long_document_is_read_by_a_worker(browser, city, files_folder, monkeypatch, keeper):
    monkeypatch.setattr("tasks.services.documents.LONG", 10)

    answer = send(browser, city)

    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, PlanDraft.objects.get().region) == ("done", city)
    assert "河东市重点任务清单" in job.message


def test_what_is_no_plan_is_refused_in_the_form(browser, city, files_folder):
    answer = send(browser, city, text="今天没有任务。\n")

    assert answer.status_code == 422
    assert not PlanDraft.objects.exists()


def test_only_what_needs_a_decision_is_open_first(browser, draft):
    shown = browser.get(draft.get_absolute_url()).content.decode()

    assert "第2项" in shown and "第3项" in shown and 'id="t1"' not in shown


def test_a_button_decides_and_the_page_says_what_is_left(browser, draft):
    answer = say(browser, draft, "unify_names", name="市信息局", other="市教育局", htmx=True)

    assert answer.status_code == 200
    assert answer.context["found"].left == 2
    assert b"<html" not in answer.content


def test_without_script_the_page_comes_again(browser, draft):
    answer = say(browser, draft, "settle", doubts=[1])

    assert (answer.status_code, answer["Location"]) == (302, f"{draft.get_absolute_url()}?show=all")


def test_every_button_of_the_page_is_taken(browser, draft):
    """Each is pressed on the draft as it is: none is refused, none breaks."""
    shown = browser.get(draft.get_absolute_url() + "?show=all")
    cards = shown.context["found"].cards
    chips = [action for card in cards for chip in card.leads + card.participants for action in chip.actions]
    doubts = [action for card in cards for question in card.questions for action in question.actions]
    values = [action.decision for action in chips + doubts if action.decision] + [c.confirm for c in cards if c.confirm]
    assert len(values) > 15

    for value in values:
        draft.refresh_from_db()
        facts = json.loads(value)
        answer = say(browser, draft, htmx=True, **facts)
        assert answer.status_code == 200, value
        draft.refresh_from_db()
        browser.post(page("decide", draft), {"decision": "undo", "version": draft.version})


def test_the_links_of_the_page_open(browser, draft):
    shown = browser.get(draft.get_absolute_url() + "?show=all")
    cards = shown.context["found"].cards
    links = {action.url for card in cards for question in card.questions for action in question.actions if action.url}
    links |= {a.url for card in cards for chip in card.leads + card.participants for a in chip.actions if a.url}

    assert links and {browser.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize(
    "said", ["", "{", "[]", '{"verb": "drop_table"}', '{"verb": "settle"}', '{"verb": ["settle"]}']
)
def test_a_button_that_does_not_exist(browser, draft, said):
    answer = browser.post(page("decide", draft), {"decision": said, "version": draft.version})

    assert answer.status_code == 409
    assert draft.decisions.count() == 0


def test_a_stale_button_decides_nothing(browser, draft):
    answer = say(browser, draft, "settle", doubts=[1], version=7)

    assert answer.status_code == 409
    assert draft.decisions.count() == 0


def test_a_task_is_worded_anew(browser, draft):
    words = {
        "title": "新的标题",
        "heading": "一、监管",
        "number": "2",
        "text": "先查。",
        "remark": "",
        "version": draft.version,
    }
    answer = browser.post(page("draft_task", draft, 2) + "?do=edit_task", words)

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.decided.task(2)["title"] == "新的标题"


def test_a_department_is_added_a_task_split_and_one_added(browser, draft):
    for key, do, said in (
        (1, "add_part", {"part-name": "市公安局监管支队", "part-role": "lead"}),
        (2, "split_task", {"split-title": "再改"}),
        (3, "add_task", {"next-title": "漏掉的"}),
    ):
        draft.refresh_from_db()
        answer = browser.post(page("draft_task", draft, key) + f"?do={do}", said | {"version": draft.version})
        assert answer.status_code == 302, do

    draft.refresh_from_db()
    assert [row["title"] for row in draft.decided.tasks] == ["第1项", "第2项", "再改", "第3项", "漏掉的"]


def test_what_cannot_be_split_is_said_in_the_form(browser, draft):
    answer = browser.post(
        page("draft_task", draft, 2) + "?do=split_task", {"split-title": "没有", "version": draft.version}
    )

    assert answer.status_code == 422
    assert "没有" in answer.content.decode()


def test_a_name_is_mapped_on_its_page(browser, draft, school):
    address = page("draft_name", draft) + "?name=市信息局"

    answer = browser.post(address + "&do=agency", {"agency": school.pk, "version": draft.version})

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.decided.meant("市信息局") == school.pk


def test_members_of_a_collective_are_chosen_on_its_page(browser, draft, school, police):
    address = page("draft_name", draft) + "?name=市级相关部门&do=members"

    answer = browser.post(address, {"agencies": [school.pk, police.pk], "version": draft.version})

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert set(draft.decided.names["市级相关部门"]["members"]) == {school.pk, police.pk}


def test_a_name_that_no_task_prints_has_no_page(browser, draft):
    assert browser.get(page("draft_name", draft) + "?name=没有").status_code == 404
    assert browser.get(page("draft_name", draft)).status_code == 404


def test_only_who_keeps_agencies_may_add_one(browser, as_, keeper, draft):
    address = page("draft_name", draft) + "?name=市信息局&do=create"
    facts = {"name": "河东市信息局", "short_name": "信息局", "kind": "dt", "version": draft.version}
    facts["form_key"] = "6f1c0f2e-0000-4000-8000-000000000003"
    assert browser.post(address, facts).status_code == 200  # the page as it is: it has no such form
    draft.refresh_from_db()
    assert draft.decided.meant("市信息局") is None

    keeper.role = Role.BUSINESS_ADMIN
    keeper.save()
    assert as_(keeper).post(address, facts).status_code == 302
    draft.refresh_from_db()
    assert draft.decided.meant("市信息局")


def test_the_document_is_named(browser, draft):
    said = {"title": "新名", "number": "", "issuer": "", "issued": "2026-01-02", "version": draft.version}

    assert browser.post(page("draft_document", draft), said).status_code == 302

    draft.refresh_from_db()
    assert (draft.decided.document["title"], draft.decided.document["issued"]) == ("新名", "2026-01-02")


def test_a_draft_with_doubts_cannot_be_made_a_plan(browser, draft):
    assert browser.get(page("accept_draft", draft)).context["left"] == 4

    answer = browser.post(page("accept_draft", draft), {"version": draft.version})

    assert answer.status_code == 422
    assert not Plan.objects.exists()


def test_the_plan_is_made(browser, draft):
    say(browser, draft, "settle", doubts=[1, 2, 3, 4])
    draft.refresh_from_db()

    answer = browser.post(page("accept_draft", draft), {"version": draft.version, "reports_on": "2026-11-20"})

    plan = Plan.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, plan.get_absolute_url())
    draft.refresh_from_db()
    assert (draft.state, draft.plan, plan.tasks.count()) == (DraftState.ACCEPTED, plan, 3)
    assert browser.get(draft.get_absolute_url()).context["is_open"] is False


def test_a_draft_is_put_aside(browser, draft):
    assert browser.get(page("discard_draft", draft)).status_code == 200

    browser.post(page("discard_draft", draft), {"version": draft.version})

    draft.refresh_from_db()
    assert draft.state == DraftState.DISCARDED


def test_the_page_takes_as_many_queries_for_many_tasks(browser, draft, django_assert_max_num_queries):
    browser.get(draft.get_absolute_url())
    with django_assert_max_num_queries(12):
        browser.get(draft.get_absolute_url() + "?show=all")


def test_who_decided_what_can_be_read(browser, draft, keeper, school):
    say(browser, draft, "map_name", name="市信息局", agency=school.pk)
    draft.refresh_from_db()
    say(browser, draft, "settle", doubts=[4])
    draft.refresh_from_db()
    browser.post(page("decide", draft), {"decision": "undo", "version": draft.version, "show": "all"})

    shown = browser.get(page("draft_decisions", draft)).content.decode()

    assert "“市信息局”" in shown and school.party.name in shown and keeper.user.name in shown
    assert "<del>" in shown and "taken back by 3" in shown
    assert page("draft_decisions", draft) in browser.get(draft.get_absolute_url()).content.decode()


def test_dates_are_marked_in_the_document(browser, city, files_folder):
    send(browser, city, flatten([row(1), row(2)]).replace("第1项工作", "第1项工作。2027年6月底前完成"))

    shown = browser.get(PlanDraft.objects.get().get_absolute_url()).content.decode()

    assert '<mark class="date">2027年6月底前</mark>' in shown
