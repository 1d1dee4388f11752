"""`manage.py generate_register --institutions 100000 --seed 1`: an invented register for try-outs and benchmarks."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from institutions.services.generating import generate_register
from kernel.errors import Refused


class Command(BaseCommand):
    help = "Write an invented register with places of its own. Only into an empty register, and not into a real portal."

    def add_arguments(self, parser):
        parser.add_argument("--institutions", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same register")
        parser.add_argument("--anyway", action="store_true", help="also where DEBUG is off")

    def handle(self, *args, institutions: int, seed: int, anyway: bool, **options):
        if not (settings.DEBUG or anyway):
            raise CommandError("This is no try-out (DEBUG is off). With --anyway it is written all the same.")
        if not 1 <= institutions <= 5_000_000 or not 0 <= seed < 2**32:
            raise CommandError("Between 1 and 5,000,000 institutions, and a seed of 32 bits.")
        begun = time.monotonic()
        try:
            provinces = generate_register(institutions, seed=seed, told=self.tell)
        except Refused as refusal:
            raise CommandError(str(refusal.reason)) from None
        names = "、".join(region.name for region in provinces)
        self.stdout.write(f"{institutions:,} institutions in {names}, {time.monotonic() - begun:.0f} s")

    def tell(self, done: int) -> None:
        if done % 100_000 == 0:
            self.stdout.write(f"{done:,}")
