from django.core.management.base import BaseCommand, CommandError

from oversight import catalogue


class Command(BaseCommand):
    help = "Bring the Chinese message catalogue up to date with the code; --check only says what is missing."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is missing")

    def handle(self, *, check, **options):
        if not check:
            catalogue.write(catalogue.updated())
        if faults := catalogue.faults():
            raise CommandError("\n".join([f"{len(faults)} faults in {catalogue.FILE}:", *faults]))
        self.stdout.write("The Chinese catalogue is complete.")
