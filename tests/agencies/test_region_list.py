"""The official list: in any order, twice, all or nothing, and by dates."""

import random
from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agencies.models import Region, RegionCode
from agencies.services.region_lines import COLUMNS
from agencies.services.region_list import Report, load_regions
from kernel.tables import FaultyRows

pytestmark = pytest.mark.django_db
HANGZHOU = settings.BASE_DIR / "fixtures" / "regions-hangzhou.csv"


def lines(*rows: str) -> list[tuple[int, dict[str, str]]]:
    """Rows written as "code name parent kind from to scheme same_as", with - for nothing."""
    cells = [["" if cell == "-" else cell for cell in row.split()] for row in rows]
    return [
        (number, dict.fromkeys(COLUMNS, "") | dict(zip(COLUMNS, row, strict=False)))
        for number, row in enumerate(cells, start=2)
    ]


PROVINCE, CITY = "330000 浙江省 - province", "330100 杭州市 330000 city"


def tree() -> dict[str, str]:
    return dict(Region.objects.values_list("name", "path"))


def faults(*rows: str) -> list[tuple[int, str]]:
    with pytest.raises(FaultyRows) as refused:
        load_regions(lines(*rows))
    return [(fault.row, fault.column) for fault in refused.value.faults]


def load(path) -> str:
    out = StringIO()
    call_command("load_regions", str(path), stdout=out)
    return out.getvalue()


def test_the_demonstration_city():
    load(HANGZHOU)

    city = Region.objects.with_code("330100").get()
    today = city.children.valid_on(date(2026, 1, 1))
    before = city.children.valid_on(date(2021, 4, 8))
    assert today.count() == 13
    assert set(before.values_list("name", flat=True)) - set(today.values_list("name", flat=True)) == {
        "下城区",
        "江干区",
    }
    assert Region.objects.get(name="萧山经济技术开发区").parent.name == "萧山区"
    assert Region.objects.with_code("330102003000").get().path.startswith(Region.objects.get(name="上城区").path)


def test_the_second_time_nothing_changes():
    load(HANGZHOU)
    before = list(Region.objects.order_by("pk").values())

    assert load_regions([]) == Report(0, 0, 0, 0)
    load(HANGZHOU)

    assert list(Region.objects.order_by("pk").values()) == before


def test_the_order_of_the_lines_does_not_matter():
    rows = lines(PROVINCE, CITY, *(f"3301{n:02d} district{n} 330100 district" for n in range(2, 20)))
    random.Random(7).shuffle(rows)

    assert load_regions(rows) == Report(20, 0, 20, 0)

    paths = tree()
    assert all(paths[f"district{n}"].startswith(paths["杭州市"]) for n in range(2, 20))


def test_a_dry_run_says_the_same_and_keeps_nothing():
    assert load_regions(lines(PROVINCE, CITY), dry_run=True) == Report(2, 0, 2, 0)
    assert not Region.objects.exists()


def test_another_name_and_another_code_keep_the_region_and_its_path():
    load_regions(lines(PROVINCE, CITY, "330183 富阳市 330100 district", "330110 余杭区 330100 district"))
    before = tree()

    report = load_regions(lines(
        "330183 富阳市 330100 district - 2015-02-14",
        "330111 富阳区 330100 district 2015-02-15 - - 330183",
        "330110 余杭区 330100 district - 2021-04-08",
        "330110 新余杭区 330100 district 2021-04-09",
    ))  # fmt: skip

    assert report == Report(0, 2, 2, 2)
    after = tree()
    assert (after["富阳区"], after["新余杭区"]) == (before["富阳市"], before["余杭区"])
    region = Region.objects.get(name="富阳区")
    assert (region.valid_from, region.valid_to, region.version) == (None, None, 2)
    assert list(region.codes.order_by("code").values_list("code", "name", "valid_to")) == [
        ("330111", "富阳区", None), ("330183", "富阳市", date(2015, 2, 14))
    ]  # fmt: skip


def test_a_move_is_a_region_that_ends_and_another_that_begins():
    load_regions(lines(PROVINCE, CITY, "330600 绍兴市 330000 city", "330681 诸暨市 330600 district"))
    path = tree()["诸暨市"]

    load_regions(lines(
        "330681 诸暨市 330600 district - 2030-06-30", "330681 诸暨市 330100 district 2030-07-01",
    ))  # fmt: skip

    old, new = Region.objects.filter(name="诸暨市").order_by("pk")
    assert (old.path, old.valid_to) == (path, date(2030, 6, 30))
    assert (new.parent.name, new.valid_from) == ("杭州市", date(2030, 7, 1))


def test_the_two_schemes_may_name_one_region():
    load_regions(lines(PROVINCE, CITY, "330102 上城区 330100 district"))

    load_regions(
        lines("330102000000 上城区 330100 district - - nbs 330102", "330102003 湖滨街道 330102000000 street - - nbs")
    )

    assert Region.objects.get(name="上城区").codes.count() == 2
    assert Region.objects.get(name="湖滨街道").parent.name == "上城区"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["33 浙江省 - province"], [(2, "code")]),
        (["330000 浙江省 - country"], [(2, "kind")]),
        (["330000 浙江省 - province 2021-13-01"], [(2, "valid_from")]),
        (["330000 浙江省 - province 2021-04-09 2021-04-08"], [(2, "valid_to")]),
        (["330000 - - province"], [(2, "name")]),
        (["330000 浙江省 - province - - iso"], [(2, "scheme")]),
        ([CITY], [(2, "parent")]),  # nobody above
        (["330000 浙江省 330100 province", CITY], [(3, "parent")]),  # each above the other
        ([PROVINCE, PROVINCE], [(3, "code")]),
        ([PROVINCE, "330000 another - province 2020-01-01"], [(3, "valid_from")]),
        ([PROVINCE, CITY, "330200 杭州市 330000 city"], [(4, "name")]),
        ([PROVINCE, "330100 杭州市 330000 city - - - 339999"], [(3, "same_as")]),
        ([PROVINCE, "330100 杭州市 330000 city 2000-01-01 2001-01-01", "330102 上城区 330100 district 2002-01-01"],
         [(4, "parent")]),  # the city had ended
    ],
)  # fmt: skip
def test_faults_are_told_by_row_and_column_and_nothing_is_saved(rows, found):
    assert faults(*rows) == found
    assert not Region.objects.exists() and not RegionCode.objects.exists()


def test_a_region_is_not_moved_by_another_parent():
    load_regions(lines(PROVINCE, CITY, "330600 绍兴市 330000 city", "330681 诸暨市 330600 district"))

    assert faults("330681 诸暨市 330100 district") == [(2, "parent")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code,name,parent,kind,capital\n", "capital"),
        (b"code,name\n330000,x\n", "parent"),
        (b"code,name,parent,kind\n330000,\xff,,province\n", "UTF-8"),
        (b"", "code"),
        (b"PK\x03\x04 no book", "UTF-8"),
        ('code,name,parent,kind\n"330000,浙江省'.encode(), "unexpected end of data"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(tmp_path, content, words):
    file, told = tmp_path / "list.csv", StringIO()
    file.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        call_command("load_regions", str(file), stderr=told)

    assert words in f"{refused.value} {told.getvalue()}"
    assert not Region.objects.exists()


def test_a_workbook_is_read_like_a_csv(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["code", "name", "parent", "kind", "valid_from"])
    book.active.append([330000, "浙江省", None, "province", date(1949, 10, 1)])
    book.active.append([330100, "杭州市", 330000, "city", None])
    book.save(tmp_path / "list.xlsx")

    load(tmp_path / "list.xlsx")

    assert Region.objects.get(name="浙江省").valid_from == date(1949, 10, 1)
    assert Region.objects.get(name="杭州市").parent.name == "浙江省"


def test_the_number_of_queries_does_not_grow_with_the_list(django_assert_max_num_queries):
    rows = lines(PROVINCE, CITY, *(f"330100{n:03d} street{n} 330100 street" for n in range(1, 999)))

    with django_assert_max_num_queries(12):
        load_regions(rows)
