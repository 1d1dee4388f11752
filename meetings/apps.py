from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self):
        from meetings import access, messages, sources, subjects  # noqa: F401  register the rules
        from meetings.services import succession

        subjects.register()
        succession.register()
