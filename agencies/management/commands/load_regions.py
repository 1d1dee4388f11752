"""manage.py load_regions FILE: bring the region tree up to the official list."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agencies.services.region_lines import COLUMNS, REQUIRED
from agencies.services.region_list import load_regions
from kernel.errors import Refused
from kernel.tables import FaultyRows, read_table

SHOWN = 50


class Command(BaseCommand):
    help = "Load the official list of regions (CSV or XLSX): all of it or nothing, and as often as you like."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=f"columns: {', '.join(COLUMNS)}; needed: {', '.join(REQUIRED)}")
        parser.add_argument("--dry-run", action="store_true", help="check the file and say what would change")

    def handle(self, *args, file: Path, dry_run: bool, **options):
        try:
            report = load_regions(read_table(file, columns=COLUMNS, required=REQUIRED), dry_run=dry_run)
        except FaultyRows as refusal:
            for fault in refusal.faults[:SHOWN]:
                self.stderr.write(str(fault))
            raise CommandError(refusal.reason) from None
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error}) from None
        words = _(
            "Regions: %(regions_added)s added, %(regions_changed)s changed; lines of the list: %(lines_added)s added, "
            "%(lines_changed)s changed."
        )
        self.stdout.write(words % vars(report))
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was saved."))
