"""manage.py renew_secrets: encrypt what is kept secret with the first of FIELD_KEYS, so that the others can go."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies import secrecy

SECRETS = ("secret", "seed")  # of the authenticator app, and of the recovery codes


class Command(BaseCommand):
    help = "Encrypt the secrets of second factors anew with the first of FIELD_KEYS."

    @transaction.atomic
    def handle(self, *args, **options):
        count = 0
        for row in Authenticator.objects.select_for_update().order_by("pk"):
            for name in set(SECRETS).intersection(row.data):
                try:
                    row.data[name] = secrecy.renew(row.data[name])
                except LookupError as error:
                    raise CommandError(f"{row.user}: {error}") from None
                count += 1
            row.save(update_fields=["data"])
        self.stdout.write(f"{count} secrets encrypted anew.")
