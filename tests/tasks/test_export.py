"""The matrix as a file: `import_plan` reads the same plan back, and what is written matches what is shown."""

import io

import openpyxl
import pytest
from django.utils import timezone

from agencies.enums import Role
from kernel.access import OPERATOR
from tasks.enums import TaskRole
from tasks.importer import NotAPlan, read_plan
from tasks.models import Plan, Responsibility
from tasks.services import accept_draft, keep_draft, settle_open
from tests.factories import make_agency, make_membership, make_plan, make_region, make_responsibility, make_task
from tests.tasks.importer.plan_tables import flatten, row

pytestmark = pytest.mark.django_db
DOCUMENT = flatten(
    [
        row(
            1, section="一、依法执业", title="整治非法行医", lead="市公安局",
            participants="市教育局、各区、县〔市〕人民政府",
        ),
        row(2, title="规范收费", participants="市级相关部门", remark="每年不少于1次"),
    ]
)  # fmt: skip


@pytest.fixture
def plan(db) -> Plan:
    region = make_region(name="河东市")
    for name in ("市公安局", "市教育局"):
        make_agency(region=region, name=name)
    return taken_in(DOCUMENT.encode(), "plan.txt", region)


def taken_in(data: bytes, name: str, region) -> Plan:
    at = timezone.now()
    draft = keep_draft(read_plan(data, name=name), data=data, name=name, region=region, by=OPERATOR, at=at)
    return accept_draft(settle_open(draft, by=OPERATOR, at=at), by=OPERATOR, at=at)


def matrix_of(plan: Plan) -> list:
    """(section, number, title, text, remark, [(role, name as printed, agency)]) of each task."""
    return [
        (
            task.section, task.number, task.title, task.text, task.remark,
            list(
                Responsibility.objects.filter(task=task)
                .order_by("role", "position").values_list("role", "printed_name", "agency__party__name")
            ),
        )
        for task in plan.tasks.order_by("position")
    ]  # fmt: skip


def exported(client, plan: Plan, *, form="xlsx", query="", role=Role.HANDLER) -> bytes:
    agency = make_agency(region=plan.region, name="市卫生健康委", kind="hc")
    client.force_login(make_membership(agency=agency, role=role).user)
    answer = client.post(f"/tasks/matrix/export/?plan={plan.pk}{query}", {"form": form})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def test_the_workbook_is_read_back_to_the_same_matrix(client, plan):
    before = matrix_of(plan)
    data = exported(client, plan)
    Responsibility.objects.all().delete()
    region, title = plan.region, plan.title
    Plan.objects.filter(pk=plan.pk).update(title="Another")

    again = taken_in(data, f"{title}.xlsx", region)

    assert len(before) == 2 and before[0][5][0][1:] == ("市公安局", "市公安局")
    assert (again.title, matrix_of(again)) == (title, before)


def test_its_second_table_shows_who_leads_and_who_takes_part(client, plan):
    book = openpyxl.load_workbook(io.BytesIO(exported(client, plan)))

    header, first, second = list(book.worksheets[2].values)
    by_name = dict(zip(header, first, strict=True))
    assert (by_name["市公安局"], by_name["市教育局"], by_name["各区、县〔市〕人民政府"]) == ("●", "○", "○")
    assert dict(zip(header, second, strict=True))["市教育局"] == "●"
    assert book.worksheets[1].freeze_panes == "A2"


def test_only_what_is_shown_with_the_filter_in_its_name(client, plan):
    agency = Responsibility.objects.get(printed_name="市公安局").agency
    data = exported(client, plan, query=f"&agency={agency.party.public_id}&role=lead", form="csv").decode("utf-8-sig")

    assert "整治非法行医" in data and "规范收费" not in data and "市公安局" in data.splitlines()[1]


def test_a_formula_in_a_title_stays_text(client, plan):
    make_responsibility(
        task=make_task(plan=plan, title="=1+1", number="3", section="一、依法执业", position=3), role=TaskRole.LEAD,
        agency=make_agency(region=plan.region, name="市财政局"),
    )  # fmt: skip

    cells = [
        cell
        for line in openpyxl.load_workbook(io.BytesIO(exported(client, plan))).worksheets[1].values
        for cell in line
    ]

    assert "'=1+1" in cells


def test_a_workbook_without_a_table_and_a_document_are_refused():
    book = openpyxl.Workbook()
    book.active.append(["Nothing", "to", "see"])
    file = io.BytesIO()
    book.save(file)

    for data in (file.getvalue(), b"PK\x03\x04 no archive"):
        with pytest.raises(NotAPlan):
            read_plan(data, name="plan.xlsx")


@pytest.mark.parametrize("tasks", [1, 30])
def test_as_many_queries_for_one_task_as_for_many(client, tasks, django_assert_num_queries):
    plan = make_plan()
    for _each in range(tasks):
        make_responsibility(task=make_task(plan=plan), role=TaskRole.LEAD)
    exported(client, plan)

    with django_assert_num_queries(11):
        client.post(f"/tasks/matrix/export/?plan={plan.pk}", {"form": "xlsx"})
