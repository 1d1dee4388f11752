from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "obligations"
    verbose_name = _("Duties")

    def ready(self):
        from obligations import access, exports, messages, sources  # noqa: F401  register rules, notices, long work
        from obligations.services import calendar, order_links, succession

        calendar.register()
        succession.register()
        order_links.register()
