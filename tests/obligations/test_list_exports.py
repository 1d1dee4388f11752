"""Lists as files: what the page shows, with filter and time before it, and nothing that calculates."""

import csv
import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import Section
from kernel import files, services
from kernel.models import AuditRow, Job
from tests.factories import make_agency, make_duty, make_membership, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def commission():
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION, name="Commission")


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name="Tax bureau")


def exported(client, by, address: str, form: str) -> Job:
    client.force_login(by.user)
    answer = client.post(address, {"form": form}, headers={"Accept-Language": "en"})
    job = Job.objects.latest("pk")
    assert answer.url == job.get_absolute_url()
    services.run_job(job.pk)
    job.refresh_from_db()
    return job


def lines_of(job: Job) -> list[list[str]]:
    return list(csv.reader(files.path_of(job.result).read_text("utf-8-sig").splitlines()))


def late(agency, *, days: int, **facts):
    return make_duty(bearer=agency.party, due_on=timezone.localdate() - timedelta(days=days), **facts)


def test_ones_own_duties_as_csv(client, commission, tax):
    section = Section.objects.create(agency=tax, name="Desk")
    duty = late(tax, days=3, title="=1+1", kind="fine.pay", section=section, supervisor=commission.party)
    late(tax, days=2, kind="order.reply")
    late(commission, days=2)

    job = exported(client, make_membership(agency=tax), f"/duties/export/?kind=fine.pay&section={section.pk}", "csv")

    lines = lines_of(job)
    assert (job.state, job.done, job.message) == ("done", 1, "1 duty")
    assert lines[0] == ["Duties of the unit", "Tax bureau"]
    assert lines[1] == ["Filter", "To be done", "Whole unit", "Kind of duty: Pay the fine", "Section: Desk"]
    assert lines[2][0] == "As of" and lines[4] == []
    row = dict(zip(lines[5], lines[6], strict=True))
    assert row["Light"] == "3 days overdue" and row["Title"] == "'=1+1" and row["Due"] == duty.due_on.isoformat()
    assert (row["Owed by"], row["Section"], row["Watched by"]) == ("Tax bureau", "Desk", "Commission")
    assert len(lines) == 7
    assert "Kind of duty Pay the fine" in job.result.name and job.result.name.endswith(".csv")
    noted = AuditRow.objects.get(table_name="export").changes
    assert (noted["rows"], noted["kind"]) == (1, "Duties of the unit")


def test_overdue_duties_as_a_workbook(client, commission, tax):
    late(tax, days=9, supervisor=commission.party, title="Long", is_provisional=True)
    late(tax, days=1, supervisor=commission.party, title="Short")
    late(tax, days=9, title="Nobody's")

    job = exported(client, make_membership(agency=commission), "/duties/overdue/export/?late=5", "xlsx")

    book = openpyxl.load_workbook(io.BytesIO(files.path_of(job.result).read_bytes()))
    about, sheet = book.worksheets
    assert [cell.value for cell in about[1]] == ["Overdue duties", "Commission", None, None][: len(about[1])]
    assert [cell.value for cell in about[2]][:3] == ["Filter", "Watched over by us", "Overdue for days: 5"]
    assert isinstance(about["B3"].value, datetime) and sheet.freeze_panes == "A2"
    header, *lines = sheet.iter_rows(values_only=True)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert [row["Title"] for row in rows] == ["Long"]
    assert rows[0]["Due"] == datetime.combine(timezone.localdate() - timedelta(days=9), datetime.min.time())
    assert rows[0]["Provisional"] == "provisional"


def test_long_lists_are_written_in_batches(client, tax, monkeypatch):
    monkeypatch.setattr("obligations.exports.BATCH", 2)
    for days in (1, 2, 3, 4, 5):
        late(tax, days=days, title=f"Day {days}")

    job = exported(client, make_membership(agency=tax), "/duties/export/", "csv")

    assert [line[2] for line in lines_of(job)[6:]] == [f"Day {days}" for days in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("address", ["/duties/export/?kind=x", "/duties/overdue/export/?late=x"])
def test_a_filter_that_means_nothing_does_not_mean_all(client, commission, address):
    job = exported(client, make_membership(agency=commission), address, "csv")

    assert (job.state, job.result) == ("failed", None)


def test_who_watches_over_nobody_exports_no_overdue_list(client, tax):
    by = make_membership(agency=tax, role=Role.LEADER, valid_from=date(2020, 1, 1))
    client.force_login(by.user)

    assert client.post("/duties/overdue/export/").status_code == 403
