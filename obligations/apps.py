from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "obligations"
    verbose_name = _("Duties")

    def ready(self):
        from kernel.audit.entries import name_acts
        from obligations import access, exports, messages, sources  # noqa: F401  register rules, notices, long work
        from obligations.services import calendar, digest, order_links, succession

        name_acts(
            duties_opened=_("duties opened in bulk"),
            duties_recomputed=_("duties recomputed with the official calendar"),
            duties_urged=_("duties urged"),
        )
        calendar.register()
        succession.register()
        order_links.register()
        digest.register()
