import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")

application = get_wsgi_application()

from agencies.services.demonstration import refuse_demonstration_accounts  # noqa: E402  needs the apps to be ready

refuse_demonstration_accounts()
connections.close_all()  # a process that is forked from this one opens its own
