"""`manage.py import_plan`: reads without a database, keeps a draft, makes the plan, and says what it did."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, RegionCode
from kernel.files import path_of
from kernel.models import AuditRow
from tasks.enums import DraftState, TaskRole
from tasks.models import Plan, PlanDraft, Responsibility, Task
from tests.factories import make_agency, make_membership, make_plan, make_region, make_user
from tests.tasks.importer.plan_tables import flatten, row

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "fixtures" / "hangzhou-plan.txt"


@pytest.fixture
def city(files_folder):
    region = make_region(name="杭州市")
    RegionCode.objects.create(region=region, code="330100", name="杭州市")
    return region


def run(file, *options):
    """Exit code, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_plan", str(file), *options, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def write(folder, text):
    file = folder / "plan.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_dry_run_prints_json_alone_and_asks_no_database():
    code, out, err = run(PLAN, "--dry-run", "--json", "--region", "330100")  # pytest refuses any connection here

    reading = json.loads(out)
    assert (code, err, len(reading["tasks"])) == (0, "", 28)
    assert set(reading) == {"document", "milestones", "tasks", "warnings"}


def test_a_dry_run_on_a_server_whose_database_is_down():
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "DATABASE_ROLE": "app"}
    command = [sys.executable, "manage.py", "import_plan", str(PLAN), "--dry-run", "--json"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["tasks"]) == 28


def test_without_json_people_read_it():
    _code, out, _err = run(PLAN, "--dry-run")

    assert "   3  构建多部门联合监管机制\n      ● 市卫生健康委  ○ 市级相关部门、各区、县〔市〕人民政府\n" in out
    assert "28 tasks" in out
    assert "   137: “市数据管理局” and “市数据资源局” may be one agency; they were kept apart." in out


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\x00\x01\x02\xff", "This file holds no document that can be read. "),
        ("关于召开会议的通知\n".encode(), "No tasks were found: "),
        (flatten([]).encode(), "The table in this file has no tasks."),
    ],
)
@pytest.mark.parametrize("options", [("--dry-run", "--json"), ("--accept-certain",)])
def test_a_file_that_is_no_plan_ends_with_3_and_one_sentence(data, sentence, options, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_bytes(data)

    code, out, err = run(file, *options)

    assert (code, out, err.count("\n")) == (3, "", 1)
    assert err.startswith(sentence)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        run(tmp_path / "missing.txt", "--dry-run")


@pytest.mark.django_db
def test_without_a_dry_run_a_draft_is_kept_with_its_file(city):
    code, out, err = run(PLAN, "--json", "--region", "330100")

    draft = PlanDraft.objects.get()
    assert (code, err) == (0, f"Kept as draft {draft.pk} for 杭州市.\n")
    assert json.loads(out) == draft.reading
    assert (draft.state, draft.region, draft.plan) == (DraftState.OPEN, city, None)
    assert (draft.source.name, draft.source.sha256, draft.source.size) == (PLAN.name, draft.sha256, PLAN.stat().st_size)
    assert path_of(draft.source).read_bytes() == PLAN.read_bytes()
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_draft_of_a_file_in_another_encoding(city, encoding, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_bytes(PLAN.read_text(encoding="utf-8").encode(encoding))

    code, _out, _err = run(file, "--json")

    draft = PlanDraft.objects.get()
    assert (code, len(draft.reading["tasks"])) == (0, 28)
    assert path_of(draft.source).read_bytes() == file.read_bytes()


@pytest.mark.django_db
def test_accept_certain_makes_the_plan(city):
    commission = make_agency(region=city, name="杭州市卫生健康委员会", short_name="市卫生健康委")
    Agency.objects.filter(pk=commission.pk).update(kind=AgencyKind.HEALTH_COMMISSION)

    run(PLAN, "--accept-certain")

    plan = Plan.objects.get()
    draft = PlanDraft.objects.get()
    assert (draft.state, draft.plan, plan.source, plan.region_path) == (
        DraftState.ACCEPTED,
        plan,
        draft.source,
        city.path,
    )
    assert list(plan.tasks.order_by("position").values_list("number", flat=True)) == [str(n) for n in range(1, 29)]
    parts = Responsibility.objects.filter(task__plan=plan)
    assert (parts.filter(role=TaskRole.LEAD).count(), parts.filter(role=TaskRole.PARTICIPANT).count()) == (28, 135)
    assert set(parts.filter(is_collective=True).values_list("printed_name", "agency")) == {
        ("市级相关部门", None),
        ("各区、县〔市〕人民政府", None),
    }
    assert set(parts.filter(agency__isnull=False).values_list("printed_name", "agency")) == {
        ("市卫生健康委", commission.pk)
    }
    third = Task.objects.get(plan=plan, number="3")
    assert (third.section, third.title, third.remark, third.source_line) == (
        "一、明确监管主体和责任",
        "构建多部门联合监管机制",
        "协商一年不少于1次",
        25,
    )


@pytest.mark.django_db
def test_names_that_mean_no_agency_are_said(city):
    make_agency(region=city, name="杭州市卫生健康委员会", short_name="市卫生健康委")

    _code, out, _err = run(PLAN, "--json")

    unknown = [row["facts"]["name"] for row in json.loads(out)["warnings"] if row["code"] == "unknown_agency"]
    assert "市卫生健康委" not in unknown and "市级相关部门" not in unknown
    assert {"市委改革办", "市医改领导小组", "市发改委", "市发展改革委"} <= set(unknown)


@pytest.mark.django_db
@pytest.mark.parametrize("options", [(), ("--accept-certain",)])
def test_the_same_file_twice_changes_nothing(city, options):
    run(PLAN, *options)
    before = AuditRow.objects.count()

    code, _out, err = run(PLAN, *options)

    assert (code, AuditRow.objects.count(), PlanDraft.objects.count()) == (0, before, 1)
    assert err.startswith("杭州市 has this file already: draft ")


@pytest.mark.django_db
def test_a_draft_may_be_accepted_by_a_second_run(city):
    run(PLAN)

    _code, _out, err = run(PLAN, "--accept-certain")

    assert PlanDraft.objects.get().plan == Plan.objects.get()
    assert err.endswith("The plan “杭州市医疗卫生行业综合监管工作重点任务清单” is in force.\n")


@pytest.mark.django_db
def test_the_same_file_in_two_regions_is_two_drafts(city):
    other = make_region(name="河东市")
    RegionCode.objects.create(region=other, code="990100", name="河东市")

    run(PLAN, "--region", "330100")
    run(PLAN, "--region", "990100")

    assert set(PlanDraft.objects.values_list("region", flat=True)) == {city.pk, other.pk}


@pytest.mark.django_db
def test_a_doubtful_task_keeps_the_draft_open(city, tmp_path):
    file = write(tmp_path, flatten([row(1), row(2, lead=""), row(3)]))

    code, _out, err = run(file, "--region", "330100", "--accept-certain")

    assert (code, PlanDraft.objects.get().state, Plan.objects.exists()) == (0, DraftState.OPEN, False)
    assert "The draft stays open. 1 doubt is left to decide before the draft becomes a plan." in err


@pytest.mark.django_db
def test_a_plan_in_force_is_replaced_by_nobody_who_has_not_seen_the_difference(city, tmp_path):
    plan = make_plan(region=city, title="河东市重点任务清单")
    file = write(tmp_path, flatten([row(1)]))

    _code, _out, err = run(file, "--region", "330100", "--accept-certain")

    assert (plan.tasks.count(), PlanDraft.objects.get().state) == (0, DraftState.OPEN)
    assert "look at the difference in the portal" in err


@pytest.mark.django_db
def test_an_agency_that_is_named_in_two_forms_has_one_part(city, tmp_path):
    agency = make_agency(region=city, name="杭州市公安局", short_name="市公安局")
    file = write(tmp_path, flatten([row(1, lead="市公安局", participants="杭州市公安局、市教育局")]))

    run(file, "--region", "330100", "--accept-certain")

    parts = Responsibility.objects.order_by("role", "position").values_list("role", "printed_name", "agency")
    assert list(parts) == [
        ("lead", "市公安局、杭州市公安局", agency.pk),
        ("participant", "市教育局", None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("options", [(), ("--region", "123456")])
def test_a_region_that_is_not_known_is_asked_for(options):
    with pytest.raises(CommandError, match="give its division code with --region"):
        run(PLAN, *options)


@pytest.mark.django_db
def test_a_place_of_which_there_are_two_is_asked_for(city):
    make_region(name="杭州市", parent=make_region())

    with pytest.raises(CommandError, match="No region, or more than one, is called “杭州市”"):
        run(PLAN)


@pytest.mark.django_db
def test_the_trail_names_who_imports(city):
    agency = make_agency(region=city, kind=AgencyKind.HEALTH_COMMISSION)
    by = make_membership(agency=agency, role=Role.BUSINESS_ADMIN)

    run(PLAN, "--by", by.user.username)

    trail = AuditRow.objects.filter(table_name="tasks_plandraft").get()
    assert (trail.user_id, trail.membership_id) == (by.user_id, by.pk)


@pytest.mark.django_db
def test_an_account_without_the_right_imports_nothing(city):
    police = make_membership(agency=make_agency(region=city, kind=AgencyKind.PUBLIC_SECURITY))
    elsewhere = make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION))

    for username in (police.user.username, elsewhere.user.username, make_user().username, "nobody"):
        with pytest.raises(CommandError, match="may not import plans in this region"):
            run(PLAN, "--by", username)

    assert not PlanDraft.objects.exists()
