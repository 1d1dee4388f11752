"""The register as a file, which can be sent again."""

import csv

import openpyxl
import pytest
from django.urls import reverse

from agencies.enums import Role
from kernel import files
from kernel.models import AuditRow, Job
from tests.factories import make_institution, make_membership, make_region, make_uscc
from tests.institutions.tables import checked, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]


@pytest.fixture
def register(district):
    street = make_region(parent=district, name="新河街道")
    make_institution(
        region=street, name="=1+1诊所", uscc=make_uscc(81), phone="+86571", subjects=["口腔科", "内科"], beds=3,
        level="3", class_grade="special", licence_from="2020-01-02", licence_to="2030-01-02",
    )  # fmt: skip
    make_institution(region=district, name="同名")
    make_institution(region=district, name="同名", state="closed", closed_on="2020-01-01")
    make_institution(region=make_region(), name="别处")


def exported(browser, form: str, query: str = "") -> Job:
    answer = browser.post(reverse("institutions:export") + query, {"form": form}, headers={"Accept-Language": "en"})
    job = Job.objects.latest("pk")
    assert answer["Location"] == job.get_absolute_url()
    return work(job)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_is_sent_again_changes_nothing(as_, keeper, register, form):
    job = exported(as_(keeper), form)

    assert (job.state, job.message, job.done) == ("done", "3 institutions", 3)
    table = checked(files.path_of(job.result).read_bytes(), by=keeper)
    assert table.counts == {"new": 0, "changed": 0, "same": 3, "faulty": 0}, list(table.staged.values())
    assert AuditRow.objects.get(table_name="export").changes["rows"] == 3


def test_filter_and_time_stand_before_the_table(as_, keeper, register):
    job = exported(as_(keeper), "csv", "?state=closed")

    lines = list(csv.reader(files.path_of(job.result).read_text("utf-8-sig").splitlines()))
    assert lines[0] == ["Register of institutions", keeper.party.name]
    assert lines[1] == ["Filter", "State: closed"] and lines[2][0] == "As of"
    assert [row[1] for row in lines[5:]] == ["同名"]


def test_days_and_numbers_stay_what_they_are(as_, keeper, register):
    job = exported(as_(keeper), "xlsx", "?level=3")

    with files.path_of(job.result).open("rb") as file:
        header, row = openpyxl.load_workbook(file).worksheets[1].values
    told = dict(zip(header, row, strict=True))
    assert (told["Name"], told["Beds"], told["Class"]) == ("'=1+1诊所", 3, "special")
    assert told["Licence valid from"].isoformat() == "2020-01-02T00:00:00"


def test_a_filter_that_means_nothing_does_not_mean_all(as_, keeper, register):
    job = exported(as_(keeper), "csv", "?state=x")

    assert (job.state, job.result) == ("failed", None)


def test_an_administrator_of_accounts_exports_nothing(as_, keeper):
    by = make_membership(agency=keeper.party.agency, role=Role.SECURITY_ADMIN)

    assert as_(by).post(reverse("institutions:export")).status_code == 403
