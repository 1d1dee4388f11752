from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from events import access, messages, sources  # noqa: F401  register the rules
        from kernel.audit.entries import name_acts

        name_acts(events_recorded=_("events recorded in bulk"))
