from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PractitionersConfig(AppConfig):
    name = "practitioners"
    verbose_name = _("Practitioners")

    def ready(self):
        from institutions.tabs import Tab, add_tab
        from kernel.audit.entries import name_acts
        from practitioners import access, subjects  # noqa: F401  register the rules

        subjects.register()
        add_tab(
            Tab(
                "people", pgettext_lazy("institution", "People"), "practitioners:people",
                "practitioners.view_registration", 40,
            )
        )  # fmt: skip
        name_acts(numbers_unmasked=_("personal numbers shown in full"))
