from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = _("Tasks")

    def ready(self):
        from tasks import access, kinds, messages, sources, subjects  # noqa: F401  register the rules
        from tasks.services import succession

        subjects.register()
        succession.register()
