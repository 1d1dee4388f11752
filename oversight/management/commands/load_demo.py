"""manage.py load_demo: the demonstration data of `make run`, and its accounts on paper."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight import demo


class Command(BaseCommand):
    help = "Load what is missing of the demonstration data (only with DEBUG), and print its accounts."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError(_("Demonstration data are loaded only where DEBUG is on: anybody knows their password."))
        demo.load(at=timezone.now())
        self.stdout.write(demo.account_table())
