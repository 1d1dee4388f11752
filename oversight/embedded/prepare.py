"""`python -m oversight.embedded.prepare`: migrate as the owner, then load the demonstration data as the application.

One process, since starting Django takes longer than either. What the demonstration prints is all there is on stdout.
"""

import os
import sys

import django
from django.core.management import call_command
from django.db import connection

from oversight import embedded, env

os.environ["DATABASE_ROLE"] = "owner"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, stdout=sys.stderr)
    connection.close()
    application = env.database(env.text("DATABASE_URL", "") or embedded.database_url())
    connection.settings_dict.update({key: application[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")})
    call_command("load_demo")


if __name__ == "__main__":
    main()
