from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self):
        from commitments import access, kinds, sources, subjects  # noqa: F401  register the rules
        from institutions.tabs import Tab, add_tab

        subjects.register()
        add_tab(
            Tab(
                "commitments", pgettext_lazy("institution", "Commitments"), "commitments:institution",
                "commitments.view_commitment", 30,
            )
        )  # fmt: skip
