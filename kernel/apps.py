from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "kernel"
    verbose_name = _("Foundation")

    def ready(self):
        from kernel import audit

        post_migrate.connect(audit.install, dispatch_uid="kernel.audit.install")
        autodiscover_modules("jobs")  # web processes, too, know the kinds of jobs
