from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "sapar.intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        from sapar.intake import panels

        panels.register()
