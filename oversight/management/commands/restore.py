from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from oversight import backups


class Command(BaseCommand):
    help = "Restore a folder made by `backup` into an empty database and an empty folder of files."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        try:
            rows = backups.restore(folder)
        except backups.NotRestored as sentence:
            raise CommandError(str(sentence)) from None
        self.stdout.write(f"Restored {sum(rows.values())} rows in {len(rows)} tables.")
