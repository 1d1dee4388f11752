#!/usr/bin/env python3
"""Django's commands. Those that change tables connect as the owner of the database, all others as the application."""

import os
import sys

AS_OWNER = {"migrate", "flush", "backup", "restore"}


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this with an old Python is told so
        sys.exit("Python 3.11 or newer is needed; run .venv/bin/python manage.py, after `make setup`.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    if AS_OWNER.intersection(sys.argv[1:2]):
        os.environ.setdefault("DATABASE_ROLE", "owner")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python: run `make setup`, then .venv/bin/python manage.py.")
    from oversight import embedded

    try:
        if not os.environ.get("DATABASE_URL") and "SECRET_KEY" not in os.environ:
            os.environ["SECRET_KEY"] = embedded.secret_key()
        execute_from_command_line(sys.argv)
    except embedded.Unavailable as sentence:
        sys.exit(str(sentence))


if __name__ == "__main__":
    main()
