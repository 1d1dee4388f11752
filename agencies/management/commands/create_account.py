"""manage.py create_account: the first accounts of a new portal, before there is an administrator to open them."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import Role
from agencies.models import Agency
from agencies.services.accounts import create_account
from kernel.access import OPERATOR
from kernel.errors import Refused


class Command(BaseCommand):
    help = "Open an account with a role in an agency, and print its first password, which must be changed at once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="of the person")
        parser.add_argument("--agency", required=True, help="its name in full")
        parser.add_argument("--role", required=True, choices=Role.values)

    def handle(self, *args, username: str, name: str, agency: str, role: str, **options):
        found = list(
            Agency.objects.valid_on(timezone.localdate()).filter(party__name=agency).select_related("party")[:2]
        )
        if len(found) != 1:
            raise CommandError(_("There is not exactly one agency called “%(name)s”.") % {"name": agency})
        try:
            letter = create_account(
                username=username, name=name, party=found[0].party, role=Role(role), by=OPERATOR, at=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        self.stdout.write(f"{letter.user.username}  {letter.password}")
