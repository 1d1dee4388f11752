"""The overdue list of the supervising unit, and urging from it in two steps, without script."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from kernel import files, services
from kernel.models import Job
from notices.models import Notice
from obligations.models import Obligation, ObligationStep
from obligations.services.urging import urge_duties
from obligations.views import urging
from tests.factories import make_agency, make_duties, make_duty, make_membership, make_region

pytestmark = pytest.mark.django_db
URGE = "/duties/overdue/urge/"


@pytest.fixture
def commission():
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION, name="Commission")


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def log_in(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def as_role(agency, role=Role.HANDLER, **facts):
        by = make_membership(agency=agency, role=role, **facts)
        client.force_login(by.user)
        return by

    return as_role


def late(agency, *, days: int = 3, supervisor=None, **facts) -> Obligation:
    due_on = timezone.localdate() - timedelta(days=days)
    return make_duty(bearer=agency.party, supervisor=supervisor and supervisor.party, due_on=due_on, **facts)


def shown(client, query: str = "") -> list[Obligation]:
    answer = client.get(f"/duties/overdue/?{query}")
    assert answer.status_code == 200
    return [line.duty for line in answer.context["lines"]]


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def keys(*duties: Obligation) -> dict:
    return {"duty": [str(duty.public_id) for duty in duties]}


def test_the_longest_overdue_of_those_watched_over_stand_first(client, log_in, commission, tax):
    few, many = late(tax, supervisor=commission), late(tax, days=30, supervisor=commission)
    late(tax, days=0, supervisor=commission)
    others = late(tax, days=9, supervisor=make_agency())
    late(make_agency(), supervisor=make_agency())
    log_in(commission)

    assert shown(client) == [many, few]
    assert shown(client, "span=territory") == [many, others, few]


def test_it_can_be_narrowed(client, log_in, commission, tax):
    school = make_agency(region=commission.party.region, kind=AgencyKind.EDUCATION, name="School board")
    fine = late(tax, days=12, kind="fine.pay", supervisor=commission)
    order = late(school, kind="order.reply", supervisor=commission)
    log_in(commission)

    queries = (f"unit={school.party.public_id}", "kind=fine.pay", "late=5", "late=13", "unit=x")
    assert [shown(client, query) for query in queries] == [[order], [fine], [fine], [], []]
    assert "No overdue duty fits" in words(client.get("/duties/overdue/?late=13"))
    page = client.get(f"/duties/overdue/?unit={make_agency(name='Elsewhere').party.public_id}").content.decode()
    assert "Elsewhere" not in page


def test_nothing_overdue_is_good_news(client, log_in, commission):
    log_in(commission)

    assert "Nothing is overdue" in words(client.get("/duties/overdue/"))


def test_who_was_urged_by_whom_stands_in_the_list(client, log_in, commission, tax):
    late(tax, supervisor=commission)
    by = log_in(commission)
    assert "not yet" in words(client.get("/duties/overdue/"))

    urge_duties(Obligation.objects.all(), by=by, at=timezone.now())

    assert f"{timezone.localdate()} Commission {by.user.name}" in words(client.get("/duties/overdue/"))


def test_who_only_reads_selects_nothing(client, log_in, commission, tax):
    late(tax, supervisor=commission)
    log_in(commission, role=Role.VIEWER)

    assert 'type="checkbox"' not in client.get("/duties/overdue/").content.decode()
    assert client.post(URGE, {"all": "1"}).status_code == 403


def test_only_what_one_may_urge_is_selected(client, log_in, commission, tax):
    late(tax, supervisor=commission), late(tax, supervisor=make_agency())
    log_in(commission)

    own, whole = (client.get(f"/duties/overdue/?span={span}").content.decode() for span in ("supervised", "territory"))

    assert (own.count('name="duty"'), whole.count('name="duty"')) == (1, 0)


def test_the_chosen_are_shown_then_urged_then_listed(client, log_in, commission, tax):
    duties = [late(tax, supervisor=commission, title=f"Chosen {n}") for n in range(2)]
    late(tax, supervisor=commission, title="Not chosen")
    others = late(tax, supervisor=make_agency(), title="Of others")
    log_in(commission)
    make_membership(agency=tax, role=Role.LEADER)

    preview = client.post(f"{URGE}?late=2", keys(*duties, others))
    assert not Notice.objects.exists()
    said = words(preview)
    assert "1 unit 2 overdue duties 2 notices 1 person" in said and "1 duty is left out" in said
    assert "watched over by another unit" in said and "Send 2 notices" in said

    page = preview.content.decode()
    hidden = re.findall(r'<input type="hidden" name="(duty|confirmed)" value="([^"]+)"', page)
    chosen = [value for name, value in hidden if name == "duty"]
    done = client.post(f"{URGE}?late=2", {"confirmed": dict(hidden)["confirmed"], "duty": chosen})
    said = words(done)
    assert "2 duties were urged: 1 unit, 2 notices." in said and "Chosen 0" in said and "Of others" in said
    assert "Not chosen" not in said and 'href="/duties/overdue/?late=2"' in done.content.decode()
    assert set(ObligationStep.objects.values_list("obligation", flat=True)) == {duty.pk for duty in duties}

    again = words(client.post(URGE, {"confirmed": "2"} | keys(*duties)))
    assert "Nothing to urge" in again and again.count("urged today already") == 2
    assert Notice.objects.count() == 2


def test_all_that_fit_the_filters(client, log_in, commission, tax):
    make_duties(
        {"bearer": tax.party, "supervisor": commission.party, "due_on": timezone.localdate() - timedelta(days=n)}
        for n in range(1, 61)
    )
    log_in(commission)

    preview = words(client.post(f"{URGE}?late=11", {"all": "1"}))
    done = words(client.post(f"{URGE}?late=11", {"all": "1", "confirmed": "50"}))

    assert "50 overdue duties" in preview and "50 duties were urged" in done
    assert "Select all 60 that fit the filters" in words(client.get("/duties/overdue/"))


def test_never_more_than_was_shown(client, log_in, commission, tax):
    late(tax, supervisor=commission)
    log_in(commission)
    assert "Send 2 notices" in words(client.post(URGE, {"all": "1"}))
    late(tax, supervisor=commission, title="Overdue since then")

    again = words(client.post(URGE, {"all": "1", "confirmed": "1"}))
    assert "More duties have become overdue since this page was shown." in again and "2 overdue duties" in again
    assert not Notice.objects.exists()

    assert "2 duties were urged" in words(client.post(URGE, {"all": "1", "confirmed": "2"}))


@pytest.mark.parametrize("confirmed", ["", "x", "-1", "9" * 30, "²"])
def test_a_number_that_is_none_confirms_nothing(client, log_in, commission, tax, confirmed):
    late(tax, supervisor=commission)
    log_in(commission)

    assert "Send 2 notices" in words(client.post(URGE, {"all": "1", "confirmed": confirmed}))
    assert not Notice.objects.exists()


def test_a_filter_that_means_nothing_does_not_mean_all(client, log_in, commission, tax):
    late(tax, supervisor=commission)
    log_in(commission)

    for query in ("late=x", "unit=x", "kind=x"):
        assert "Nothing to urge" in words(client.post(f"{URGE}?{query}", {"all": "1", "confirmed": "1"}))
    assert not Notice.objects.exists()


def test_nothing_chosen_leads_back(client, log_in, commission):
    log_in(commission)

    for chosen in ({}, {"duty": ["x", ""]}):
        answer = client.post(f"{URGE}?late=5", chosen, follow=True)
        assert answer.redirect_chain == [("/duties/overdue/?late=5", 302)]
        assert "Choose the duties to urge." in words(answer)


def test_another_territorys_duty_is_as_if_it_were_not(client, log_in, commission):
    elsewhere = late(make_agency(name="Elsewhere"), supervisor=commission)
    log_in(commission)

    answer = client.post(URGE, {"confirmed": "1"} | keys(elsewhere))

    assert "Nothing to urge" in words(answer) and "Elsewhere" not in words(answer)


def test_more_than_a_page_lists_become_long_work_with_a_list(client, log_in, commission, tax, monkeypatch, settings):
    monkeypatch.setattr(urging, "AT_ONCE", 2)
    settings.MEDIA_ROOT = settings.VAR_DIR
    for n in range(3):
        late(tax, supervisor=commission, title=f"Late {n}")
    by = log_in(commission)

    answer = client.post(URGE, {"all": "1", "confirmed": "3"})
    job = Job.objects.get()
    services.run_job(job.pk)

    job.refresh_from_db()
    assert (answer.url, job.state, job.message) == (job.get_absolute_url(), "done", "3 duties urged")
    lines = files.path_of(job.result).read_text("utf-8-sig").splitlines()
    assert [line for line in lines if "Late" in line] == [
        f"Tax bureau,Reply to the supervision order,Late {n},{timezone.localdate() - timedelta(days=3)},urged"
        for n in range(3)
    ]
    assert ObligationStep.objects.filter(by=by).count() == 3


def test_one_duty_is_urged_from_its_page(client, log_in, commission, tax):
    duty = late(tax, supervisor=commission)
    log_in(commission)
    address = duty.get_absolute_url()

    assert f'action="{URGE}"' in client.get(address).content.decode()
    preview = client.post(URGE, {"back": "duty"} | keys(duty)).content.decode()
    done = client.post(URGE, {"back": "duty", "confirmed": "1"} | keys(duty)).content.decode()

    assert f'href="{address}">Cancel' in preview and f'href="{address}">Back' in done
    assert f'action="{URGE}"' not in client.get(address).content.decode()


@pytest.mark.parametrize("ask", ["list", "preview", "done"])
def test_fifty_take_as_many_queries_as_one(client, log_in, commission, ask):
    by = log_in(commission)

    def add(count: int) -> None:
        units = [make_agency(region=commission.party.region, kind=AgencyKind.TAX).party for _ in range(count)]
        due_on = timezone.localdate() - timedelta(days=5)
        make_duties({"bearer": unit, "supervisor": commission.party, "due_on": due_on} for unit in units)
        left = make_duties({"bearer": unit, "supervisor": commission.party, "due_on": due_on} for unit in units)
        urge_duties(Obligation.objects.filter(pk__in=[duty.pk for duty in left]), by=by, at=timezone.now())

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            if ask == "list":
                assert shown(client)
            else:
                facts = {"all": "1"} | ({"confirmed": "99"} if ask == "done" else {})
                assert "urged today already" in words(client.post(URGE, facts))
        return len(asked)

    add(1)
    client.get("/duties/overdue/")
    few = count()
    add(55)

    assert count() == few
    assert few <= {"list": 15, "preview": 15, "done": 20}[ask]
