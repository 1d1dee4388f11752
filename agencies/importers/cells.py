"""What the cells of our tables may say."""

import re
import uuid
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agencies.models.accounts import username_rule
from agencies.services.accounts import normal_username
from kernel.admin.formats import Column


def text(limit: int):
    def read(cell: str) -> str:
        if len(cell) > limit:
            raise ValidationError(_("At most %(number)d characters.") % {"number": limit})
        return cell

    return read


def user_name(cell: str) -> str:
    name = normal_username(cell)
    username_rule(name)
    return name


DAY = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII)
NO_VALUE = gettext_lazy("“%(text)s” is none of the possible values.")


def coded(choices: Callable[[], Iterable[tuple[str, Any]]], unknown: Any = NO_VALUE) -> Callable[[str], str]:
    """A choice by its code, or by its words in any language of the portal; unknown: the sentence for any other."""

    @cache
    def codes() -> dict[str, str]:
        found: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found |= {str(words): str(code) for code, words in choices()}
        return found | {str(code): str(code) for code, _words in choices()}

    def read(cell: str) -> str:
        code = codes().get(cell)
        if code is None:
            raise ValidationError(unknown % {"text": cell})
        return code

    return read


def one_of(choices):
    """As `coded`, as a member of the choices."""
    code = coded(lambda: choices.choices)
    return lambda cell: choices(code(cell))


def public_id(cell: str) -> uuid.UUID:
    try:
        return uuid.UUID(cell)
    except ValueError:
        raise ValidationError(_("“%(text)s” is no public id.") % {"text": cell}) from None


def day(cell: str) -> date:
    """Also as spreadsheets write it into a CSV file."""
    try:
        parts = DAY.fullmatch(cell)
        return date(*map(int, parts.groups())) if parts else date.fromisoformat(cell)
    except ValueError:
        raise ValidationError(_("This is no day; write it as 2021-04-09.")) from None


def number(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and int(cell) <= 32767):
        raise ValidationError(_("A whole number from 0 to 32767."))
    return int(cell)


def yes_or_no(cell: str) -> bool:
    answers = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}
    answers |= {pgettext("answer", "yes"): True, pgettext("answer", "no"): False}
    if cell.lower() not in answers:
        raise ValidationError(_("Write yes or no."))
    return answers[cell.lower()]


def as_yes_or_no(value: bool) -> str:
    return pgettext("answer", "yes") if value else pgettext("answer", "no")


def as_words(value) -> str:
    return str(value.label)


def day_column(heading) -> Column:
    return Column(heading, clears=True, read=day, show=date.isoformat)
