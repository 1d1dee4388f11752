"""manage.py renew_secrets: encrypt what is kept secret with the first of FIELD_KEYS, so that the others can go."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model

from agencies import secrecy

SECRETS = ("secret", "seed")  # of the authenticator app, and of the recovery codes
AT_ONCE = 1000


class Command(BaseCommand):
    help = "Encrypt second factors and sealed columns anew with the first of FIELD_KEYS."

    @transaction.atomic
    def handle(self, *args, **options):
        count = renew_second_factors() + sum(renew_sealed(model) for model in apps.get_models())
        self.stdout.write(f"{count} secrets encrypted anew.")


def renew_second_factors() -> int:
    count = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        for name in set(SECRETS).intersection(row.data):
            try:
                row.data[name] = secrecy.renew(row.data[name])
            except LookupError as error:
                raise CommandError(f"{row.user}: {error}") from None
            count += 1
        row.save(update_fields=["data"])
    return count


def renew_sealed(model: type[Model]) -> int:
    """The rows of a table with sealed columns, their digests too."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, secrecy.SealedField)]
    if not fields:
        return 0
    columns = [name for field in fields for name in (field.name, field.digest)]
    count, last, rows = 0, 0, model._default_manager.select_for_update(of=("self",)).only("pk", *columns)
    try:
        while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            for row in batch:
                row.save(update_fields=columns)
                count += sum(1 for field in fields if getattr(row, field.name))
            last = batch[-1].pk
    except LookupError as error:
        raise CommandError(f"{model._meta.verbose_name}: {error}") from None
    return count
