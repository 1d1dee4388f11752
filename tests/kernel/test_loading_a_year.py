"""The notice of a year replaces the provisional calendar in one audited step."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from agencies.enums import Role
from kernel import workdays
from kernel.access import OPERATOR
from kernel.errors import Refused
from kernel.models import AuditRow, CalendarYear, Day
from kernel.services import calendar, load_year, on_year_loaded
from tests.factories import make_membership

pytestmark = pytest.mark.django_db
HOLIDAYS = {date(2026, 12, 31): "元旦", date(2027, 1, 1): "元旦"}
MAKEUPS = {date(2027, 1, 2): "元旦"}


def load(year=2027, holidays=HOLIDAYS, makeups=MAKEUPS, *, by=OPERATOR, **facts):
    return load_year(year, holidays, makeups, by=by, source="国办发明电〔2026〕1号", **facts)


def test_the_days_after_it_are_numbered_anew():
    last = Day.objects.get(day=date(2036, 12, 31)).working_ordinal

    load()

    assert workdays.add_working_days(date(2026, 12, 30), 1) == date(2027, 1, 2)
    assert not workdays.is_provisional(date(2027, 1, 2))
    assert Day.objects.get(day=date(2036, 12, 31)).working_ordinal == last - 1
    assert Day.objects.get(day=date(2026, 12, 31)).name == "元旦"


def test_ten_years_ahead_stay_known():
    load()

    assert CalendarYear.objects.order_by("-year").first().year == 2037
    assert workdays.is_provisional(date(2037, 12, 31))


def test_it_leaves_one_entry_in_the_trail_for_the_year():
    before = AuditRow.objects.order_by("-pk").first()

    load()

    rows = AuditRow.objects.filter(pk__gt=before.pk if before else 0, action="U")
    assert [(row.table_name, row.row_id, row.changes["status"]) for row in rows] == [
        ("kernel_calendaryear", "2027", ["provisional", "official"])
    ]


def test_an_official_year_is_only_corrected_on_purpose():
    load()
    with pytest.raises(Refused):
        load(makeups={})

    load(makeups={}, correct=True)

    assert not workdays.is_working(date(2027, 1, 2))


@pytest.mark.parametrize(
    ("year", "holidays", "makeups"),
    [
        (2027, {}, {}),
        (2027, {date(2028, 1, 1): "元旦"}, {}),
        (2027, {date(2026, 11, 30): "元旦"}, {}),
        (2027, HOLIDAYS, {date(2027, 1, 1): "元旦"}),
        (2027, HOLIDAYS, {date(2027, 1, 4): "元旦"}),
        (2038, {date(2038, 1, 1): "元旦"}, {}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(year, holidays, makeups):
    before = list(Day.objects.order_by("day").values())

    with pytest.raises(Refused):
        load(year, holidays, makeups)

    assert list(Day.objects.order_by("day").values()) == before


def test_only_who_keeps_the_calendar_may(db):
    with pytest.raises(PermissionDenied):
        load(by=make_membership(role=Role.HANDLER))

    assert load(by=make_membership(role=Role.BUSINESS_ADMIN)) > 365


def test_the_command_reads_a_file(tmp_path, capsys):
    notice = tmp_path / "2027.csv"
    notice.write_text("name,holidays,makeups\n元旦,2026-12-31/2027-01-01,2027-01-02\n", encoding="utf-8")

    call_command("load_calendar", "2027", str(notice), "--source=国办发明电〔2026〕1号")

    assert "2027 is official" in capsys.readouterr().out
    assert workdays.is_working(date(2027, 1, 2))


@pytest.mark.parametrize("content", [b"", b"day,kind\n", b"name,holidays,makeups\nx,2027-13-01,\n", b"\xff\xfe\x00"])
def test_the_command_refuses_another_kind_of_file_with_a_sentence(tmp_path, content):
    notice = tmp_path / "2027.csv"
    notice.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("load_calendar", "2027", str(notice), "--source=x")


@pytest.fixture
def handlers(monkeypatch):
    """Those of the apps do not run here, and those of a test do not stay."""
    monkeypatch.setattr(calendar, "_after_loading", {})


def test_what_depends_on_the_days_follows_in_the_same_transaction(handlers):
    seen = []

    def follow(year, *, by):
        seen.append((year, by, workdays.is_provisional(date(2027, 1, 2))))

    on_year_loaded(follow)
    on_year_loaded(follow)

    load()

    assert seen == [(2027, OPERATOR, False)]


def test_a_year_is_not_loaded_when_what_depends_on_it_fails(handlers):
    def fail(year, *, by):
        raise Refused("Not today.")

    on_year_loaded(fail)

    with pytest.raises(Refused, match="Not today"):
        load()

    assert workdays.is_provisional(date(2027, 1, 2))
