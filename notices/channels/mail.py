"""Mail, by SMTP; on the console in the try-out (settings EMAIL_*)."""

from contextlib import contextmanager
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.channels.base import Outgoing, Undeliverable, Unreachable


class Mail:
    key = "mail"
    label = gettext_lazy("Mail")
    address_label = gettext_lazy("Mail address")
    address_help = gettext_lazy("Messages say how many notices wait, with links, and nothing of a case.")

    def clean(self, address: str) -> str:
        address = address.strip()
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("Write a mail address such as li.hua@example.gov.cn.")) from None
        return address

    @contextmanager
    def session(self):
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # not there, too slow, or it takes no log-in; smtplib's errors are of this class too
            raise Unreachable(str(error)) from error
        try:
            yield lambda message: _send(connection, message)
        finally:
            connection.close()


def _send(connection, message: Outgoing) -> None:
    mail = EmailMessage(
        message.subject,
        message.text,
        to=[message.address],
        headers={"Message-ID": f"<{message.public_id}@{settings.MESSAGE_ID_HOST}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _reason in error.recipients.values()):
            raise Undeliverable(str(error)) from error
        raise
    except (SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        raise Unreachable(str(error)) from error
