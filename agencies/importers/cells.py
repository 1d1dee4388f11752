"""What the cells of our tables may say."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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


def one_of(choices):
    """A choice by its code, or by its words in the reader's language."""

    def read(cell: str):
        for code, words in choices.choices:
            if cell in {code, str(words)}:
                return choices(code)
        raise ValidationError(_("“%(text)s” is none of the possible values.") % {"text": cell})

    return read


def day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
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
