from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = _("Institutions")

    def ready(self):
        from institutions import access, kinds, messages, sources, subjects  # noqa: F401  register the rules
        from kernel.audit.entries import name_acts

        subjects.register()
        name_acts(
            institution_added=_("institution added"),
            institution_closed=_("institution closed"),
            institution_suspended=_("institution suspended"),
            institution_resumed=_("institution practises again"),
            institutions_imported=_("institutions imported"),
            permit_removed=_("special permit removed"),
            object_ended=_("supervised object ended"),
            register_generated=_("invented register written"),
            verification_opened=_("verification opened"),
            verifications_opened=_("verifications opened"),
            institution_reopened=_("closure of an institution taken back"),
        )
