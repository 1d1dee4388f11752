"""The demonstration: what `make run` shows, loaded once, only where DEBUG is on."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings
from django.utils import timezone, translation

from agencies.enums import DUTY_ADMINS, Role
from agencies.models import Agency, Membership, Region, User
from agencies.names import ResolutionKind, resolve
from events.enums import CreditKind, EventState
from events.models import Event
from inspections.models import SelfInspection
from institutions.enums import InstitutionState
from institutions.models import ChangeRequest, Institution
from kernel.files.kinds import DOCX, PDF
from notices.models import Notice
from obligations.models import Obligation, SupervisionOrder
from oversight.demo import PASSWORD
from oversight.demo.quarters import past_spans
from practitioners.facts import FACTS, faults_of
from practitioners.models import Practitioner
from reports.enums import BulletinState
from reports.models import Bulletin
from tasks.enums import EntryState, EntryVerb, Period, Work
from tasks.kinds import REPORT
from tasks.models import Plan, ProgressEntry, Responsibility, Task
from tasks.periods import span_of


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """What the command said; each test works in a savepoint of its own inside this transaction."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(DEBUG=True, MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        translation.override("en"),
    ):
        yield load_demo()
        transaction.set_rollback(True)


@pytest.fixture
def said(loaded, db) -> str:
    return loaded


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def counts() -> list[int]:
    return [model.objects.count() for model in (Region, Agency, User, Membership, Plan, Task, Responsibility)]


def test_nothing_is_loaded_where_debug_is_off(settings, db):
    settings.DEBUG = False

    with pytest.raises(CommandError):
        load_demo()

    assert counts() == [0] * 7


def test_the_citys_matrix(said):
    plan = Plan.objects.exclude(source=None).get(region__name="杭州市")  # the other is of a meeting's decisions
    assert (plan.tasks.count(), plan.title) == (28, "杭州市医疗卫生行业综合监管工作重点任务清单")
    parts = Responsibility.objects.filter(task__plan=plan)
    leads = parts.filter(role="lead", agency__party__name="杭州市卫生健康委")
    assert (leads.count(), parts.values("agency").distinct().exclude(agency=None).count()) == (19, 26)
    open_names = set(parts.filter(agency=None).values_list("printed_name", flat=True))
    assert open_names == {"市级相关部门", "各区、县〔市〕人民政府"}
    former = parts.filter(printed_name__in=["市数据管理局", "市发改委"])
    assert set(former.values_list("printed_name", "agency__party__name")) == {
        ("市数据管理局", "杭州市数据资源局"), ("市发改委", "杭州市发展改革委")
    }  # fmt: skip


def test_the_second_time_nothing_changes_and_little_is_asked(said, django_assert_max_num_queries):
    before = counts()
    Agency.objects.filter(party__name="杭州市审计局").update(short_name="changed by a person")

    with django_assert_max_num_queries(35), override_settings(DEBUG=True):
        assert load_demo() == said

    assert counts() == before
    assert Agency.objects.filter(short_name="changed by a person").count() == 1


def test_one_account_for_each_role_is_printed(said):
    roles = set(Membership.objects.values_list("role", flat=True))
    assert roles == set(Role) - {Role.STAFF}
    for user in User.objects.filter(is_demonstration=True):
        assert not user.must_change_password and user.check_password(PASSWORD)
        assert user.username in said and user.name.startswith("示例·")
        validate_password(PASSWORD, User(username=user.username, name=user.name))
    assert User.objects.get(username="both").memberships.count() == 2
    assert all(user.memberships.count() == 1 for user in User.objects.exclude(username="both"))
    assert not any(user.check_password(PASSWORD) for user in User.objects.filter(is_demonstration=False)[:3])


def test_the_districts_see_their_own_plan_only(said):
    today = timezone.localdate()
    for username, region in (("shangcheng", "上城区"), ("xihu", "西湖区")):
        (by,) = Membership.objects.acting(User.objects.get(username=username), today=today)
        assert [plan.region.name for plan in Plan.objects.visible_to(by)] == [region]
    (by,) = Membership.objects.acting(User.objects.get(username="handler"), today=today)
    assert Plan.objects.visible_to(by).count() == 4
    for role in DUTY_ADMINS:
        assert not Plan.objects.visible_to(Membership.objects.get(role=role)).exists()


def test_every_name_of_the_districts_plans_is_resolved(said):
    districts = Responsibility.objects.filter(task__plan__region__kind="district")
    assert districts.count() > 8
    assert list(districts.filter(agency=None).values_list("printed_name", flat=True)) == []
    assert set(districts.values_list("agency__party__region__name", flat=True)) == {"上城区", "西湖区"}


def test_full_names_are_known_too(said):
    city, today = Region.objects.with_code("330100").get(), timezone.localdate()
    for agency in Agency.objects.select_related("party"):
        assert resolve(agency.party.name, region=city, on=today).agency == agency
    assert resolve("区卫健局", region=city, on=today).kind == ResolutionKind.UNKNOWN


def test_events_of_each_kind_a_dispute_and_a_counter_event(said):
    today = timezone.localdate()
    events = list(Event.objects.with_standing(today))

    assert {event.credit for event in events} == set(CreditKind)
    states = {event.state_on(today) for event in events}
    assert states == {EventState.VALID, EventState.DISPUTED, EventState.COUNTERED, EventState.COUNTER}
    assert len(events) == 18  # with one of a broken commitment, and two of verifications


def test_people_of_the_institutions_and_what_is_owed_for_nurses(said):
    today = timezone.localdate()
    people = Practitioner.objects.order_by("pk")
    assert [faults_of({fact: getattr(row, fact) for fact in FACTS}, today=today) for row in people] == [{}] * 14
    owed = Obligation.objects.filter(kind="nurse.renew")
    assert set(owed.values_list("title", "bearer__name")) == {
        ("郑示例", "示例第一医院"), ("王小示例", "示例第一医院"), ("冯示例", "示例第一医院"),
        ("蒋示例", "示例康仁诊所"),
    }  # fmt: skip
    assert owed.filter(due_on__lt=today).count() == 1


def test_four_quarters_of_entries(said):
    spans = [*past_spans(timezone.localdate()), span_of(timezone.localdate(), Period.QUARTER)]
    reports = Obligation.objects.filter(kind=REPORT.key)
    owed = Responsibility.objects.exclude(agency=None).exclude(task__plan__source=None).count()
    decided = Responsibility.objects.filter(task__plan__source=None).count()  # by a meeting, in this quarter

    assert [reports.filter(period=span.key).count() for span in spans] == [owed, owed, owed, owed + decided]
    judged = ProgressEntry.objects.filter(period__in=[span.key for span in spans[:3]])
    assert {entry.state for entry in judged} == {EntryState.CONFIRMED}
    assert reports.filter(period=spans[2].key, state="open").count() == owed * 3 - judged.count() > 0
    assert reports.filter(was_late=True).exists() and judged.filter(work=Work.DIFFICULT).exists()
    assert judged.filter(steps__verb=EntryVerb.RETURN).exists()
    assert SupervisionOrder.objects.filter(about__in=reports).count() == 1
    assert not judged.filter(handed_in_at__gt=timezone.now()).exists()


def test_bulletins_that_an_agency_of_the_plan_reads(said, client):
    """Of each past quarter one that is signed, of the present a draft, which only its unit reads."""
    spans = [*past_spans(timezone.localdate()), span_of(timezone.localdate(), Period.QUARTER)]
    rows = list(Bulletin.objects.order_by("period"))
    assert [(row.period, row.state) for row in rows] == [
        *((span.key, BulletinState.FINAL) for span in spans[:3]), (spans[3].key, BulletinState.DRAFT),
    ]  # fmt: skip
    assert Notice.objects.filter(kind="reports.bulletin_out", url=rows[0].get_absolute_url()).exists()

    client.force_login(User.objects.get(username="gongan"))
    for form, kind, begin in (("pdf", PDF, b"%PDF"), ("docx", DOCX, b"PK")):
        signed, draft = (client.get(f"{row.get_absolute_url()}bulletin.{form}") for row in rows[2:])
        content = b"".join(signed) if signed.streaming else signed.content
        assert (signed.status_code, signed["Content-Type"], content[: len(begin)]) == (200, kind.content_type, begin)
        assert draft.status_code == 404


def test_a_hospital_asks_for_more_beds(said):
    request = ChangeRequest.objects.get()

    assert (request.institution.name, request.state) == ("示例第一医院", "proposed")
    assert set(request.facts) == {"beds", "phone"}


def test_all_institutions_are_asked_for_their_self_inspections_and_some_for_a_special_one(said):
    kinds = SelfInspection.objects.values_list("kind").annotate(count=Count("pk"))

    practising = Institution.objects.filter(state=InstitutionState.PRACTISING).count()
    counts = dict(kinds.order_by())
    assert (counts["daily"], counts["full"]) == (practising, practising)
    assert 0 < counts["special"] < practising
