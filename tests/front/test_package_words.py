"""The packages' words in Chinese are kept by hand: each is one that its package still says, and the one shown."""

import sysconfig
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.extract import extract
from django.conf import settings
from django.utils import translation

from oversight import catalogue

PACKAGES = Path(sysconfig.get_path("purelib"))
FILE = settings.BASE_DIR / "oversight" / "locale_packages" / catalogue.LANGUAGE / "LC_MESSAGES" / "django.po"


def words():
    with FILE.open("rb") as file:
        return [message for message in pofile.read_po(file, locale=catalogue.LANGUAGE) if message.id]


def said_in(path: Path) -> set:
    source = BytesIO(catalogue.as_python(path))
    found = extract("python", source, catalogue.KEYWORDS, options={"encoding": "utf-8"})
    return {message for _line, message, _comments, _context in found}


def test_every_word_is_still_said_by_its_package():
    files = {name for message in words() for name, _line in message.locations}
    said = {name: said_in(PACKAGES / name) for name in files}

    lost = [message.id for message in words() if not any(message.id in said[name] for name, _line in message.locations)]

    assert lost == []


def test_no_word_of_a_package_is_one_of_the_portal():
    portal = {(message.context, message.id) for message in catalogue.read()}

    assert [message.id for message in words() if (message.context, message.id) in portal] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("This field is required.", "请填写此项。"),  # Django's own is "该字段是必填项。"
        ("Incorrect code.", "动态验证码有误，请重新输入。"),  # django-allauth's is "错误代码。"
        ("No results found", "没有符合条件的记录"),  # the admin's theme has none
    ],
)
def test_the_portal_speaks_before_its_packages(english, chinese):
    with translation.override("zh-hans"):
        assert translation.gettext(english) == chinese
