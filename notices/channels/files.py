"""An example for short messages or a government messenger: a file from which the city's gateway takes them.

One line a message: public_id, number, sentence, parted by tabs. A line whose public_id was seen before is a repetition.
"""

import os
import re
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.channels.base import Outgoing, Unreachable

MOBILE = re.compile(r"1[3-9]\d{9}")


class ShortMessageFile:
    key = "file"
    label = gettext_lazy("Short message")
    address_label = gettext_lazy("Mobile number")
    address_help = gettext_lazy("A short message holds one link, and nothing of a case.")

    def clean(self, address: str) -> str:
        number = re.sub(r"[\s-]", "", address).removeprefix("+86")
        if not MOBILE.fullmatch(number):
            raise ValidationError(_("Write a mobile number of 11 figures that begins with 13 to 19."))
        return number

    @contextmanager
    def session(self):
        try:
            with Path(settings.NOTICE_FILE).open("a", encoding="utf-8") as file:
                yield lambda message: _write(file, message)
        except OSError as error:
            raise Unreachable(str(error)) from error


def _write(file, message: Outgoing) -> None:
    try:
        file.write(f"{message.public_id}\t{message.address}\t{message.short}\n")
        file.flush()
        if file.seekable():  # no pipe
            os.fsync(file.fileno())
    except OSError as error:
        raise Unreachable(str(error)) from error
