from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = _("Agencies and accounts")

    def ready(self):
        from agencies import access, logins  # noqa: F401  access registers the rules

        logins.listen()
