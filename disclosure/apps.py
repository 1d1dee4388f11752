from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = _("Publications")

    def ready(self):
        from disclosure import access  # noqa: F401  registers the rules
        from disclosure.services import reading, succession
        from obligations.subjects import shows

        succession.register()
        shows("disclosure.publication", reading.pages_of)
