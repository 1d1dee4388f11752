from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from oversight import backups


class Command(BaseCommand):
    help = "Save the database and the uploaded files into a new folder below the given one."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        self.stdout.write(str(backups.save(folder, at=timezone.localtime())))
