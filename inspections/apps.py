from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Inspections")

    def ready(self):
        from inspections import access, kinds, messages, sources, subjects  # noqa: F401  register the rules
        from kernel.audit.entries import name_acts

        subjects.register()
        name_acts(
            self_inspections_opened=_("self-inspections opened"),
            programme_withdrawn=_("self-inspection programme withdrawn"),
        )
