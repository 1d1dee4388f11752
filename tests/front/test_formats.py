"""Chinese pages write a date as running text, tables and inputs as figures."""

from datetime import date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, timezone, translation

DAY = date(2026, 11, 5)


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("DATE_FORMAT", "2026 年 11 月 5 日"),
        ("YEAR_MONTH_FORMAT", "2026 年 11 月"),
        ("MONTH_DAY_FORMAT", "11 月 5 日"),
        ("SHORT_DATE_FORMAT", "2026-11-05"),
    ],
)
def test_a_date_in_text_and_in_tables(chinese, name, written):
    assert formats.date_format(DAY, name) == written
    assert Template(f'{{{{ day|date:"{name}" }}}}').render(Context({"day": DAY})) == written


@pytest.mark.parametrize("name", ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
def test_a_moment_is_written_in_figures(chinese, name):
    moment = datetime(2026, 11, 5, 9, 3, tzinfo=timezone.get_default_timezone())

    assert formats.date_format(moment, name) == "2026-11-05 09:03"


@pytest.mark.parametrize("typed", ["2026-11-05", "2026/11/5", "2026年11月5日", "2026 年 11 月 5 日"])
def test_a_date_may_be_typed_in_any_usual_way(chinese, typed):
    assert forms.DateField().clean(typed) == DAY


def test_an_input_shows_its_date_in_figures(chinese):
    assert forms.DateField().widget.format_value(DAY) == "2026-11-05"
