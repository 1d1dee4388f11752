"""`manage.py verify_audit`: is every sealed day of the trail as it was sealed?"""

import sys

from django.core.management.base import BaseCommand

from kernel import audit


class Command(BaseCommand):
    help = "Check the sealed days of the audit trail; exit status 1 when one is broken."

    def handle(self, **options):
        days = audit.verify()
        for day, is_whole in days:
            self.stdout.write(f"{day} {'ok' if is_whole else 'BROKEN'}")
        if not all(is_whole for _day, is_whole in days):
            sys.exit(1)
