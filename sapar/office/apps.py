from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "sapar.office"
    verbose_name = _("Office")

    def ready(self) -> None:
        from sapar.office import checklist, lines
        from sapar.organisations import hub

        lines.register_all()
        hub.add_banner("checklist", checklist.banner)
