from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Inspections")

    def ready(self):
        from inspections import access, exports, kinds, messages, sources, subjects  # noqa: F401  register the rules
        from institutions.tabs import Tab, add_tab
        from kernel.audit.entries import name_acts

        subjects.register()
        add_tab(
            Tab(
                "self_inspections", pgettext_lazy("institution", "Self-inspections"), "inspections:institution",
                "inspections.view_selfinspection", 50,
            )
        )  # fmt: skip
        name_acts(
            self_inspections_opened=_("self-inspections opened"),
            self_inspections_reminded=_("institutions reminded of self-inspections"),
            programme_withdrawn=_("self-inspection programme withdrawn"),
        )
