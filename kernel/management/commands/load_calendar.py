"""`manage.py load_calendar 2027 FILE --source "国办发明电…"`: the notice of a year's holidays takes effect."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kernel.access import OPERATOR
from kernel.errors import Refused
from kernel.services import load_year
from kernel.services.calendar import read_notice


class Command(BaseCommand):
    help = "Load the official working-day calendar of a year (CSV: name,holidays,makeups; see kernel/data)."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="The number of the State Council's notice.")
        parser.add_argument("--correct", action="store_true", help="The year is official already; the notice changed.")

    def handle(self, *, year, file, source, correct, **options):
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                holidays, makeups = read_notice(lines)
            changed = load_year(year, holidays, makeups, by=OPERATOR, source=source, correct=correct)
        except (Refused, OSError, UnicodeDecodeError) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{year} is official; {changed} days have changed.")
